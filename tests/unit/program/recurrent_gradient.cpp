// Backpropagation through time against central differences, in double and for several samples.
#include <ctnn/program/differentiate.hpp>
#include <ctnn/program/interpret_training.hpp>

#include <cmath>
#include <doctest/doctest.h>
#include <vector>

using namespace ctnn;
using ops::function_kind, ops::recurrent_kind, ops::value;

namespace {

constexpr int samples = 3;

struct form {
    recurrent_kind kind;
    int units, steps;
    bool sequence = false, states = false, reverse = false, bias = true;
    int initial = 0;
    bool shared_initial = false; // one state for all samples
    function_kind f = function_kind::tanh, g = function_kind::sigmoid;
    bool kept = false;   // the result is part of what is kept
    bool masked = false; // and what the products have of the states is multiplied by something
    int times = 1;
};

/// x . W + b, the recurrence, and a cotangent: inputs for each sample, weights for all.
struct network {
    ops::builder to;
    std::vector<value> leaves; // what is differentiated
    std::vector<int> inputs, weights;
    value y, cotangent;

    value input(const extents& shape) {
        const value v = ops::input(to, int(inputs.size()), shape);
        to.list[v.index].each_sample = true, to.repeats = true;
        inputs.push_back(v.index);
        return v;
    }
    value weight(const extents& shape) {
        const value v = ops::parameter(to, int(weights.size()), shape);
        weights.push_back(v.index);
        return v;
    }
    value leaf(const value& v) { return leaves.push_back(v), v; }

    explicit network(const form& f) {
        const int n = ops::gates_of(f.kind) * f.units, features = 2;
        const extents one(f.steps, features);
        value x = leaf(input(f.times > 1 ? one.prepend(f.times) : one));
        if (f.times > 1) x = ops::unstack(x);
        value gates = ops::matmul(x, leaf(weight({features, n})));
        if (f.bias) gates = ops::add(gates, leaf(weight(extents(n))));
        const value u = leaf(weight({f.units, n}));
        value bias, initial[2];
        const bool recurrent_bias = f.bias && f.kind == recurrent_kind::gru_reset_after;
        if (recurrent_bias) bias = leaf(weight(extents(n)));
        ops::recurrence r;
        r.initial = f.initial, r.sequence = f.sequence, r.states = f.states;
        for (int i = 0; i < f.initial; ++i)
            initial[i] = leaf(f.shared_initial ? weight(extents(f.units)) : input(extents(f.units)));
        value mask;
        if (f.masked) mask = input({ops::gates_of(f.kind), f.units});
        y = ops::recurrent(f.kind, ops::function_of(f.f), ops::function_of(f.g), f.reverse, r, gates, u,
                           recurrent_bias ? &bias : nullptr, initial);
        if (f.kept) y = ops::keep_states(y, mask);
        cotangent = input(f.times > 1 ? y.shape().prepend(f.times) : y.shape());
        if (f.times > 1) cotangent = ops::unstack(cotangent);
    }
};

using numbers = std::vector<double>;

struct values {
    std::vector<numbers> inputs, weights;

    explicit values(const network& n) {
        const auto fill = [](std::vector<numbers>& to, std::size_t size, double seed) {
            to.emplace_back(size);
            for (std::size_t k = 0; k < size; ++k)
                to.back()[k] = 0.7 * std::sin(seed + 1.7 * double(k) * (1 + 0.01 * double(k)));
        };
        for (int i : n.inputs) fill(inputs, samples * n.to.list[i].out.size(), 1.3 * i);
        for (int i : n.weights) fill(weights, n.to.list[i].out.size(), 2.1 * i);
    }
    numbers& of(const network& n, const value& leaf) {
        for (std::size_t i = 0; i < n.inputs.size(); ++i)
            if (n.inputs[i] == leaf.index) return inputs[i];
        for (std::size_t i = 0;; ++i)
            if (n.weights[i] == leaf.index) return weights[i];
    }
};

std::vector<numbers> run(const network& n, const values& v, const std::vector<int>& results) {
    std::vector<numbers> out;
    std::vector<double*> to;
    for (int r : results) out.emplace_back(detail::elements_for(n.to.list[r], samples), std::nan(""));
    for (auto& o : out) to.push_back(o.data());
    detail::interpret_training<double>([&](int i) -> const ops::op& { return n.to.list[i]; }, n.to.list.size(), samples,
                                       results.data(), int(results.size()),
                                       [&](int i) { return v.weights[std::size_t(i)].data(); },
                                       [&](int i) { return v.inputs[std::size_t(i)].data(); }, to.data());
    return out;
}

/// The largest difference between the gradients and central differences, in units of what is allowed.
double worst(const form& f) {
    network n(f);
    const int forward = n.to.list.size();
    detail::gradients g;
    detail::differentiate(n.y, n.cotangent, g);
    REQUIRE(g.missing == -1);
    values v(n);
    std::vector<int> results;
    for (const value& leaf : n.leaves) {
        REQUIRE(g.of[leaf.index].index >= 0);
        CHECK(g.of[leaf.index].shape() == leaf.shape());
        CHECK(g.of[leaf.index].op().each_sample == leaf.op().each_sample);
        results.push_back(g.of[leaf.index].index);
    }
    const auto gradient = run(n, v, results);
    network alone(f); // the forward pass without gradients
    REQUIRE(alone.to.list.size() == forward);
    const numbers& cotangent = v.inputs.back();
    const auto loss = [&] {
        const numbers y = run(alone, v, {n.y.index})[0];
        double sum = 0;
        for (std::size_t k = 0; k < y.size(); ++k) sum += y[k] * cotangent[k];
        return sum;
    };
    double most = 0;
    for (std::size_t i = 0; i < n.leaves.size(); ++i) {
        numbers& x = v.of(n, n.leaves[i]);
        REQUIRE(gradient[i].size() == x.size());
        const std::size_t stride = x.size() > 60 ? x.size() / 41 + 1 : 1; // of large ones some
        for (std::size_t k = 0; k < x.size(); k += stride) {
            const double was = x[k], h = 1e-5;
            x[k] = was + h;
            const double above = loss();
            x[k] = was - h;
            const double below = loss(), expected = (above - below) / (2 * h);
            x[k] = was;
            most = std::fmax(most, std::abs(gradient[i][k] - expected) / (1e-8 + 1e-6 * std::abs(expected)));
            if (!(gradient[i][k] == gradient[i][k])) return gradient[i][k];
        }
    }
    return most;
}

constexpr recurrent_kind kinds[] = {recurrent_kind::simple, recurrent_kind::lstm, recurrent_kind::gru,
                                    recurrent_kind::gru_reset_after};

} // namespace

TEST_CASE("Backpropagation through time for every kind, and any number of steps and units") {
    for (recurrent_kind kind : kinds)
        for (int units : {1, 3, 17})
            for (int steps : {1, 2, 5}) {
                CAPTURE(int(kind));
                CAPTURE(units);
                CAPTURE(steps);
                CHECK(worst({kind, units, steps}) < 1);
                if (units < 17)
                    CHECK(worst({.kind = kind, .units = units, .steps = steps, .sequence = true, .kept = true}) < 1);
            }
}

TEST_CASE("Every combination of what a recurrence takes and gives has its gradient") {
    for (recurrent_kind kind : kinds)
        for (int bits = 0; bits < 64; ++bits) {
            CAPTURE(int(kind));
            CAPTURE(bits);
            form f{kind, 3, 4};
            f.sequence = bits & 1, f.states = bits & 2, f.reverse = bits & 4, f.bias = bits & 8, f.kept = bits & 16;
            f.initial = bits & 32 ? ops::states_of(kind) : 0;
            CHECK(worst(f) < 1);
        }
}

TEST_CASE("Initial states that all samples share get the sum over the samples") {
    for (recurrent_kind kind : kinds) {
        CAPTURE(int(kind));
        form f{kind, 3, 3};
        f.initial = ops::states_of(kind), f.shared_initial = true;
        CHECK(worst(f) < 1);
    }
}

TEST_CASE("States whose numbers are dropped, by each gate others, have their gradient") {
    for (recurrent_kind kind : kinds)
        for (bool reverse : {false, true}) {
            CAPTURE(int(kind));
            form f{kind, 3, 4, true, true, reverse};
            f.initial = ops::states_of(kind), f.kept = f.masked = true;
            CHECK(worst(f) < 1);
            f.kind = kind, f.bias = f.sequence = false, f.initial = 0;
            CHECK(worst(f) < 1);
        }
}

TEST_CASE("A recurrence that runs several times for each sample has its gradient") {
    for (recurrent_kind kind : kinds) {
        CAPTURE(int(kind));
        form f{kind, 3, 3, true};
        f.times = 2;
        CHECK(worst(f) < 1);
        f.kept = true, f.reverse = true;
        CHECK(worst(f) < 1);
    }
}

TEST_CASE("Gates and states may have any function, whatever its derivative is computed from") {
    using k = function_kind;
    const k pairs[][2] = {{k::sigmoid, k::tanh},  {k::softsign, k::sigmoid}, {k::tanh, k::softsign},
                          {k::silu, k::gelu},     {k::mish, k::squareplus},  {k::identity, k::identity},
                          {k::softplus, k::silu}, {k::squareplus, k::tanh}};
    for (recurrent_kind kind : kinds)
        for (const auto& pair : pairs)
            for (bool kept : {false, true}) {
                CAPTURE(int(kind));
                CAPTURE(int(pair[0]));
                form f{kind, 3, 3, true};
                f.f = pair[0], f.g = pair[1], f.kept = kept;
                CHECK(worst(f) < 1);
            }
}

TEST_CASE("What is kept of a recurrence gives what the recurrence gives") {
    for (recurrent_kind kind : kinds)
        for (int bits = 0; bits < 8; ++bits) {
            form f{kind, 3, 4};
            f.sequence = bits & 1, f.states = bits & 2, f.reverse = bits & 4, f.kept = true;
            f.initial = ops::states_of(kind);
            const network kept(f);
            f.kept = false;
            const network plain(f);
            const values v(plain);
            const numbers a = run(plain, v, {plain.y.index})[0], b = run(kept, v, {kept.y.index})[0];
            REQUIRE(a.size() == b.size());
            double most = 0;
            for (std::size_t k = 0; k < a.size(); ++k) most = std::fmax(most, std::abs(a[k] - b[k]));
            CHECK(most < 1e-14);
        }
}
