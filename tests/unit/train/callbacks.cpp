// Callbacks as users write them: by keywords, alone or several, their own, their mistakes.
#include "trainer_for_tests.hpp"
#include <ctnn/train/callbacks.hpp>
#include <doctest/doctest.h>
#include <filesystem>
#include <fstream>
#include <stdexcept>

using namespace ctnn;
using namespace ctnn::literals;

namespace {

/// Five epochs of two batches, as fit goes through them; the loss of every epoch is given.
template<class Callbacks>
History run(quiet_trainer& trainer, Callbacks callbacks, std::vector<double> losses, int verbose = 0) {
    History history;
    auto list = detail::fit_callbacks(std::move(callbacks), history);
    list.set_params({verbose, int(losses.size()), 2});
    list.on_train_begin(trainer, {});
    for (int epoch = 0; epoch < int(losses.size()) && !trainer.stop_training; ++epoch) {
        list.on_epoch_begin(trainer, epoch, {});
        for (int b = 0; b < 2; ++b) {
            list.on_train_batch_begin(trainer, b, {});
            list.on_train_batch_end(trainer, b, {{"loss", losses[std::size_t(epoch)]}});
        }
        std::fill(trainer.values.begin(), trainer.values.end(), float(epoch + 1));
        list.on_epoch_end(trainer, epoch, {{"val_loss", losses[std::size_t(epoch)]}, {"loss", 0.5}});
    }
    list.on_train_end(trainer, {});
    return history;
}

std::string message_of(auto f) {
    try {
        f();
    } catch (const std::invalid_argument& e) { return e.what(); }
    return "";
}

} // namespace

TEST_CASE("callbacks are configured by Keras' keywords") {
    const auto stop = EarlyStopping(monitor = "val_accuracy", min_delta = 0.01, patience = 3, verbose = 1, mode = "max",
                                    baseline = 0.5, restore_best_weights = true_c, start_from_epoch = 2_c);
    CHECK(stop.monitor == "val_accuracy");
    CHECK(stop.min_delta == 0.01);
    CHECK(stop.patience == 3);
    CHECK(stop.mode == "max");
    CHECK(stop.baseline == 0.5);
    CHECK(stop.restore_best_weights);
    CHECK(stop.start_from_epoch == 2);
    CHECK_FALSE(EarlyStopping(baseline = None).baseline);
    CHECK(EarlyStopping("loss").monitor == "loss"); // by position

    const std::string folder = "runs/of today"; // a path that is known at run time alone
    auto save =
        ModelCheckpoint(filepath = folder + "/{epoch:02d}.weights.h5", save_weights_only = true, save_freq = 10);
    CHECK(save.filepath == "runs/of today/{epoch:02d}.weights.h5");
    CHECK(save.save_freq == save_frequency{10});
    CHECK(ModelCheckpoint("a.keras", save_freq = "epoch").save_freq == save_frequency{});
    CHECK(ModelCheckpoint(std::filesystem::path("a.keras")).filepath == "a.keras");

    const auto plateau = ReduceLROnPlateau(factor = 0.5_c, patience = 2_c, min_lr = 1e-5, cooldown = 1);
    CHECK(plateau.factor == 0.5);
    CHECK(plateau.min_lr == 1e-5);
    CHECK(CSVLogger("log.csv", separator = ";", append = true).separator == ";");
    CHECK(TerminateOnNaN(raise_error = true).raise_error);
    CHECK(LearningRateScheduler([](int, double lr) { return lr; }, verbose = 1).verbose == 1);
    CHECK(LearningRateScheduler(schedule = [](int) { return 0.1f; }).verbose == 0);
}

TEST_CASE("one callback or a tuple of them, copies or references") {
    quiet_trainer trainer;
    auto history = run(trainer, EarlyStopping(patience = 1), {0.5, 0.4, 0.45, 0.3});
    CHECK(trainer.stop_training);
    CHECK(history.epoch == std::vector{0, 1, 2});
    CHECK(history.history["val_loss"] == std::vector{0.5, 0.4, 0.45});
    CHECK(history.history.keys() == std::vector<std::string>{"loss", "val_loss"});

    quiet_trainer second;
    auto stop = EarlyStopping(patience = 1, restore_best_weights = true);
    history = run(second, tuple(std::ref(stop), ReduceLROnPlateau(patience = 1)), {0.5, 0.4, 0.45, 0.3});
    CHECK(stop.stopped_epoch == 2);
    CHECK(stop.best_epoch == 1);
    CHECK(second.values == std::vector<float>{2, 2, 2});
    CHECK(second.changes == 1);
    CHECK(history.history.keys() == std::vector<std::string>{"loss", "val_loss", "learning_rate"});

    quiet_trainer third;
    CHECK(run(third, std::tuple<>(), {0.5, 0.4}).epoch.size() == 2);
}

namespace {

struct everything {
    std::vector<std::string> calls;
    void on_train_begin() { calls.push_back("on_train_begin"); }
    void on_train_end(const logs&) { calls.push_back("on_train_end"); }
    void on_epoch_begin(int epoch) { calls.push_back("on_epoch_begin " + std::to_string(epoch)); }
    void on_epoch_end(auto& trainer, int epoch, logs& l) {
        calls.push_back("on_epoch_end " + std::to_string(epoch));
        l.set("mine", 7);
        trainer.learning_rate(0.25);
    }
    void on_train_batch_end(int batch, const logs& l) {
        calls.push_back("on_train_batch_end " + std::to_string(batch) + " " + std::to_string(int(l["loss"])));
    }
};

} // namespace

TEST_CASE("a callback of the user's own is a type with any of Keras' members") {
    quiet_trainer trainer;
    everything own;
    const auto history = run(trainer, std::ref(own), {3, 4});
    CHECK(own.calls == std::vector<std::string>{"on_train_begin", "on_epoch_begin 0", "on_train_batch_end 0 3",
                                                "on_train_batch_end 1 3", "on_epoch_end 0", "on_epoch_begin 1",
                                                "on_train_batch_end 0 4", "on_train_batch_end 1 4", "on_epoch_end 1",
                                                "on_train_end"});
    CHECK(history.history["mine"] == std::vector<double>{7, 7});
    CHECK(trainer.learning_rate() == 0.25);
    static_assert(detail::is_callback<everything>);
    static_assert(!detail::is_callback<int>);
    static_assert(!detail::is_callback<std::string>);
}

TEST_CASE("LambdaCallback takes functions by their names") {
    quiet_trainer trainer;
    int batches = 0;
    double last = 0;
    bool began = false;
    run(trainer,
        tuple(LambdaCallback(
                  on_epoch_end = [&](int, const logs& l) { last = l["val_loss"]; },
                  on_train_batch_end = [&](int) { ++batches; }),
              LambdaCallback(
                  on_train_begin = [&](auto& t) { began = !t.stop_training; },
                  on_epoch_begin = [&](auto& t, int epoch) { t.learning_rate(epoch); })),
        {0.5, 0.25});
    CHECK(batches == 4);
    CHECK(last == 0.25);
    CHECK(began);
    CHECK(trainer.learning_rate() == 1);
}

TEST_CASE("fit's progress bar is there unless there is one, and silent when verbose is 0") {
    quiet_trainer trainer;
    run(trainer, std::tuple<>(), {0.5});
    CHECK(trainer.printed.empty());
    run(trainer, std::tuple<>(), {0.5, 0.25}, 2);
    CHECK(trainer.printed.starts_with("Epoch 1/2\n2/2 - 0s - "));
    CHECK(trainer.printed.ends_with("/step - loss: 0.5000 - val_loss: 0.2500\n"));
    quiet_trainer second;
    run(second, ProgbarLogger(steady_seconds(), false), {0.5}, 1);
    CHECK(second.printed.starts_with("2/2 ━━━━━━━━━━━━━━━━━━━━ 0s "));
    CHECK(std::count(second.printed.begin(), second.printed.end(), '\n') == 1);
}

TEST_CASE("a checkpoint makes its folder; the best of batches is known before an epoch has ended") {
    const auto folder = std::filesystem::temp_directory_path() / ("ctnn_checkpoint_" + std::to_string(std::rand()));
    quiet_trainer trainer;
    run(trainer, ModelCheckpoint(folder / "a/{epoch}.keras"), {0.5, 0.25});
    CHECK(std::filesystem::is_directory(folder / "a"));
    REQUIRE(trainer.saved.size() == 2);
    CHECK(trainer.saved[1].second == (folder / "a/2.keras").string());
    std::filesystem::remove_all(folder);

    quiet_trainer second;
    run(second, ModelCheckpoint("a.keras", monitor = "loss", save_best_only = true, save_freq = 1), {0.5, 0.25, 0.3});
    CHECK(second.saved.size() == 2); // (a TypeError in Keras)
}

TEST_CASE("SwapEMAWeights evaluates with the average") {
    quiet_trainer trainer;
    auto list = detail::list_callbacks(SwapEMAWeights());
    list.on_test_begin(trainer, {});
    CHECK(trainer.swaps == 1);
    list.on_test_end(trainer, {});
    CHECK(trainer.swaps == 2);
    run(trainer, SwapEMAWeights(swap_on_epoch = true), {0.5, 0.25});
    CHECK(trainer.swaps == 5); // end of epoch 1, begin and end of epoch 2
    CHECK(trainer.finalized == 1);
}

namespace {

/// Its state is one number, the file is that number as text.
struct stateful_trainer : quiet_trainer {
    int first = 0, state = 0;
    void initial_epoch(int n) { first = n; }
    void save_state(std::string_view path) { std::ofstream(std::string(path)) << state; }
    void load_state(std::string_view path) { std::ifstream(std::string(path)) >> state; }

    /// Trains `epochs` epochs of three batches, each adds 1; returns early, as if killed, in one of them.
    template<class C>
    void train(C callback, int epochs, int killed_in = -1) {
        auto list = detail::list_callbacks(callback);
        first = 0;
        list.on_train_begin(*this, {});
        for (int e = first; e < epochs; ++e) {
            list.on_epoch_begin(*this, e, {});
            for (int b = 0; b < 3; ++b) {
                ++state;
                list.on_train_batch_end(*this, b, {});
                if (e == killed_in && b == 1) return;
            }
            list.on_epoch_end(*this, e, {});
        }
        list.on_train_end(*this, {});
    }
};

} // namespace

TEST_CASE("a training that was killed goes on at the epoch that had not ended") {
    const auto folder = std::filesystem::temp_directory_path() / ("ctnn_backup_" + std::to_string(std::rand()));
    const auto backup = BackupAndRestore(folder / "run");
    stateful_trainer killed;
    killed.train(backup, 12, 10);
    CHECK(killed.state == 32);
    CHECK(std::filesystem::exists(folder / "run/after-epoch-10.state"));
    CHECK(std::distance(std::filesystem::directory_iterator(folder / "run"), std::filesystem::directory_iterator()) ==
          1);
    std::ofstream(folder / "run/after-epoch-9.state") << 27; // killed before the older one was deleted
    std::ofstream(folder / "run/after-epoch-11.state.123.part") << 5;
    stateful_trainer again;
    again.train(backup, 12);
    CHECK(again.first == 10);
    CHECK(again.state == 36);
    CHECK_FALSE(std::filesystem::exists(folder / "run/after-epoch-12.state"));
    std::filesystem::remove_all(folder);

    stateful_trainer kept;
    kept.train(BackupAndRestore(folder, delete_checkpoint = false), 2);
    CHECK(std::filesystem::exists(folder / "after-epoch-2.state"));
    std::filesystem::remove_all(folder);

    stateful_trainer by_batches; // as in Keras, the epoch begins anew with the weights that were saved in it
    by_batches.train(BackupAndRestore(folder, save_freq = 2), 3, 1);
    by_batches.train(BackupAndRestore(folder, save_freq = 2), 3);
    CHECK(by_batches.first == 1);
    CHECK(by_batches.state == 10);
    CHECK_FALSE(std::filesystem::exists(folder));
    CHECK(message_of([&] { kept.train(BackupAndRestore(""), 2); }) ==
          "BackupAndRestore: backup_dir must be a folder's path, got ''");
}

TEST_CASE("mistakes of callbacks are sentences") {
    quiet_trainer t;
    const auto says = [&](auto callbacks) { return message_of([&] { run(t, callbacks, {0.5, 0.25}); }); };
    CHECK(says(EarlyStopping(monitor = "val_loss", mode = "minimum")) ==
          "EarlyStopping: mode must be auto, min or max, got 'minimum'");
    CHECK(says(EarlyStopping(monitor = "val_fun")) ==
          "EarlyStopping: no 'val_fun' is measured, there are loss, val_loss");
    CHECK(
        message_of([&] {
            EarlyStopping(monitor = "val_fun").on_epoch_end(t, 0, {{"accuracy", 1}, {"loss", 2}});
        }) ==
        "EarlyStopping: no 'val_fun' is measured, there are accuracy, loss; hint: validation_data or validation_split "
        "measures those that begin with val_");
    CHECK(message_of([&] {
              EarlyStopping(monitor = "val_fun").on_epoch_end(t, 0, {{"val_fun", 1}});
          }) == "EarlyStopping: whether 'val_fun' should become larger or smaller is "
                "not known; hint: mode = \"max\" or mode = \"min\"");
    CHECK(says(ReduceLROnPlateau(factor = 1.5)) ==
          "ReduceLROnPlateau: factor must be less than 1, got 1.5; hint: factor = 0.1");
    CHECK(says(ModelCheckpoint("a.npz")) == "ModelCheckpoint: filepath must end in .keras, got 'a.npz'");
    CHECK(says(ModelCheckpoint("a.keras", save_weights_only = true)) ==
          "ModelCheckpoint: filepath must end in .weights.h5, got 'a.keras'");
    CHECK(says(ModelCheckpoint("a.keras", save_freq = "batch")) ==
          "ModelCheckpoint: save_freq takes \"epoch\" or a number of batches, for example 100");
    CHECK(
        says(ModelCheckpoint("{val_mae}.keras")) ==
        "ModelCheckpoint: '{val_mae}.keras' cannot be filled in: there is no val_mae; there are epoch, loss, val_loss; "
        "hint: {epoch:02d}-{loss:.2f}");
    CHECK(says(ModelCheckpoint("{loss:02d}.keras")).find("Python has no such format: loss:02d") != std::string::npos);
    CHECK(says(ModelCheckpoint("{loss.keras")).find("a '{' is never closed") != std::string::npos);
    CHECK(says(ModelCheckpoint("loss}.keras")).find("a '}' is alone") != std::string::npos);
    CHECK(says(CSVLogger("no/such/folder.csv")) ==
          "CSVLogger: 'no/such/folder.csv' cannot be written; hint: its folder must exist and be writable");
    CHECK(message_of([&] { run(t, TerminateOnNaN(raise_error = true), {__builtin_nan("")}); }) ==
          "NaN or Inf loss encountered at batch 0. Loss value: nan. Terminating training immediately.");
}

TEST_CASE("what is wrong with callbacks' types is a sentence of the compiler's") {
    using factory = std::remove_const_t<decltype(EarlyStopping)>;
    CHECK(detail::callbacks_mistake<factory>::value.view() ==
          "callbacks: number 1 is EarlyStopping without its arguments; hint: EarlyStopping()");
    CHECK(detail::callbacks_mistake<everything, int>::value.view() ==
          "callbacks: number 2 has none of Keras' members (on_epoch_end, on_train_batch_end...); hint: callbacks = "
          "EarlyStopping(patience = 3), or tuple(...) of several");
    CHECK(detail::hook_mistake<detail::on_epoch_end_hook, true>::value.view() ==
          "callbacks: on_epoch_end takes (auto& trainer, int epoch, ctnn::logs& logs) or (int epoch, const ctnn::logs& "
          "logs), "
          "or these without the logs");
    CHECK(detail::configured_mistake<early_stopping, argument<keyword<"patience">, double>>::value.view() ==
          "EarlyStopping: patience takes a whole number, for example 4_c");
    CHECK(detail::configured_mistake<early_stopping, argument<keyword<"min_delta">, bool>>::value.view() ==
          "EarlyStopping: min_delta takes a number, for example 0.5_c");
    CHECK(detail::configured_mistake<early_stopping, argument<keyword<"monitor">, int>>::value.view() ==
          "EarlyStopping: monitor takes a string, for example \"val_loss\"");
    CHECK(detail::configured_mistake<model_checkpoint>::value.view() == "ModelCheckpoint needs filepath");
}
