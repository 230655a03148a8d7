/// Backpropagation through time: da for every step, from the last one to the first, and from them
///   dU = sum of h^T . da (of what U gives), and of the recurrent bias their sum
#pragma once
#include "../concat.hpp"
#include "../permute.hpp"
#include "../reverse.hpp"
#include "../slice.hpp"
#include "../training/matmul_weights.hpp"
#include "../training/recurrent_gradient.hpp"
#include "../zip.hpp"
#include "rule.hpp"

namespace ctnn::ops {
namespace detail {

/// o: the recurrence whose result was kept in `states`.
constexpr void recurrent_rule(const op& o, const value* x, const value& states, const value& dy, const bool* wanted,
                              value* dx) {
    const recurrent_kind kind = recurrent_kind(o.attr.variant);
    const recurrence r(o.attr.at);
    const int steps = x[0].shape()[0], u = x[1].shape()[0], n = gates_of(kind) * u, first = r.first_initial();
    const kept_rows kept(kind, o.attr.f, o.attr.g, steps);
    bool initial = false;
    for (int i = 0; i < r.initial; ++i) initial |= wanted[first + i];
    const gradient_rows rows(kind, steps, initial ? r.initial : 0);
    const value mask = r.masked ? x[first + r.initial] : value{};
    const value all = recurrent_gradient(o, dy, states, permute(x[1], {1, 0}), mask, initial);
    const auto of_steps = [&](int row) {
        return reshape(slice(all, {row, 0}, {steps * gates_of(kind), u}), {steps, n});
    };
    // of the first step's operand on, in its order
    const auto of_states = [&](int row) {
        const value v = slice(states, {row, 0}, {steps, u});
        return o.attr.reverse ? reverse(v, 0) : v;
    };
    if (wanted[0]) dx[0] = sum_to(of_steps(rows.gates), x[0]);
    const auto weights = [&](const value& from, const value& d) {
        return matmul_weights(from, d, !x[1].moves_with(d));
    };
    if (wanted[1]) {
        // gates whose products read the same: all of them, unless a mask or r stands between
        const value d = of_steps(rows.products);
        const auto of_gates = [&](int g, int count) { return slice(d, {0, g * u}, {steps, count * u}); };
        const int alike = r.masked ? 1 : kind == recurrent_kind::gru ? 2 : gates_of(kind);
        value parts[4];
        int n_parts = 0;
        for (int g = 0; g < gates_of(kind); g += alike) {
            const bool inner = kind == recurrent_kind::gru && g == 2;
            value from = of_states(inner ? kept.inner : kept.h);
            if (r.masked && !inner) from = multiply(from, slice(mask, {g, 0}, {1, u}));
            const int count = gates_of(kind) - g < alike ? gates_of(kind) - g : alike;
            parts[n_parts++] = weights(from, of_gates(g, count));
        }
        dx[1] = n_parts > 1 ? concat(parts, n_parts, 1) : parts[0];
    }
    if (const int b = first + r.initial + r.masked; r.input_bias && wanted[b])
        dx[b] = sum_to(of_steps(rows.gates), x[b]);
    if (r.bias && wanted[2]) dx[2] = sum_to(of_steps(rows.products), x[2]);
    for (int i = 0; i < r.initial; ++i)
        if (wanted[first + i])
            dx[first + i] = sum_to(reshape(slice(all, {rows.initial + i, 0}, {1, u}), extents(u)), x[first + i]);
}

} // namespace detail

template<>
struct gradient_rule<op_kind::recurrent> {
    static constexpr void apply(const op& o, const value* x, const value&, const value& dy, const bool* wanted,
                                value* dx) {
        detail::recurrent_rule(o, x, recurrent_states(o, x), dy, wanted, dx);
    }
};

/// Of the recurrence itself: nothing is computed twice.
template<>
struct gradient_rule<op_kind::recurrent_result> {
    static constexpr void apply(const op& o, const value* x, const value&, const value& dy, const bool* wanted,
                                value* dx) {
        detail::recurrent_rule(o, x, x[o.operands - 1], dy, wanted, dx);
    }
};

} // namespace ctnn::ops
