/// A recurrence with all that its gradient reads: states, gates, and what lies between them, of every step
#pragma once
#include "../operation.hpp"
#include "keep_states.hpp"

namespace ctnn::ops {

template<>
struct operation<op_kind::recurrent_states> {
    template<class T>
    static constexpr void evaluate(const op& o, const extents* in, const T* const* x, T* y) {
        const recurrent_kind kind = recurrent_kind(o.attr.variant);
        const recurrence r(o.attr.at);
        const function &f = o.attr.f, &g = o.attr.g;
        const int steps = in[0][0], u = o.out.last(), n = gates_of(kind) * u;
        const kept_rows rows(kind, f, g, steps);
        const detail::recurrent_kernel<T> w(x[1], in[1], u, gates_of(kind), u, 0, 0);
        const T* const* initial = x + r.first_initial();
        const auto row = [&](int first, int i) { return y + (first + i) * u; };
        for (int i = 0; i < u; ++i) row(rows.h, 0)[i] = r.initial > 0 ? initial[0][i] : T(0);
        if (kind == recurrent_kind::lstm)
            for (int i = 0; i < u; ++i) row(rows.c, 0)[i] = r.initial > 1 ? initial[1][i] : T(0);
        auto* const z = new T[std::size_t(2 * n + u)]();
        T *const b = z + n, *const masked = b + n;
        const int behind = r.first_initial() + r.initial;
        const T *const mask = r.masked ? x[behind] : nullptr, *const input_bias =
                                                                  r.input_bias ? x[behind + r.masked] : nullptr;
        /// to += h by the columns of the gates [g0, g1)
        const auto add = [&](const T* h, int g0, int g1, T* to) {
            if (!mask) return w.add_product(h, 0, u, g0, g1, to);
            for (int g = g0; g < g1; ++g) {
                for (int i = 0; i < u; ++i) masked[i] = h[i] * mask[g * u + i];
                w.add_product(masked, 0, u, g, g + 1, to);
            }
        };
        for (int t = 0; t < steps; ++t) {
            const T *a = x[0] + (o.attr.reverse ? steps - 1 - t : t) * n, *h = row(rows.h, t);
            T *next = row(rows.h, t + 1), *gate = row(rows.gates, t * gates_of(kind));
            for (int j = 0; j < n; ++j) z[j] = a[j] + (input_bias ? input_bias[j] : T(0));
            const auto activate = [&](const function& by, int first, int count) {
                for (int j = first * u; j < (first + count) * u; ++j) gate[j] = ops::evaluate(by, z[j]);
            };
            switch (kind) {
            case recurrent_kind::simple:
                add(h, 0, 1, z);
                activate(f, 0, 1);
                for (int i = 0; i < u; ++i) next[i] = gate[i];
                break;
            case recurrent_kind::lstm: {
                add(h, 0, 4, z);
                activate(g, 0, 2), activate(f, 2, 1), activate(g, 3, 1);
                const T* const c = row(rows.c, t);
                T *const next_c = row(rows.c, t + 1), *const activated = row(rows.activated, t);
                for (int i = 0; i < u; ++i) {
                    next_c[i] = gate[u + i] * c[i] + gate[i] * gate[2 * u + i];
                    activated[i] = ops::evaluate(f, next_c[i]);
                    next[i] = gate[3 * u + i] * activated[i];
                }
                break;
            }
            case recurrent_kind::gru: {
                add(h, 0, 2, z);
                activate(g, 0, 2);
                T* const inner = row(rows.inner, t);
                for (int i = 0; i < u; ++i) inner[i] = gate[u + i] * h[i] * (mask ? mask[2 * u + i] : 1);
                w.add_product(inner, 0, u, 2, 3, z);
                activate(f, 2, 1);
                for (int i = 0; i < u; ++i) next[i] = gate[i] * h[i] + (1 - gate[i]) * gate[2 * u + i];
                break;
            }
            case recurrent_kind::gru_reset_after: {
                for (int j = 0; j < n; ++j) b[j] = r.bias ? x[2][j] : T(0);
                add(h, 0, 3, b);
                for (int j = 0; j < 2 * u; ++j) z[j] += b[j];
                activate(g, 0, 2);
                T* const inner = row(rows.inner, t);
                for (int i = 0; i < u; ++i) inner[i] = b[2 * u + i], z[2 * u + i] += gate[u + i] * inner[i];
                activate(f, 2, 1);
                for (int i = 0; i < u; ++i) next[i] = gate[i] * h[i] + (1 - gate[i]) * gate[2 * u + i];
                break;
            }
            }
            if (rows.sums >= 0)
                for (int j = 0; j < n; ++j) row(rows.sums, t * gates_of(kind))[j] = z[j];
        }
        delete[] z;
    }
};

/// The operands of the recurrence come in front of the states: its gradient goes to them.
template<>
struct operation<op_kind::recurrent_result> {
    template<class T>
    static constexpr void evaluate(const op& o, const extents* in, const T* const* x, T* y) {
        const recurrent_kind kind = recurrent_kind(o.attr.variant);
        const recurrence r(o.attr.at);
        const int steps = in[0][0], u = o.out.last();
        const kept_rows rows(kind, o.attr.f, o.attr.g, steps);
        const T* const states = x[o.operands - 1];
        const auto put = [&](int row, int count) {
            for (int i = 0; i < count * u; ++i) *y++ = states[row * u + i];
        };
        r.sequence ? put(rows.h + 1, steps) : put(rows.h + steps, 1);
        if (r.states) put(rows.h + steps, 1);
        if (r.states && kind == recurrent_kind::lstm) put(rows.c + steps, 1);
    }
};

} // namespace ctnn::ops
