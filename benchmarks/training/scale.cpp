/// Training and predicting with more data than anyone would copy: sequences of 31 codes below 25 in a memory-mapped .npy
/// file, as (31, 1), to an LSTM and a softmax that says which code comes next.
///
///     scale make FILE N           writes FILE_x.npy (N, 31) and FILE_y.npy (N), int32
///     scale run FILE BATCH CORE   an epoch of fit, then predictions of all: prints the loss, seconds of both, and the
///                                 most private memory that the process had, MB, without the files' pages
#include "arguments.hpp"
#include <chrono>
#include <cstdint>
#include <cstdio>
#include <ctnn/io/mapped_npy.hpp>
#include <ctnn/train.hpp>
#include <fstream>
#include <iostream>
#include <random>
#include <string>

namespace {

using namespace ctnn;
using namespace ctnn::literals;

constexpr int steps = 31, codes = 25;
constexpr auto net = Sequential(LSTM(32_c, input_shape = shape<31, 1>), Dense(25_c, activation = softmax));

/// The head of a .npy file of version 1.0: 128 bytes.
void write_head(std::ofstream& out, const std::string& shape) {
    std::string head = "{'descr': '<i4', 'fortran_order': False, 'shape': " + shape + ", }";
    head.resize(117, ' ');
    out.write("\x93NUMPY\x01\x00\x76\x00", 10) << head << '\n';
}

/// A sequence goes up by its own step, and in one place of ten by chance.
void make(const std::string& file, long n) {
    std::ofstream x(file + "_x.npy", std::ios::binary), y(file + "_y.npy", std::ios::binary);
    write_head(x, "(" + std::to_string(n) + ", 31)");
    write_head(y, "(" + std::to_string(n) + ",)");
    std::mt19937 random(5);
    for (long i = 0; i < n; ++i) {
        std::int32_t sequence[steps + 1];
        const auto step = std::int32_t(random() % 5);
        for (int t = 0; t <= steps; ++t)
            sequence[t] = t == 0 || random() % 10 == 0 ? std::int32_t(random() % codes) : (sequence[t - 1] + step) % codes;
        x.write(reinterpret_cast<const char*>(sequence), steps * sizeof *sequence);
        y.write(reinterpret_cast<const char*>(sequence + steps), sizeof *sequence);
    }
    if (!x.flush() || !y.flush()) throw std::runtime_error(file + "_x.npy cannot be written");
}

/// Memory that is this process' own, MB: all of smaps but what belongs to the data's files.
double private_megabytes() {
    std::ifstream maps("/proc/self/smaps");
    double all = 0;
    bool ours = true;
    for (std::string line; std::getline(maps, line);) {
        if (line.find(" kB") == line.npos && line.find('-') != line.npos) ours = !line.ends_with(".npy");
        if (ours && line.starts_with("Private_")) all += std::stod(line.substr(line.find(':') + 1)) / 1024;
    }
    return all;
}
double seconds() {
    return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch()).count();
}

void run(const std::string& file, int batch) {
    const mapped_array x = map_npy(file + "_x.npy"), y = map_npy(file + "_y.npy");
    auto model = net.build(seed = 42);
    auto trainer = compile(model, optimizer = adam, loss = sparse_categorical_crossentropy);
    double most = 0;
    const auto watch = [&] { most = std::max(most, private_megabytes()); };
    double start = seconds();
    const History history = trainer.fit(x, y, batch_size = batch, verbose = 0);
    const double fit_seconds = seconds() - start;
    watch();

    start = seconds();
    const sample_view samples = x.samples();
    std::vector<tensor<float, 31, 1>> in(std::size_t(batch), tensor<float, 31, 1>{});
    std::vector<tensor<float, 25>> out(in.size());
    workspace work = model.batch_workspace();
    long right = 0; // predictions are used as they come
    for (std::size_t i = 0; i < samples.size(); i += in.size()) {
        const std::size_t n = std::min(in.size(), samples.size() - i);
        for (std::size_t k = 0; k < n; ++k) samples.copy(i + k, 1, in[k].data());
        model.predict(std::span(in).first(n), work, ctnn::out = std::span(out).first(n));
        for (std::size_t k = 0; k < n; ++k) {
            float code;
            y.samples().copy(i + k, 1, &code);
            right += std::max_element(out[k].begin(), out[k].end()) - out[k].begin() == long(code);
        }
    }
    const double predict_seconds = seconds() - start;
    watch();
    std::printf("{\"loss\": %.6f, \"accuracy\": %.6f, \"fit\": %.4f, \"predict\": %.4f, \"private_MB\": %.1f}\n",
                history.history["loss"].back(), double(right) / double(samples.size()), fit_seconds, predict_seconds, most);
}

} // namespace

int main(int argc, char** argv) {
    try {
        const std::string what = argc > 3 ? argv[1] : "";
        if (what == "make")
            make(argv[2], std::stol(argv[3]));
        else if (what == "run" && argc == 5) {
            bench::run_on(std::stoi(argv[4]));
            run(argv[2], std::stoi(argv[3]));
        } else
            throw std::runtime_error("make FILE N, or run FILE BATCH CORE");
    } catch (const std::exception& e) {
        std::cerr << "scale: " << e.what() << '\n';
        return 1;
    }
}
