/// A recurrence over the first axis of what does not depend on the state, x . W + b, which one matrix product has made
/// for all steps. g gates of u units stand side by side:
///   simple           h' = f(a + h U)
///   lstm             i, f, c, o:  c' = G(f) c + G(i) F(c~),  h' = G(o) F(c')            each a + h U
///   gru              z, r, h:     h' = z h + (1 - z) F(a + (r h) U),  z, r = G(a + h U)
///   gru_reset_after  z, r, h:     h' = z h + (1 - z) F(a + r (h U + b)),  z, r = G(a + h U + b)
/// with F = attr.f and G = attr.g.
#pragma once
#include "builder.hpp"
#include "operation.hpp"

namespace ctnn::ops {

constexpr int gates_of(recurrent_kind k) { return k == recurrent_kind::simple ? 1 : k == recurrent_kind::lstm ? 4 : 3; }
/// h, and for lstm c.
constexpr int states_of(recurrent_kind k) { return k == recurrent_kind::lstm ? 2 : 1; }

/// What `attributes::at` holds for this kind.
struct recurrence {
    int initial = 0;      ///< initial states among the operands, 0: zeros
    bool bias = false;    ///< whether there is a recurrent bias, which only gru_reset_after has
    bool sequence = false;///< every step's h, in the order in which they are computed, instead of the last one's
    bool states = false;  ///< the states after the last step are rows behind that

    constexpr recurrence() = default;
    constexpr explicit recurrence(const extents& at)
        : initial(at[0]), bias(at[1] != 0), sequence(at[2] != 0), states(at[3] != 0) {}
    constexpr extents at() const { return {initial, int(bias), int(sequence), int(states)}; }
};

/// gates (T, g * u), kernel (u, g * u), bias (g * u) or null, `initial` states (u) each.
/// -> (T, u) with `sequence`, else (u); with `states` (rows + number of states, u), rows being T or 1.
constexpr value recurrent(recurrent_kind kind, const function& f, const function& g, bool reverse, recurrence r,
                          const value& gates, const value& kernel, const value* bias, const value* initial) {
    const int u = kernel.shape()[0], steps = gates.shape()[0];
    r.bias = bias != nullptr;
    op o;
    o.kind = op_kind::recurrent;
    o.attr.variant = int(kind);
    o.attr.f = f, o.attr.g = g, o.attr.reverse = reverse, o.attr.at = r.at();
    o.in[o.operands++] = gates.index;
    o.in[o.operands++] = kernel.index;
    if (bias) o.in[o.operands++] = bias->index;
    for (int i = 0; i < r.initial; ++i) o.in[o.operands++] = initial[i].index;
    const int rows = r.sequence ? steps : 1;
    o.out = r.states ? extents{rows + states_of(kind), u} : r.sequence ? extents{rows, u} : extents(u);
    return gates.to->emit(o);
}

namespace detail {

/// z[j] += sum over i of h[i] w[i][j] for the columns [first, end) of w (u, n).
template<class T, unsigned Options = compiled_for>
constexpr void add_product(const T* h, const T* w, int u, int n, int first, int end, T* z) {
    for (int i = 0; i < u; ++i) {
        const T *row = w + i * n, a = h[i];
        for (int j = first; j < end; ++j) z[j] += a * row[j];
    }
}

} // namespace detail

template<>
struct operation<op_kind::recurrent> {
    template<class T>
    static constexpr void evaluate(const op& o, const extents* in, const T* const* x, T* y) {
        const recurrent_kind kind = recurrent_kind(o.attr.variant);
        const recurrence r(o.attr.at);
        const function &f = o.attr.f, &g = o.attr.g;
        const int steps = in[0][0], n = in[0][1], u = in[1][0];
        const T *w = x[1], *const *initial = x + 2 + r.bias;
        auto* scratch = new T[std::size_t(2 * n + 3 * u)]();
        T *z = scratch, *b = z + n, *h = b + n, *c = h + u, *rh = c + u;
        if (r.initial > 0)
            for (int i = 0; i < u; ++i) h[i] = initial[0][i];
        if (r.initial > 1)
            for (int i = 0; i < u; ++i) c[i] = initial[1][i];
        for (int t = 0; t < steps; ++t) {
            const T* a = x[0] + (o.attr.reverse ? steps - 1 - t : t) * n;
            for (int j = 0; j < n; ++j) z[j] = a[j];
            switch (kind) {
            case recurrent_kind::simple:
                detail::add_product(h, w, u, n, 0, n, z);
                for (int i = 0; i < u; ++i) h[i] = ops::evaluate(f, z[i]);
                break;
            case recurrent_kind::lstm:
                detail::add_product(h, w, u, n, 0, n, z);
                for (int i = 0; i < u; ++i) {
                    c[i] = ops::evaluate(g, z[u + i]) * c[i] + ops::evaluate(g, z[i]) * ops::evaluate(f, z[2 * u + i]);
                    h[i] = ops::evaluate(g, z[3 * u + i]) * ops::evaluate(f, c[i]);
                }
                break;
            case recurrent_kind::gru:
                detail::add_product(h, w, u, n, 0, 2 * u, z);
                for (int i = 0; i < u; ++i) rh[i] = ops::evaluate(g, z[u + i]) * h[i];
                detail::add_product(rh, w, u, n, 2 * u, n, z);
                for (int i = 0; i < u; ++i) {
                    const T keep = ops::evaluate(g, z[i]);
                    h[i] = keep * h[i] + (1 - keep) * ops::evaluate(f, z[2 * u + i]);
                }
                break;
            case recurrent_kind::gru_reset_after:
                for (int j = 0; j < n; ++j) b[j] = r.bias ? x[2][j] : T(0);
                detail::add_product(h, w, u, n, 0, n, b);
                for (int i = 0; i < u; ++i) {
                    const T keep = ops::evaluate(g, z[i] + b[i]), reset = ops::evaluate(g, z[u + i] + b[u + i]);
                    h[i] = keep * h[i] + (1 - keep) * ops::evaluate(f, z[2 * u + i] + reset * b[2 * u + i]);
                }
                break;
            }
            if (r.sequence || t == steps - 1)
                for (int i = 0; i < u; ++i) *y++ = h[i];
        }
        if (r.states) {
            for (int i = 0; i < u; ++i) *y++ = h[i];
            if (kind == recurrent_kind::lstm)
                for (int i = 0; i < u; ++i) *y++ = c[i];
        }
        delete[] scratch;
    }
};

} // namespace ctnn::ops
