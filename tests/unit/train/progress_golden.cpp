// The progress bar and Python's formats against what real Keras and Python wrote: tests/golden/callbacks.
#include "golden_callbacks.hpp"
#include <ctnn/train/callbacks/callback_list.hpp>
#include <doctest/doctest.h>

namespace {

struct set_clock {
    const double* now;
    double operator()() const { return *now; }
};

/// What is left of Keras' text where there is no terminal: the finished lines, without colours.
std::string plain(const json& events) {
    std::string s;
    for (const auto& e : events) {
        const std::string text = e["printed"];
        if (text.find('\r') == text.npos)
            s += text;
        else if (text.ends_with('\n')) {
            auto line = text.substr(text.find('\r') + 1);
            for (std::size_t at; (at = line.find('\x1b')) != line.npos;) line.erase(at, line.find('m', at) + 1 - at);
            while (line.size() > 1 && line[line.size() - 2] == ' ') line.erase(line.size() - 2, 1);
            s += line;
        }
    }
    return s;
}

template<class Trainer, class Logger>
void play(Trainer& trainer, Logger& logger, const json& event) {
    ctnn::logs l = event.contains("logs") ? logs_of(event["logs"]) : ctnn::logs();
    const int number = event.value("number", 0);
    const std::string call = event["call"];
    auto list = ctnn::detail::list_callbacks(std::ref(logger));
    if (call == "on_train_begin")
        list.on_train_begin(trainer, l);
    else if (call == "on_epoch_begin")
        list.on_epoch_begin(trainer, number, l);
    else if (call == "on_train_batch_end")
        list.on_train_batch_end(trainer, number, l);
    else if (call == "on_epoch_end")
        list.on_epoch_end(trainer, number, l);
    else if (call == "on_test_begin")
        list.on_test_begin(trainer, l);
    else if (call == "on_test_batch_end")
        list.on_test_batch_end(trainer, number, l);
    else if (call == "on_test_end")
        list.on_test_end(trainer, l);
    else if (call == "on_predict_begin")
        list.on_predict_begin(trainer, l);
    else if (call == "on_predict_batch_end")
        list.on_predict_batch_end(trainer, number, l);
    else if (call == "on_predict_end")
        list.on_predict_end(trainer, l);
    else
        FAIL("unknown call: ", call);
}

TEST_CASE("on a terminal the progress bar is Keras' to the character") {
    int updates = 0;
    for (const auto& c : golden("progress.json")) {
        CAPTURE(c["name"].get<std::string>());
        double now = 0;
        ctnn::progbar_logger<set_clock> logger({&now}, true);
        logger.set_params({c["verbose"], c["epochs"], c["steps"]});
        for (const auto& e : c["events"]) {
            quiet_trainer trainer;
            now = e["time"];
            play(trainer, logger, e);
            REQUIRE(trainer.printed == e["printed"].get<std::string>());
            updates += !trainer.printed.empty();
        }
    }
    CHECK(updates > 200);
}

TEST_CASE("elsewhere there is one plain line an epoch") {
    for (const auto& c : golden("progress.json")) {
        CAPTURE(c["name"].get<std::string>());
        double now = 0;
        ctnn::progbar_logger<set_clock> logger({&now}, false);
        logger.set_params({c["verbose"], c["epochs"], c["steps"]});
        quiet_trainer trainer;
        for (const auto& e : c["events"]) {
            now = e["time"];
            play(trainer, logger, e);
        }
        REQUIRE(trainer.printed == plain(c["events"]));
        CHECK(trainer.printed.find_first_of("\b\r\x1b") == std::string::npos);
    }
}

TEST_CASE("numbers are formatted as Python does it") {
    for (const auto& row : golden("formats.json")) {
        const double v = number_of(row[0]);
        const bool whole = row[1];
        const std::string spec = row[2], expected = row[3];
        CAPTURE(v);
        CAPTURE(spec);
        CHECK(ctnn::detail::python_format(v, whole, spec) == expected);
    }
}

TEST_CASE("formats that Python refuses give nothing") {
    for (const char* spec : {"d", "x", "5d", "..2f", ".f", "5.2q", ".2ff"}) {
        CAPTURE(spec);
        CHECK(ctnn::detail::python_format(0.5, false, spec).empty());
    }
    CHECK(ctnn::detail::python_format(5, true, ".2d").empty());
    CHECK(ctnn::detail::python_format(5, true, ".2").empty());
}

} // namespace
