// Steps that Keras recorded (tests/golden/training/make.py), made again.
#pragma once
#include <algorithm>
#include <cmath>
#include <ctnn/io/npz.hpp>
#include <doctest/doctest.h>
#include <string>
#include <vector>

/// Begins with the recorded weights, and compares losses and final weights.
template<class Model, class Trainer>
void check_trajectory(const std::string& name, Model& model, Trainer& trainer, std::size_t batch,
                      float tolerance = 1e-4f) {
    CAPTURE(name);
    const auto file = ctnn::io::read_npz("../tests/golden/training/" + name + ".npz");
    const auto numbers = [&](const std::string& entry) { return file[entry].template as<float>(); };
    for (int i = 0; i < Model::weight_count; ++i) {
        const auto w = numbers("w" + std::to_string(i));
        const auto to = model.weight(i);
        REQUIRE(w.size() == to.size());
        std::copy(w.begin(), w.end(), to.begin());
    }
    const auto x = numbers("x"), y = numbers("y"), losses = numbers("loss");
    const std::size_t n = file["x"].shape[0], nx = x.size() / n, ny = y.size() / n;
    std::vector<float> bx(batch * nx), by(batch * ny);
    for (std::size_t s = 0; s < losses.size(); ++s) {
        for (std::size_t k = 0; k < batch; ++k) {
            const std::size_t at = (s * batch + k) % n;
            std::copy_n(x.begin() + long(at * nx), nx, bx.begin() + long(k * nx));
            std::copy_n(y.begin() + long(at * ny), ny, by.begin() + long(k * ny));
        }
        const double loss = trainer.train_on_batch(bx, by), expected = double(losses[s]);
        INFO("step ", s);
        CHECK(std::abs(loss - expected) <= 1e-5 + double(tolerance) * std::abs(expected));
    }
    for (int i = 0; i < Model::weight_count; ++i) {
        const auto f = numbers("f" + std::to_string(i));
        const auto w = model.weight(i);
        float largest = 0, distance = 0;
        for (std::size_t k = 0; k < f.size(); ++k) {
            largest = std::max(largest, std::abs(f[k]));
            distance = std::max(distance, std::abs(f[k] - w[k]));
        }
        INFO("weight ", i, ": largest ", largest, ", distance ", distance);
        CHECK(distance <= tolerance * largest + 1e-6f);
    }
}
