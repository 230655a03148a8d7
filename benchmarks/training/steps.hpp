/// The steps of one network's training, run as benchmarks/training/run.py says through pipes:
///
///     {"version": "...", "macs": N, "losses": [...], "contestants": [...]}    what this program writes first
///     0 12                                                                    the driver: contestant 0, 12 steps
///     401.5 88.1                             microseconds of one of them; the FMA rate, billions of multiply-adds
///
/// losses: those of the first steps of train_on_batch, from the weights that --data holds. Then the learning rate is
/// lowered until steps hardly change the weights, so that every step that is timed has the same work to do: data that a
/// network knows by heart has gradients too small for normal numbers.
#pragma once
#include "arguments.hpp"
#include "calibrate.hpp"
#include "clock.hpp"
#include <algorithm>
#include <cstdio>
#include <ctnn/io/mapped_npy.hpp>
#include <ctnn/io/weights.hpp>
#include <ctnn/train.hpp>
#include <iostream>
#include <random>
#include <span>

namespace bench {

inline constexpr int batch = 64, checked_steps = 10, batches_in_epoch = 16;

/// (copies * batch, elements): the same batch again and again, from a file or random.
inline std::vector<float> training_data(const std::filesystem::path& file, std::size_t elements, bool one_hot) {
    std::vector<float> all(batches_in_epoch * batch * elements);
    const std::size_t size = batch * elements;
    if (!file.empty()) {
        const auto mapped = ctnn::map_npy(file);
        const auto samples = mapped.samples();
        if (samples.size() != batch || samples.elements() != elements)
            throw std::runtime_error(file.string() + " is of another network");
        samples.copy(0, batch, all.data());
    } else {
        std::mt19937 random(7);
        std::normal_distribution<float> normal;
        if (one_hot)
            for (std::size_t i = 0; i < batch; ++i) all[i * elements + random() % elements] = 1;
        else
            std::generate_n(all.begin(), size, [&] { return normal(random); });
    }
    for (std::size_t at = size; at < all.size(); at += size) std::copy_n(all.begin(), size, all.data() + at);
    return all;
}

template<class Net, class Model, class Trainer>
void serve(const Net& net, Model& model, Trainer& trainer, const arguments& a) {
    const auto in = [&](const char* name) { return a.data.empty() ? a.data : a.data / name; };
    const std::vector<float> x = training_data(in("x.npy"), std::size_t(Net::input_shape.size()), false),
                             y = training_data(in("y.npy"), std::size_t(Net::output_shape.size()), true);
    const std::span<const float> x_one(x.data(), x.size() / batches_in_epoch),
        y_one(y.data(), y.size() / batches_in_epoch);
    if (!a.data.empty()) model.load_weights((a.data / "network.weights.h5").string());

    std::printf("{\"version\": \"ctnn %s, %s, %s\", \"macs\": %lld, \"losses\": [", BENCHMARK_VERSION, BENCHMARK_COMPILER,
                BENCHMARK_FLAGS, (long long)(net.macs));
    for (int i = 0; i < checked_steps; ++i)
        std::printf("%s%.9g", i ? ", " : "", double(trainer.train_on_batch(x_one, y_one)));
    std::puts("], \"contestants\": [\"ctnn fit\", \"ctnn train_on_batch\"]}");
    std::fflush(stdout);

    trainer.learning_rate(1e-6);
    for (int which = 0, steps = 0; std::cin >> which >> steps;) {
        const double fma = fma_rate();
        const auto run = [&](int n) {
            using namespace ctnn;
            if (which == 0)
                trainer.fit(x, y, batch_size = batch, epochs = std::max(1, n / batches_in_epoch),
                            steps_per_epoch = std::min(n, batches_in_epoch), shuffle = false, verbose = 0);
            else
                for (int i = 0; i < n; ++i) trainer.train_on_batch(x_one, y_one);
        };
        if (which == 0 && steps > batches_in_epoch) steps -= steps % batches_in_epoch;
        const double start = process_seconds();
        run(steps);
        std::printf("%.9g %.9g\n", (process_seconds() - start) / steps * 1e6, fma);
        std::fflush(stdout);
    }
}

} // namespace bench
