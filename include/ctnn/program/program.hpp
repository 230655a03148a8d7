/// A program: operations in the order in which they run, with what goes in and out.
#pragma once
#include "../op/op.hpp"

namespace ctnn {

/// Where a value lives while the program runs.
enum class place_kind : unsigned char { none, workspace, weights, input, output, prepared };

/// One operation of a program, and where its result is. `offset` counts elements.
struct step {
    ops::op op;
    place_kind place;
    int segment;             ///< which input or output
    std::size_t offset;
    bool prepares;       ///< runs once, when the weights are loaded, not for every sample
    bool works;          ///< computes something: no input, weight or other name of its operand's memory
    std::size_t scratch, scratch_elements; ///< where in the workspace its kernel has memory for itself
};

/// N: room for operations; the first `size` are used. It begins as `program<N> p = {}`, empty. A pass takes one program and gives another.
template<int N>
struct program {
    static constexpr int capacity = N;
    step steps[N > 0 ? N : 1];
    int size;
    int outputs[ops::max_outputs]; ///< the steps whose results are the network's outputs
    int output_count, input_count;
    int weights; ///< so many of the first operations depend on weights alone, and no other does
    std::size_t workspace;     ///< elements, while a sample runs
    std::size_t prepared;      ///< elements that are computed from the weights when these are loaded
    std::size_t preparation;   ///< elements of scratch while that happens

    constexpr ops::op& op(int i) { return steps[i].op; }
    constexpr const ops::op& op(int i) const { return steps[i].op; }
    /// Whether the result of operation i depends on weights alone.
    constexpr bool is_weight(int i) const { return i < weights; }
    constexpr int push(const ops::op& o) {
        steps[size].op = o;
        return size++;
    }
    /// An operation of another program; to[i] is where its operation i went.
    template<class Moves>
    constexpr int take(const ops::op& o, const Moves& to) {
        ops::op& here = steps[size].op;
        here = o;
        for (int k = 0; k < o.operands; ++k) here.in[k] = to[o.in[k]];
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

/// q gets the inputs and outputs of p; to[i] is where operation i went.
template<int M, int N, class Moves>
constexpr void take_outputs(program<M>& q, const program<N>& p, const Moves& to) {
    q.input_count = p.input_count, q.output_count = p.output_count;
    for (int k = 0; k < q.output_count; ++k) q.outputs[k] = to[p.outputs[k]];
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
    program<N> q = {};
    int at[N > 0 ? N : 1] = {};
    for (int i = 0; i < p.size; ++i) {
        if (!live[i]) continue;
        at[i] = q.take(p.op(i), at);
        if (p.is_weight(i)) q.weights = q.size;
    }
    take_outputs(q, p, at);
    return q;
}

} // namespace detail
} // namespace ctnn
