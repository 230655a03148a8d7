// Recurrences of training programs: what is kept, what is taken from that, and the gradient, for blocks of samples.
#include "recurrence.hpp"
#include <ctnn/kernel/recurrent_gradient.hpp>
#include <ctnn/kernel/recurrent_states.hpp>
#include <ctnn/op/training.hpp>

using namespace ctnn;
using namespace ctnn::test;

namespace {

void define(const descriptor& d, const float* const* x, float* y) {
    ops::evaluate_runs(d.op, d.in, d.each, d.op.times, x, y);
}

/// A recurrence as a layer emits it, on gates.
template<form F>
constexpr ops::value kept(builder& b) {
    const int n = ops::gates_of(F.kind) * F.units;
    ops::value x = many(b, 0, F.times, {F.steps, n}), w = in(b, 1, {F.units, n});
    if (F.input_bias) x = ops::add(x, ops::parameter(b, 0, extents(n)));
    ops::value bias = {}, initial[2] = {};
    if (F.bias) bias = in(b, 2, extents(n));
    for (int i = 0; i < F.initial; ++i) // one for all, one for each
        initial[i] = F.times > 1 && i == 1 ? many(b, 4, F.times, extents(F.units)) : in(b, 3 + i, extents(F.units));
    ops::recurrence r;
    r.initial = F.initial, r.sequence = F.sequence, r.states = F.states;
    return ops::keep_states(ops::recurrent(F.kind, function_of(F.f), function_of(F.g), F.reverse, r, x, w,
                                           F.bias ? &bias : nullptr, initial));
}
template<form F>
constexpr ops::value states(builder& b) {
    const ops::value y = kept<F>(b);
    return {&b, b.list[y.index].in[b.list[y.index].operands - 1]};
}
template<form F>
constexpr ops::value gradient(builder& b) {
    const ops::value y = kept<F>(b);
    const ops::op o = y.op();
    const extents kept = b.list[o.in[o.operands - 1]].out;
    return ops::recurrent_gradient(o, many(b, 5, F.times, o.out), many(b, 6, F.times, kept),
                                   in(b, 7, {ops::gates_of(F.kind) * F.units, F.units}), {}, F.initial > 0);
}

/// Gradients do not grow from step to step: dy, what was kept, and U.
void gentle_gradient(int k, std::vector<float>& x, std::mt19937& random) {
    std::uniform_real_distribution<float> d(-0.7f, 0.7f);
    const float small = std::min(0.3f, 1 / std::pow(float(x.size()), 0.25f));
    for (float& v : x) v = d(random) * (k == 2 ? small : 1);
}

template<form... F>
void trains() {
    agree<[](builder& b) { return states<F>(b); }...>(gentle, define);
    agree<[](builder& b) { return kept<F>(b); }...>(gentle, define);
    agree<[](builder& b) { return gradient<F>(b); }...>(gentle_gradient, define);
}

template<recurrent_kind K, int U>
void of_units() {
    constexpr int all = ops::states_of(K);
    constexpr bool bias = K == recurrent_kind::gru_reset_after;
    trains<form{K, U, 3}.with(0).run(9), form{K, U, 2, true, true, true, bias, all}.run(3),
           form{K, U, 1, false, true}.run(17)>();
}
template<recurrent_kind K>
void of_all_units() {
    if constexpr (K == recurrent_kind::lstm ||
                  K == recurrent_kind::gru_reset_after) { // the others are built of the same
        of_units<K, L - 1>();
        of_units<K, L>();
    }
    of_units<K, 1>();
    of_units<K, 3 * L + 1>();
}

} // namespace

TEST_CASE("training a simple recurrence of any number of units") { of_all_units<recurrent_kind::simple>(); }
TEST_CASE("training an LSTM of any number of units") { of_all_units<recurrent_kind::lstm>(); }
TEST_CASE("training a GRU of any number of units") { of_all_units<recurrent_kind::gru>(); }
TEST_CASE("training a GRU that resets after the product, of any number of units") {
    of_all_units<recurrent_kind::gru_reset_after>();
}

TEST_CASE("training with every combination of what goes in and comes out") {
    constexpr auto K = recurrent_kind::lstm;
    trains<form{K, 5, 3, true}, form{K, 5, 3, true, true}, form{K, 5, 3, false, true},
           form{K, 5, 3, false, false, true}, form{K, 5, 3, true, false, true}.run(2),
           form{K, 5, 3, false, false, false, false, 2}.run(2), form{K, 5, 3, true, true, true, false, 1}.run(10)>();
    constexpr auto R = recurrent_kind::gru_reset_after;
    trains<form{R, 5, 3, true}.run(8), form{R, 5, 3, false, true, false, true, 1},
           form{R, 5, 3, true, true, false, false, 1}, form{R, 5, 3, false, false, true, true}.run(5)>();
}

TEST_CASE("training with other functions of gates and state") {
    using f = function_kind;
    constexpr auto of = [](recurrent_kind k, f a, f g) {
        return form{k, L + 1, 3, true, false, false, false, 0, a, g}.run(9);
    };
    trains<of(recurrent_kind::simple, f::relu, f::identity), of(recurrent_kind::simple, f::silu, f::identity),
           of(recurrent_kind::lstm, f::softsign, f::hard_sigmoid), of(recurrent_kind::lstm, f::tanh, f::softsign),
           of(recurrent_kind::gru, f::softsign, f::hard_sigmoid),
           of(recurrent_kind::gru_reset_after, f::elu, f::silu)>();
}

namespace {

constexpr ops::value masked(builder& b) {
    ops::recurrence r;
    const ops::value mask = many(b, 2, 3, {4, 5});
    const ops::value y =
        ops::recurrent(recurrent_kind::lstm, function_of(function_kind::tanh), function_of(function_kind::sigmoid),
                       false, r, many(b, 0, 3, {2, 20}), in(b, 1, {5, 20}), nullptr, nullptr);
    return ops::keep_states(y, mask);
}

} // namespace

TEST_CASE("training with states of which numbers are dropped") {
    agree<[](builder& b) {
        const ops::op o = masked(b).op();
        return ops::value{&b, o.in[o.operands - 1]};
    }>(gentle, define);
    agree<[](builder& b) {
        const ops::op o = masked(b).op();
        return ops::recurrent_gradient(o, many(b, 5, 3, o.out), {&b, o.in[o.operands - 1]}, in(b, 7, {20, 5}),
                                       {&b, o.in[2]}, false);
    }>(gentle_gradient, define);
}
