/// What the code of a recurrence depends on, what it works on, and the state that it carries from step to step.
#pragma once
#include "../op/recurrent.hpp"
#include "../program/packing_recurrent.hpp"
#include "../shape/inline.hpp"
#include "registers.hpp"

namespace ctnn::detail {

/// Where the part of the gates that does not depend on the state comes from.
enum class gates_from : unsigned char {
    operand, // they are the first operand
    step,    // x . W + b in the step itself: few features
    chunk,   // x . W + b for some steps at a time
};

/// Steps, features, direction, what is written and where states begin are arguments.
struct recurrence_key {
    ops::recurrent_kind kind;
    int units;
    ops::function f, g;
    int panel; ///< units of a panel, 0: the kernel is as Keras has it
    gates_from from;
    bool bf16 = false;    ///< panels hold bfloat16
    bool readout = false; ///< instead of states: op/recurrent.hpp
};

/// The panels of a kernel for vectors of L floats. Of the last panel a gate may end in half a vector, whose other half
/// is the next gate's: widths are counted in halves.
template<recurrence_key K, int L>
struct recurrent_panels {
    static constexpr int gates = ops::gates_of(K.kind), part = part_of_panel(gates, L);
    static constexpr int padded_units = (K.units + L - 1) / L * L; ///< in front of them nothing is missing
    static constexpr int whole = K.panel ? (K.units - 1) / K.panel : 0;
    static constexpr int halves = 2 * K.panel / L; ///< of a panel's gate, and of the last panel's
    static constexpr int last = 2 * ops::panels::whole(K.units - whole * K.panel, part) / L;
    /// How many vectors a row of a panel of H halves is.
    template<int H>
    static constexpr int row_vectors = (gates * H + 1) / 2;
    static constexpr int sums = (whole * row_vectors<halves> + row_vectors<last>)*L;

    /// Calls f.operator()<halves>(panel) for every panel.
    template<class F>
    CTNN_INLINE static inline void for_each(bool backwards, const F& f) {
        if (backwards) f.template operator()<last>(whole);
        if constexpr (whole > 0)
            for (int p = 0; p < whole; ++p) f.template operator()<halves>(backwards ? whole - 1 - p : p);
        if (!backwards) f.template operator()<last>(whole);
    }
};

struct recurrence_data {
    const float* x;                                  // (steps, row) at the step that comes first: gates, or features
    std::ptrdiff_t stride;                           // from one step to the next one, negative in reverse
    int features;                                    // of x, if it is no gates
    const float* kernel;                             // rows as op/recurrent.hpp has them, in panels
    int rows;                                        // of a panel: as bfloat16 two of W or U are one
    int state_row;                                   // where U begins
    const float* bias = nullptr;                     // (gates * units): a recurrent bias that is no row
    bool input_bias = false, recurrent_bias = false; // whether they are rows
    bool sequence = false;
    const float *readout = nullptr, *readout_bias = nullptr; // (units) and (1), or none
};

/// What is carried from step to step. Lanes beyond the last unit hold anything.
template<recurrence_key K, int L>
struct state_of {
    static constexpr int padded = recurrent_panels<K, L>::padded_units;
    static constexpr bool has_cell = K.kind == ops::recurrent_kind::lstm;

    alignas(64) float h[2][padded]; ///< of this step and the next one: `odd` says which is which
    alignas(64) float c[has_cell ? padded : 1];
    bool odd;

    /// Initial states (units), zeros if there are none.
    void begin(const float* h0, const float* c0) {
        odd = false;
        for (int i = 0; i < padded; ++i) h[0][i] = h0 && i < K.units ? h0[i] : 0;
        if constexpr (has_cell)
            for (int i = 0; i < padded; ++i) c[i] = c0 && i < K.units ? c0[i] : 0;
    }
};

} // namespace ctnn::detail
