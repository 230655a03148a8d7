/// A program: operations in the order in which they run, with what goes in and out.
#pragma once
#include "../op/op.hpp"

namespace ctnn {

/// Where a value lives while the program runs.
enum class place_kind : unsigned char { none, workspace, weights, input, output, prepared };

/// One operation of a program, and where its result is. `offset` counts elements.
struct step {
    ops::op op;
    place_kind place = place_kind::none;
    int segment = 0;             ///< which input or output
    std::size_t offset = 0;
    bool prepares = false;       ///< runs once, when the weights are loaded, not for every sample
    bool works = false;          ///< computes something: no input, weight or other name of its operand's memory
    std::size_t scratch = 0, scratch_elements = 0; ///< where in the workspace its kernel has memory for itself
};

/// N: room for operations; the first `size` are used. A pass takes one program and gives another.
template<int N>
struct program {
    static constexpr int capacity = N;
    step steps[N > 0 ? N : 1];
    int size = 0;
    int outputs[ops::max_outputs] = {}; ///< the steps whose results are the network's outputs
    int output_count = 0, input_count = 0;
    std::size_t workspace = 0;     ///< elements, while a sample runs
    std::size_t prepared = 0;      ///< elements that are computed from the weights when these are loaded
    std::size_t preparation = 0;   ///< elements of scratch while that happens

    constexpr ops::op& op(int i) { return steps[i].op; }
    constexpr const ops::op& op(int i) const { return steps[i].op; }
    constexpr int push(const ops::op& o) {
        steps[size].op = o;
        return size++;
    }
};

namespace detail {

/// How often each result is read, outputs included.
template<int N>
struct use_counts {
    int n[N > 0 ? N : 1] = {};
    constexpr explicit use_counts(const program<N>& p) {
        for (int i = 0; i < p.size; ++i)
            for (int k = 0; k < p.op(i).operands; ++k) ++n[p.op(i).in[k]];
        for (int k = 0; k < p.output_count; ++k) ++n[p.outputs[k]];
    }
};

/// An operation of a program whose operands now are elsewhere: at[i] is where operation i went.
constexpr ops::op moved(ops::op o, const int* at) {
    for (int k = 0; k < o.operands; ++k) o.in[k] = at[o.in[k]];
    return o;
}
/// q gets the inputs and outputs of p.
template<int M, int N>
constexpr void take_outputs(program<M>& q, const program<N>& p, const int* at) {
    q.input_count = p.input_count, q.output_count = p.output_count;
    for (int k = 0; k < q.output_count; ++k) q.outputs[k] = at[p.outputs[k]];
}

/// The same program with other room.
template<int M, int N>
constexpr program<M> resized(const program<N>& p) {
    if constexpr (M == N)
        return p;
    else {
        program<M> q;
        for (int i = 0; i < p.size; ++i) q.push(p.op(i));
        q.input_count = p.input_count, q.output_count = p.output_count;
        for (int k = 0; k < q.output_count; ++k) q.outputs[k] = p.outputs[k];
        return q;
    }
}

/// The program without what nothing reads. Inputs stay: their number is their meaning.
template<int N>
constexpr program<N> without_dead(const program<N>& p) {
    bool live[N > 0 ? N : 1] = {};
    for (int k = 0; k < p.output_count; ++k) live[p.outputs[k]] = true;
    for (int i = p.size; i-- > 0;) {
        if (p.op(i).kind == ops::op_kind::input) live[i] = true;
        if (live[i])
            for (int k = 0; k < p.op(i).operands; ++k) live[p.op(i).in[k]] = true;
    }
    bool all = true;
    for (int i = 0; i < p.size; ++i) all = all && live[i];
    if (all) return p;
    program<N> q;
    int at[N > 0 ? N : 1] = {};
    for (int i = 0; i < p.size; ++i) {
        if (!live[i]) continue;
        at[i] = q.push(moved(p.op(i), at));
    }
    take_outputs(q, p, at);
    return q;
}

} // namespace detail
} // namespace ctnn
