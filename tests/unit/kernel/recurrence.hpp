// Recurrences for tests: their forms, and operands of a sensible size.
#pragma once
#include "against_definition.hpp"
#include <ctnn/kernel/recurrent_stream.hpp>
#include <ctnn/op/pack.hpp>
#include <ctnn/program/packing_recurrent.hpp>

namespace ctnn::test {

using ops::builder, ops::function_kind, ops::function_of, ops::recurrent_kind;

/// The state's kernel small enough that nothing saturates, and that differences do not grow from step to step.
inline void gentle(int k, std::vector<float>& x, std::mt19937& random) {
    normal(k, x, random);
    const float small = std::min(0.3f, 1 / std::pow(float(x.size()), 0.25f));
    for (float& v : x) v *= k == 1 ? small : 0.8f;
}

struct form {
    recurrent_kind kind;
    int units, steps;
    bool sequence = false, states = false, reverse = false, bias = false;
    int initial = 0;
    function_kind f = function_kind::tanh, g = function_kind::sigmoid;
    int inputs = 0; // features of x; 0: the first operand holds gates
    bool input_bias = false, packed = true;
    int times = 1;
    bool bf16 = false;
    bool readout = false, readout_bias = false;
    function_kind epilogue = function_kind::identity;

    constexpr form with(int inputs_, bool input_bias_ = true) const {
        form c = *this;
        c.inputs = inputs_, c.input_bias = input_bias_;
        return c;
    }
    constexpr form plain() const {
        form c = *this;
        c.packed = false;
        return c;
    }
    constexpr form halved() const {
        form c = *this;
        c.bf16 = true;
        return c;
    }
    /// A number for each step.
    constexpr form read(bool bias_ = true, function_kind e = function_kind::identity) const {
        form c = *this;
        c.sequence = c.readout = true, c.readout_bias = bias_, c.epilogue = e;
        return c;
    }
    constexpr form run(int times_) const {
        form c = *this;
        c.times = times_;
        return c;
    }
};

template<form F>
constexpr ops::value recurrence(builder& b) {
    const int n = ops::gates_of(F.kind) * F.units;
    ops::recurrence r;
    r.initial = F.initial, r.sequence = F.sequence, r.states = F.states, r.inputs = F.inputs;
    r.bias = F.bias, r.input_bias = F.input_bias, r.readout = F.readout, r.readout_bias = F.readout_bias;
    ops::op o = ops::op_of(ops::op_kind::recurrent);
    o.attr.variant = int(F.kind), o.out = extents(F.units);
    const extents rows(r.rows(F.units), n);
    const ctnn::detail::packing p =
        ctnn::detail::packing_of_recurrence(o, nullptr, ctnn::detail::hardware_of<simd::native>);
    const int panel = F.packed ? p.width : 0;
    const extents read = F.bf16 ? r.pairs(F.units).words(rows) : rows;
    const extents kernel_shape = panel ? extents(ops::panels(read, p.groups, panel, L, p.part).size()) : rows;
    const extents x(F.steps, F.inputs ? F.inputs : n);
    const ops::value gates = F.times > 1 ? many(b, 0, F.times, x) : in(b, 0, x), kernel = in(b, 1, kernel_shape);
    o.in[o.operands++] = gates.index, o.in[o.operands++] = kernel.index;
    if (r.first_initial() == 3) o.in[o.operands++] = in(b, 2, extents{n}).index;
    for (int i = 0; i < F.initial; ++i) // one for all, one for each
        o.in[o.operands++] =
            (F.times > 1 && i == 1 ? many(b, 4, F.times, extents{F.units}) : in(b, 3 + i, extents{F.units})).index;
    o.attr.f = function_of(F.f), o.attr.g = function_of(F.g), o.attr.reverse = F.reverse, o.attr.at = r.at();
    o.attr.panel = panel, o.attr.part = panel ? p.part : 0, o.attr.bf16 = F.bf16;
    if (F.readout) o.in[o.operands++] = in(b, 5, {F.units, 1}).index;
    if (F.readout_bias) o.in[o.operands++] = in(b, 6, extents{1}).index;
    o.attr.epilogue = function_of(F.epilogue);
    const int steps = F.sequence ? F.steps : 1;
    o.out = F.readout    ? extents(steps, 1)
            : F.states   ? extents(steps + ops::states_of(F.kind), F.units)
            : F.sequence ? extents(steps, F.units)
                         : extents(F.units);
    return b.emit(o);
}
template<form... F>
void forms_agree(filler fill = gentle) {
    agree<[](builder& b) { return recurrence<F>(b); }...>(fill);
}

/// Gates come as the first operand, are made in each step of up to 4 features, or for some steps at a time: each is
/// code of its own. Steps, direction, the number of features and states are arguments of the same code.
template<recurrent_kind K, int U>
struct forms_of {
    static constexpr int states = ops::states_of(K);
    static constexpr bool bias = K == recurrent_kind::gru_reset_after;
    static constexpr form last{K, U, 5}, all{K, U, 12, true, true, true, bias, states},
        one{K, U, 1, false, true, false, bias};

    static void with_gates() { forms_agree<last, all>(); }
    static void few_features() { forms_agree<last.with(1), all.with(3)>(); }
    static void features() { forms_agree<one.with(2 * L + 1, false), all.with(11)>(); }
    static void from_everything() { with_gates(), few_features(), features(); }
};
/// Its kernel is larger than the first cache on every machine.
template<recurrent_kind K>
inline constexpr form larger_than_a_cache = form{K, 96, 9, true}.with(5);

/// Many samples, from one too many for one at a time to more than two strips and a rest.
template<recurrent_kind K, int U>
void of_samples() {
    constexpr int states = ops::states_of(K);
    constexpr bool bias = K == recurrent_kind::gru_reset_after;
    constexpr form last = form{K, U, 5}.with(3), all = form{K, U, 4, true, true, true, bias, states}.with(U + 2),
                   sequence = form{K, U, 19, true, false, false, bias, 1}.with(1);
    forms_agree<last.run(L / 2 + 1), all.run(L - 1), last.run(L), all.run(L + 1), sequence.run(2 * L),
                all.run(4 * L + L / 2 + 1)>();
}

} // namespace ctnn::test
