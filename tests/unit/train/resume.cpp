// A training that was killed goes on as if it had not been.
#include <csignal>
#include <cstdlib>
#include <ctnn/train.hpp>
#include <doctest/doctest.h>
#include <filesystem>
#include <fstream>
#include <sys/wait.h>
#include <unistd.h>

using namespace ctnn;
using namespace ctnn::literals;

namespace {

constexpr auto net = Sequential(Dense(5_c, activation = relu, input_shape = shape<3>), Dropout(0.2_c), Dense(1_c));

/// Kills the process in the middle of an epoch.
struct kill_in_epoch {
    int epoch;
    int now = -1;
    void on_epoch_begin(int e) { now = e; }
    void on_train_batch_end(int batch) {
        if (now == epoch && batch == 2) std::raise(SIGKILL);
    }
};

std::vector<float> samples(int n, float factor) {
    std::vector<float> v(std::size_t(n), 0.f);
    for (std::size_t i = 0; i < v.size(); ++i) v[i] = factor * float(int(i * 37 % 19) - 9);
    return v;
}

template<class... Callbacks>
std::vector<float> train(Callbacks... callback) {
    auto model = net.build(seed = 7);
    auto trainer = compile(model, optimizer = Adam(0.02), loss = mse);
    trainer.fit(samples(120, 0.1f), samples(40, 0.2f), batch_size = 8, epochs = 5, verbose = 0, seed = 3,
                callbacks = std::tuple(callback...));
    const auto w = trainer.weights();
    return {w.begin(), w.end()};
}

} // namespace

TEST_CASE("A training that was killed ends with the same weights as one that was not") {
    const auto folder = std::filesystem::temp_directory_path() / ("ctnn-resume-" + std::to_string(getpid()));
    std::filesystem::remove_all(folder);
    const auto backup = BackupAndRestore(backup_dir = folder.string());
    const std::vector<float> expected = train();
    const pid_t child = fork();
    REQUIRE(child >= 0);
    if (child == 0) {
        train(kill_in_epoch{3}, backup);
        _exit(0);
    }
    int status = 0;
    waitpid(child, &status, 0);
    REQUIRE(WIFSIGNALED(status));
    CHECK(!std::filesystem::is_empty(folder));
    CHECK(train(backup) == expected);
    CHECK(!std::filesystem::exists(folder));
}

TEST_CASE("A state that does not fit, or is damaged, is refused and changes nothing") {
    const auto file = (std::filesystem::temp_directory_path() / ("ctnn-state-" + std::to_string(getpid()))).string();
    auto model = net.build(seed = 7);
    auto trainer = compile(model, optimizer = adam, loss = mse);
    trainer.save_state(file);
    auto other = compile(model, optimizer = sgd, loss = mse);
    const std::vector<float> before(trainer.weights().begin(), trainer.weights().end());
    CHECK_THROWS_WITH(other.load_state(file),
                      (file + ": is the state of another network or optimizer; hint: compile the same model with the same optimizer").c_str());
    std::filesystem::resize_file(file, std::filesystem::file_size(file) - 5);
    CHECK_THROWS_WITH(trainer.load_state(file), (file + ": is damaged; hint: delete it to begin anew").c_str());
    std::ofstream(file) << "something else";
    CHECK_THROWS_WITH(trainer.load_state(file), (file + ": is no state of a training; hint: a file that save_state wrote").c_str());
    std::filesystem::remove(file);
    CHECK_THROWS_WITH(trainer.load_state(file), (file + ": cannot be opened; hint: a state that save_state wrote").c_str());
    CHECK(before == std::vector<float>(trainer.weights().begin(), trainer.weights().end()));
}
