/// Backpropagation through the steps of a recurrence: the gradient of its gates' sums, from the last step to the first
#pragma once
#include "../derivative.hpp"
#include "recurrent_states.hpp"

namespace ctnn::ops {

/// Where things are in the result, which is rows of u elements. -1: not there.
struct gradient_rows {
    int gates = 0;    ///< (T, g): of the first operand's, in its order
    int products = 0; ///< (T, g): of what U gives, in the same order: others for gru_reset_after alone
    int initial = -1; ///< of the initial states
    int count = 0;

    constexpr gradient_rows(recurrent_kind kind, int steps, int initial_states) {
        const int all = steps * gates_of(kind);
        if (kind == recurrent_kind::gru_reset_after) products = all;
        count = products + all;
        if (initial_states) initial = count, count += initial_states;
    }
};

/// dy, the gradient of what a `recurrent` gives; what recurrent_states kept of it; U as (g u, u); the mask (g, u), if
/// there is one. With `initial` the initial states have gradients, too -> (rows, u).
constexpr value recurrent_gradient(const op& forward, const value& dy, const value& states, const value& transposed,
                                   const value& mask, bool initial) {
    const recurrent_kind kind = recurrent_kind(forward.attr.variant);
    op o = op_of(op_kind::recurrent_gradient);
    o.attr = forward.attr;
    recurrence r(forward.attr.at);
    r.bias = r.input_bias = false;
    if (!initial) r.initial = 0;
    o.attr.at = r.at();
    o.in[o.operands++] = dy.index, o.in[o.operands++] = states.index, o.in[o.operands++] = transposed.index;
    if (r.masked) o.in[o.operands++] = mask.index;
    const int u = states.shape()[1], steps = kept_rows::steps_of(kind, o.attr.f, o.attr.g, states.shape()[0]);
    o.out = {gradient_rows(kind, steps, r.initial).count, u};
    return dy.to->emit(o);
}

template<>
struct operation<op_kind::recurrent_gradient> {
    template<class T>
    static constexpr void evaluate(const op& o, const extents* in, const T* const* x, T* y) {
        const recurrent_kind kind = recurrent_kind(o.attr.variant);
        const recurrence r(o.attr.at);
        const function &f = o.attr.f, &g = o.attr.g;
        const int u = o.out.last(), gates = gates_of(kind), n = gates * u;
        const int steps = kept_rows::steps_of(kind, f, g, in[1][0]);
        const kept_rows kept(kind, f, g, steps);
        const gradient_rows rows(kind, steps, r.initial);
        const T *const w = x[2], *const from_states = x[0] + (r.sequence ? steps : 1) * u;
        const auto row = [&](int first, int i) { return x[1] + (first + i) * u; };
        auto* const scratch = new T[std::size_t(3 * u)]();
        T *const dh = scratch, *const dc = dh + u, *const inner = dc + u;
        for (int i = 0; i < u && r.states; ++i) {
            dh[i] = from_states[i];
            if (kind == recurrent_kind::lstm) dc[i] = from_states[u + i];
        }
        for (int t = steps; t-- > 0;) {
            const T *const h = row(kept.h, t), *const gate = row(kept.gates, t * gates);
            const T* const sums = kept.sums < 0 ? gate : row(kept.sums, t * gates);
            const int at = (o.attr.reverse ? steps - 1 - t : t) * n;
            T *const d = y + rows.gates * u + at, *const p = y + rows.products * u + at;
            const auto slope = [&](const function& by, int j) { return ops::derivative(by, sums[j], gate[j]); };
            /// to += the sums of the gates [g0, g1) by U's rows
            const auto back = [&](const T* from, int g0, int g1, T* to) {
                for (int j = g0 * u; j < g1 * u; ++j)
                    for (int i = 0; i < u; ++i) to[i] += from[j] * w[j * u + i] * (r.masked ? x[3][j / u * u + i] : 1);
            };
            if (r.sequence || t == steps - 1)
                for (int i = 0; i < u; ++i) dh[i] += x[0][(r.sequence ? t : 0) * u + i];
            switch (kind) {
            case recurrent_kind::simple:
                for (int i = 0; i < u; ++i) d[i] = dh[i] * slope(f, i), dh[i] = 0;
                back(d, 0, 1, dh);
                break;
            case recurrent_kind::lstm: {
                const T *const c = row(kept.c, t), *const next = row(kept.c, t + 1),
                               *const y_of_c = row(kept.activated, t);
                for (int i = 0; i < u; ++i) {
                    dc[i] += dh[i] * gate[3 * u + i] * ops::derivative(f, next[i], y_of_c[i]);
                    d[i] = dc[i] * gate[2 * u + i] * slope(g, i);
                    d[u + i] = dc[i] * c[i] * slope(g, u + i);
                    d[2 * u + i] = dc[i] * gate[i] * slope(f, 2 * u + i);
                    d[3 * u + i] = dh[i] * y_of_c[i] * slope(g, 3 * u + i);
                    dc[i] *= gate[u + i], dh[i] = 0;
                }
                back(d, 0, 4, dh);
                break;
            }
            case recurrent_kind::gru:
                for (int i = 0; i < u; ++i) {
                    d[i] = dh[i] * (h[i] - gate[2 * u + i]) * slope(g, i);
                    d[2 * u + i] = dh[i] * (1 - gate[i]) * slope(f, 2 * u + i);
                    dh[i] *= gate[i], inner[i] = 0;
                }
                back(d, 2, 3, inner); // of r h
                for (int i = 0; i < u; ++i)
                    d[u + i] = inner[i] * h[i] * slope(g, u + i), dh[i] += inner[i] * gate[u + i];
                back(d, 0, 2, dh);
                break;
            case recurrent_kind::gru_reset_after:
                for (int i = 0; i < u; ++i) {
                    d[i] = p[i] = dh[i] * (h[i] - gate[2 * u + i]) * slope(g, i);
                    d[2 * u + i] = dh[i] * (1 - gate[i]) * slope(f, 2 * u + i);
                    d[u + i] = p[u + i] = d[2 * u + i] * row(kept.inner, t)[i] * slope(g, u + i);
                    p[2 * u + i] = d[2 * u + i] * gate[u + i];
                    dh[i] *= gate[i];
                }
                back(p, 0, 3, dh);
                break;
            }
        }
        if (r.initial > 0)
            for (int i = 0; i < u; ++i) y[rows.initial * u + i] = dh[i];
        if (r.initial > 1)
            for (int i = 0; i < u; ++i) y[(rows.initial + 1) * u + i] = dc[i];
        delete[] scratch;
    }
};

} // namespace ctnn::ops
