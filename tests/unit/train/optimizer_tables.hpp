/// An optimizer against what real Keras computes in 20 steps: weights and state, in float32 and float64.
#pragma once
#include "golden_tables.hpp"
#include <ctnn/train/optimizer.hpp>
#include <ctnn/train/optimizers.hpp>
#include <doctest/doctest.h>

namespace test {

using namespace ctnn;

struct weight_of_table {
    const char* path;
    extents shape;
};
inline const weight_of_table table_weights[] = {{"a/bias", extents(1)},
                                                {"b/bias", extents(7)},
                                                {"c/bias", extents(17)},
                                                {"d/kernel", extents(3, 5)},
                                                {"e/kernel", extents(3, 3, 4, 8)}};

inline const io::npz& table() {
    static const io::npz all = optimizer_table("optimizers.npz");
    return all;
}

/// NaN everywhere, as memory may be before `start`.
template<class Real>
std::vector<Real> memory(std::size_t n) {
    return std::vector<Real>(n, std::numeric_limits<Real>::quiet_NaN());
}

template<class Real, class Optimizer>
void follow(const std::string& name, const Optimizer& optimizer, double absolute, double relative) {
    CAPTURE(name);
    REQUIRE(detail::optimizer_mistake(optimizer).empty());
    const auto first = table()["weights"].template as<float>(), gradients = table()["gradients"].template as<float>();
    std::vector<Real> values(first.begin(), first.end()), gradient(first.size());
    std::vector<trained_weight<Real>> weights;
    std::size_t at = 0;
    for (const auto& [path, shape] : table_weights) {
        trained_weight<Real> w;
        w.value = values.data() + at, w.gradient = gradient.data() + at, w.shape = shape, w.path = path;
        if (name == "sgd_constrained") {
            if (w.path == "c/bias") w.bound = UnitNorm();
            if (w.path == "d/kernel") w.bound = MaxNorm(0.8);
            if (w.path == "e/kernel") w.bound = NonNeg();
        }
        weights.push_back(w);
        at += shape.size();
    }
    optimizer_run<Optimizer, Real> run(optimizer);
    auto state = memory<Real>(run.state_elements(weights)), scratch = memory<Real>(run.scratch_elements(weights));
    run.start(weights, state.data());
    for (std::size_t step = 0; step < 20; ++step) {
        for (std::size_t i = 0; i < gradient.size(); ++i) gradient[i] = Real(gradients[step * gradient.size() + i]);
        run.apply(weights, scratch.data());
    }
    std::vector<Real> kept;
    std::string names;
    run.each_variable(weights, [&](const optimizer_variable<Real>& v) {
        names.append(names.empty() ? "" : "\n").append(v.path.view()).append(" (");
        for (int i = 0; i < v.shape.rank; ++i) names.append(i ? ", " : "").append(std::to_string(v.shape[i]));
        names += v.shape.rank == 1 ? ",)" : ")";
        if (v.steps) kept.push_back(Real(*v.steps));
        if (v.data) kept.insert(kept.end(), v.data, v.data + v.shape.size());
    });
    const auto text = table()[name + "/names"].template as<std::uint8_t>();
    CHECK(names == std::string(text.begin(), text.end()));
    const std::string of = name + number_name<Real>;
    const double w = worst(values, table()[of + "/weights"].template as<Real>(), absolute, relative),
                 s = worst(kept, table()[of + "/variables"].template as<Real>(), absolute, relative);
    CHECK(w <= 1);
    CHECK(s <= 1);
}

/// `noise`: how much more than 1e-6 + 1e-5 |b| the numbers may be off in float32.
template<class Optimizer>
void follow(const std::string& name, const Optimizer& optimizer, double noise = 1) {
    follow<float>(name, optimizer, noise * 1e-6, noise * 1e-5);
    follow<double>(name, optimizer, 1e-13, 1e-12);
}

} // namespace test
