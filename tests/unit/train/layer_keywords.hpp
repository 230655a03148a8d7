// What Keras recorded of networks with regularizers and constraints (tests/golden/training/make_keywords.py), done again.
#pragma once
#include "trajectory.hpp"
#include <ctnn/train/keywords.hpp>

inline void near(double got, float expected) {
    INFO(got, " for ", expected);
    CHECK(std::abs(got - double(expected)) <= 1e-5 + 1e-4 * std::abs(double(expected)));
}

/// Steps and weights as check_trajectory does, then evaluate.
template<class Model, class Trainer>
void check_keywords(const std::string& name, Model& model, Trainer& trainer, std::size_t batch) {
    check_trajectory(name, model, trainer, batch);
    CAPTURE(name);
    const auto file = ctnn::io::read_npz("../tests/golden/training/" + name + ".npz");
    const auto numbers = [&](const char* entry) { return file[entry].template as<float>(); };
    const auto x = numbers("x"), y = numbers("y");
    using namespace ctnn;
    near(trainer.evaluate(x, y, batch_size = 8, verbose = 0), numbers("evaluate")[0]);
}
