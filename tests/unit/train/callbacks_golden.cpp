// What callbacks decide, print, save and write, against real Keras' on the same logs: tests/golden/callbacks.
#include "golden_callbacks.hpp"
#include <ctnn/train/callbacks.hpp>
#include <doctest/doctest.h>
#include <variant>

namespace {

template<class C>
void set_monitor(C& c, const json& a) {
    c.monitor = a.value("monitor", c.monitor);
    c.mode = a.value("mode", c.mode);
    c.verbose = a.value("verbose", c.verbose);
}

/// Any of Keras' callbacks, by its name in the file.
struct any_callback {
    std::variant<ctnn::early_stopping, ctnn::reduce_lr_on_plateau, ctnn::model_checkpoint, ctnn::csv_logger,
                 ctnn::terminate_on_nan, ctnn::learning_rate_scheduler<double (*)(int, double)>>
        one;

    any_callback(const json& spec, const std::filesystem::path& folder) {
        const std::string name = spec["class"];
        const json& a = spec["arguments"];
        if (name == "EarlyStopping") {
            auto& c = one.emplace<ctnn::early_stopping>();
            set_monitor(c, a);
            c.patience = a.value("patience", 0);
            c.min_delta = a.value("min_delta", 0.0);
            if (a.contains("baseline")) c.baseline = a["baseline"].get<double>();
            c.restore_best_weights = a.value("restore_best_weights", false);
            c.start_from_epoch = a.value("start_from_epoch", 0);
        } else if (name == "ReduceLROnPlateau") {
            auto& c = one.emplace<ctnn::reduce_lr_on_plateau>();
            set_monitor(c, a);
            c.factor = a.value("factor", c.factor);
            c.patience = a.value("patience", c.patience);
            c.min_delta = a.value("min_delta", c.min_delta);
            c.cooldown = a.value("cooldown", c.cooldown);
            c.min_lr = a.value("min_lr", c.min_lr);
        } else if (name == "ModelCheckpoint") {
            auto& c = one.emplace<ctnn::model_checkpoint>();
            set_monitor(c, a);
            c.filepath = a["filepath"];
            c.save_best_only = a.value("save_best_only", false);
            c.save_weights_only = a.value("save_weights_only", false);
            c.save_freq.batches = a.value("save_freq", 0);
            if (a.contains("initial_value_threshold")) c.best = a["initial_value_threshold"].get<double>();
        } else if (name == "CSVLogger") {
            auto& c = one.emplace<ctnn::csv_logger>();
            c.filename = (folder / a["filename"].get<std::string>()).string();
            c.separator = a.value("separator", c.separator);
            c.append = a.value("append", c.append);
        } else if (name == "TerminateOnNaN")
            one.emplace<ctnn::terminate_on_nan>();
        else {
            REQUIRE(name == "LearningRateScheduler");
            auto& c = one.emplace<ctnn::learning_rate_scheduler<double (*)(int, double)>>();
            const std::string f = a["schedule"];
            c.schedule = f == "halve"      ? [](int, double lr) { return lr * 0.5; }
                         : f == "by_epoch" ? [](int epoch, double) { return 0.1 / (epoch + 1); }
                                           : [](int epoch, double lr) { return epoch < 2 ? lr : lr * 0.1; };
            c.verbose = a.value("verbose", 0);
        }
    }

    template<class Hook, class... Number>
    void notify(quiet_trainer& t, ctnn::logs& l, Number... n) {
        std::visit([&](auto& c) { ctnn::detail::notify<Hook>(c, t, l, n...); }, one);
    }
    void on_train_begin(quiet_trainer& t, ctnn::logs& l) { notify<ctnn::detail::on_train_begin_hook>(t, l); }
    void on_train_end(quiet_trainer& t, ctnn::logs& l) { notify<ctnn::detail::on_train_end_hook>(t, l); }
    void on_epoch_begin(quiet_trainer& t, int e, ctnn::logs& l) { notify<ctnn::detail::on_epoch_begin_hook>(t, l, e); }
    void on_epoch_end(quiet_trainer& t, int e, ctnn::logs& l) { notify<ctnn::detail::on_epoch_end_hook>(t, l, e); }
    void on_train_batch_end(quiet_trainer& t, int b, ctnn::logs& l) {
        notify<ctnn::detail::on_train_batch_end_hook>(t, l, b);
    }
};

std::string read(const std::filesystem::path& path) {
    std::ifstream file(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), {}};
}

void check_history(const ctnn::History& history, const json& c) {
    REQUIRE(history.history.size() == c["history"].size());
    std::size_t i = 0;
    for (const auto& [name, values] : history.history) {
        const auto& expected = c["history"][i++];
        REQUIRE(name == expected[0].get<std::string>());
        REQUIRE(values.size() == expected[1].size());
        for (std::size_t k = 0; k < values.size(); ++k) {
            const double v = number_of(expected[1][k]);
            CHECK((values[k] == v || (v != v && values[k] != values[k])));
        }
    }
    CHECK(history.epoch == c["history_epoch"].get<std::vector<int>>());
}

TEST_CASE("callbacks decide what Keras' decide") {
    const auto folder = std::filesystem::temp_directory_path() / ("ctnn_callbacks_" + std::to_string(std::rand()));
    int cases = 0;
    for (const auto& c : golden("decisions.json")) {
        CAPTURE(c["name"].get<std::string>());
        std::filesystem::create_directories(folder);
        const auto before = std::filesystem::current_path();
        std::filesystem::current_path(folder); // checkpoints make folders
        quiet_trainer trainer;
        trainer.learning_rate(c["learning_rate"]);
        std::vector<any_callback> all;
        for (const auto& spec : c["callbacks"]) all.emplace_back(spec, folder);
        ctnn::History history;
        ctnn::logs l;
        for (auto& one : all) one.on_train_begin(trainer, l);
        history.on_train_begin();
        CHECK(trainer.printed == c["begin"].get<std::string>());
        int epoch = 0;
        for (const auto& e : c["epochs"]) {
            CAPTURE(epoch);
            trainer.printed.clear(), trainer.saved.clear(), trainer.warnings.clear();
            for (auto& one : all) one.on_epoch_begin(trainer, epoch, l);
            int batch = 0;
            for (const auto& b : e.value("batches", json::array())) {
                ctnn::logs numbers = logs_of(b);
                for (auto& one : all) one.on_train_batch_end(trainer, batch, numbers);
                ++batch;
                if (trainer.stop_training) break;
            }
            std::fill(trainer.values.begin(), trainer.values.end(), float(epoch + 1));
            ctnn::logs numbers = logs_of(e["logs"]);
            numbers.sort();
            for (auto& one : all) one.on_epoch_end(trainer, epoch, numbers);
            history.on_epoch_end(epoch, numbers);
            CHECK(trainer.printed == e.value("printed", ""));
            CHECK(trainer.stop_training == e.value("stop", false));
            CHECK(trainer.learning_rate() == e["learning_rate"].get<double>());
            CHECK(trainer.warnings == e.value("warnings", std::vector<std::string>()));
            const auto saved = e.value("saved", json::array());
            REQUIRE(trainer.saved.size() == saved.size());
            for (std::size_t i = 0; i < saved.size(); ++i) {
                CHECK(trainer.saved[i].first == saved[i][0].get<std::string>());
                CHECK(trainer.saved[i].second == saved[i][1].get<std::string>());
            }
            ++epoch;
        }
        trainer.printed.clear();
        for (auto& one : all) one.on_train_end(trainer, l);
        CHECK(trainer.printed == c["end"].get<std::string>());
        CHECK(trainer.values[0] == c["weights"].get<float>());
        check_history(history, c);
        for (const auto& [name, text] : c["files"].items()) CHECK(read(folder / name) == text.get<std::string>());
        std::filesystem::current_path(before);
        std::filesystem::remove_all(folder);
        ++cases;
    }
    CHECK(cases > 60);
}

} // namespace
