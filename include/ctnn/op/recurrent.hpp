/// A recurrence over the first axis of what does not depend on the state, a = x . W + b. g gates of u units stand side
/// by side:
///   simple           h' = f(a + h U)
///   lstm             i, f, c, o:  c' = G(f) c + G(i) F(c~),  h' = G(o) F(c')            each a + h U
///   gru              z, r, h:     h' = z h + (1 - z) F(a + (r h) U),  z, r = G(a + h U)
///   gru_reset_after  z, r, h:     h' = z h + (1 - z) F(a + r (h U + b)),  z, r = G(a + h U + b)
/// with F = attr.f and G = attr.g.
///
/// Layers emit it on a, which one matrix product has made for all steps. A pass (program/recurrent_inputs.hpp) puts x
/// in its place: W, U and the biases are then rows of one matrix, and the operation makes a itself. Another one
/// (program/recurrent_readout.hpp) puts a product with one column behind every step's h, which is all that is put out then:
/// y = attr.epilogue(h . r + b).
#pragma once
#include "builder.hpp"
#include "operation.hpp"
#include "row_pairs.hpp"

namespace ctnn::ops {

constexpr int gates_of(recurrent_kind k) { return k == recurrent_kind::simple ? 1 : k == recurrent_kind::lstm ? 4 : 3; }
/// h, and for lstm c.
constexpr int states_of(recurrent_kind k) { return k == recurrent_kind::lstm ? 2 : 1; }

/// What `attributes::at` holds for this kind.
struct recurrence {
    int initial = 0;         ///< initial states among the operands, 0: zeros
    bool bias = false;       ///< whether there is a recurrent bias, which only gru_reset_after has
    bool sequence = false;   ///< every step's h, in the order in which they are computed, instead of the last one's
    bool readout = false;    ///< of every step y (1) instead of h: r (u, 1) follows the initial states
    bool readout_bias = false; ///< and b (1) follows r
    bool states = false;     ///< the states after the last step are rows behind that
    int inputs = 0;          ///< features of x, which is the first operand; 0: that one holds a
    bool input_bias = false; ///< whether b is among the rows
    bool masked = false;     ///< the last operand is what h is multiplied by in front of U: see training/keep_states.hpp

    constexpr recurrence() = default;
    constexpr explicit recurrence(const extents& at)
        : initial(at[0]), bias(at[1] & 1), sequence(at[2] & 1), readout(at[2] & 2), readout_bias(at[2] & 4),
          states(at[3] != 0), inputs(at[4]), input_bias(at[5] != 0), masked(at[1] & 2) {}
    constexpr extents at() const {
        return {initial, int(bias) + 2 * int(masked), int(sequence) + 2 * int(readout) + 4 * int(readout_bias),
                int(states), inputs, int(input_bias)};
    }

    /// Rows of the kernel for u units: W (inputs), b (input_bias), U (u), recurrent bias (bias); without inputs U
    /// alone.
    constexpr int state_row() const { return inputs + input_bias; }
    constexpr int rows(int u) const { return state_row() + u + (inputs > 0 && bias); }
    /// As bfloat16: biases stay floats.
    constexpr row_pairs pairs(int u) const { return {inputs, int(input_bias), u, 1}; }
    /// Which operand is the first initial state: a recurrent bias that is no row stands before them.
    constexpr int first_initial() const { return 2 + (bias && !inputs); }
    /// Which operand r is.
    constexpr int first_readout() const { return first_initial() + initial; }
};

/// How many units a recurrence has, whose operands have the shapes `in`.
constexpr int units_of(const op& o, const extents* in) {
    const recurrence r(o.attr.at);
    return r.readout ? in[r.first_readout()][0] : o.out.last();
}

/// gates a (T, g * u), kernel U (u, g * u), bias (g * u) or null, `initial` states (u) each.
/// -> (T, u) with `sequence`, else (u); with `states` (rows + number of states, u), rows being T or 1.
constexpr value recurrent(recurrent_kind kind, const function& f, const function& g, bool reverse, recurrence r,
                          const value& gates, const value& kernel, const value* bias, const value* initial) {
    const int u = kernel.shape()[0], steps = gates.shape()[0];
    r.bias = bias != nullptr;
    op o = op_of(op_kind::recurrent);
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

/// The kernel (rows, gates * u) of a recurrence, as Keras has it or in panels: see pack.hpp.
template<class T, unsigned Options = compiled_for>
struct recurrent_kernel {
    const T* w;
    int rows, gates, u, panel; ///< columns of a panel; 0: as Keras has it
    int last, last_row;        ///< columns of the last panel, and elements of its rows
    row_pairs pairs;           ///< of a panel

    constexpr recurrent_kernel(const T* w_, const extents& in, int rows_, int gates_, int u_, int panel_, int part,
                               const row_pairs& pairs_ = {})
        : w(w_), rows(pairs_[rows_].row), gates(gates_), u(u_), panel(panel_), last(0), last_row(0), pairs(pairs_) {
        if (!panel) return;
        const int before = (u - 1) / panel * panel;
        last_row = int(in.size()) / rows - before * gates;
        last = part ? (u - before + part - 1) / part * part : last_row / gates;
    }
    constexpr T operator()(int row, int gate, int unit) const {
        if (!panel) return w[(row * gates + gate) * u + unit];
        const int before = unit / panel;
        const bool is_last = before == (u - 1) / panel;
        const auto [at, half] = pairs[row];
        return part_of_word(w[before * panel * rows * gates + at * (is_last ? last_row : gates * panel) +
                              gate * (is_last ? last : panel) + unit % panel],
                            half);
    }
    /// z[j] += sum over i of x[i] w[first + i][j] for the n rows from `first` and the gates [g0, g1).
    constexpr void add_product(const T* x, int first, int n, int g0, int g1, T* z) const {
        for (int i = 0; i < n; ++i)
            if (panel) {
                for (int j = g0 * u; j < g1 * u; ++j) z[j] += x[i] * (*this)(first + i, j / u, j % u);
            } else {
                const T *row = w + (first + i) * gates * u, a = x[i];
                for (int j = g0 * u; j < g1 * u; ++j) z[j] += a * row[j];
            }
    }
};

} // namespace detail

template<>
struct operation<op_kind::recurrent> {
    template<class T>
    static constexpr void evaluate(const op& o, const extents* in, const T* const* x, T* y) {
        const recurrent_kind kind = recurrent_kind(o.attr.variant);
        const recurrence r(o.attr.at);
        const function &f = o.attr.f, &g = o.attr.g;
        const int steps = in[0][0], row = in[0][1], u = units_of(o, in), gates = gates_of(kind), n = gates * u;
        const detail::recurrent_kernel<T> w(x[1], in[1], r.rows(u), gates, u, o.attr.panel, o.attr.part,
                                            o.attr.bf16 ? r.pairs(u) : row_pairs{});
        const T* const* initial = x + r.first_initial();
        auto* scratch = new T[std::size_t(2 * n + 3 * u)]();
        T *z = scratch, *b = z + n, *h = b + n, *c = h + u, *rh = c + u;
        if (r.initial > 0)
            for (int i = 0; i < u; ++i) h[i] = initial[0][i];
        if (r.initial > 1)
            for (int i = 0; i < u; ++i) c[i] = initial[1][i];
        const int at = r.state_row();
        for (int t = 0; t < steps; ++t) {
            const T* a = x[0] + (o.attr.reverse ? steps - 1 - t : t) * row;
            for (int j = 0; j < n; ++j) z[j] = r.inputs ? r.input_bias ? w(r.inputs, j / u, j % u) : T(0) : a[j];
            w.add_product(a, 0, r.inputs, 0, gates, z);
            switch (kind) {
            case recurrent_kind::simple:
                w.add_product(h, at, u, 0, 1, z);
                for (int i = 0; i < u; ++i) h[i] = ops::evaluate(f, z[i]);
                break;
            case recurrent_kind::lstm:
                w.add_product(h, at, u, 0, 4, z);
                for (int i = 0; i < u; ++i) {
                    c[i] = ops::evaluate(g, z[u + i]) * c[i] + ops::evaluate(g, z[i]) * ops::evaluate(f, z[2 * u + i]);
                    h[i] = ops::evaluate(g, z[3 * u + i]) * ops::evaluate(f, c[i]);
                }
                break;
            case recurrent_kind::gru:
                w.add_product(h, at, u, 0, 2, z);
                for (int i = 0; i < u; ++i) rh[i] = ops::evaluate(g, z[u + i]) * h[i];
                w.add_product(rh, at, u, 2, 3, z);
                for (int i = 0; i < u; ++i) {
                    const T keep = ops::evaluate(g, z[i]);
                    h[i] = keep * h[i] + (1 - keep) * ops::evaluate(f, z[2 * u + i]);
                }
                break;
            case recurrent_kind::gru_reset_after:
                for (int j = 0; j < n; ++j) b[j] = !r.bias ? T(0) : r.inputs ? w(at + u, j / u, j % u) : x[2][j];
                w.add_product(h, at, u, 0, 3, b);
                for (int i = 0; i < u; ++i) {
                    const T keep = ops::evaluate(g, z[i] + b[i]), reset = ops::evaluate(g, z[u + i] + b[u + i]);
                    h[i] = keep * h[i] + (1 - keep) * ops::evaluate(f, z[2 * u + i] + reset * b[2 * u + i]);
                }
                break;
            }
            if (r.readout) {
                T sum = r.readout_bias ? x[r.first_readout() + 1][0] : T(0);
                for (int i = 0; i < u; ++i) sum += h[i] * x[r.first_readout()][i];
                *y++ = sum; // attr.epilogue comes behind every operation
            } else if (r.sequence || t == steps - 1) {
                for (int i = 0; i < u; ++i) *y++ = h[i];
            }
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
