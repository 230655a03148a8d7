/// A program for several samples at once, which lie one after the other in memory. What depends on a sample runs as
/// many times; weights, and what is prepared of them, are those of the program for one.
#pragma once
#include "../shape/hardware.hpp"
#include "plan.hpp"

namespace ctnn::detail {

/// Whether that is possible: an operand either belongs to the same sample as the result or is the same for all of them.
template<int N>
constexpr bool takes_batches(const program<N>& p) {
    for (int i = 0; i < p.size; ++i) { // one value of a sample for several runs of an operation
        if (p.is_weight(i) || p.op(i).kind == ops::op_kind::reshape) continue;
        for (int k = 0; k < p.op(i).operands; ++k)
            if (!p.is_weight(p.op(i).in[k]) && p.op(p.op(i).in[k]).times != p.op(i).times) return false;
    }
    return true;
}

template<int N>
constexpr bool recurs(const program<N>& p) {
    for (int i = 0; i < p.size; ++i)
        if (p.op(i).kind == ops::op_kind::recurrent) return true;
    return false;
}

/// How many samples run together: as many as keep what they need within a second-level cache; recurrences, whose
/// samples are in the lanes of registers, take two registers of them, or none, and may put out four times as much.
/// Products of 32 rows are about as fast as those of more, but where weights come from behind that cache, which twice
/// as many as it has room for do (1024 x 1024: 128 rows are 1.25 times as fast).
template<int N>
constexpr int batch_of(const program<N>& p, const hardware& h) {
    constexpr std::size_t cache = 1u << 18; // floats
    if (!takes_batches(p)) return 1;
    const bool in_lanes = recurs(p);
    std::size_t each = p.workspace;
    for (int i = 0; i < p.size; ++i)
        if (p.op(i).kind == ops::op_kind::input) each += p.op(i).size();
    std::size_t weights = 0;
    for (int i = 0; i < p.size; ++i)
        if (p.op(i).kind == ops::op_kind::parameter) weights += p.op(i).size();
    int n = in_lanes ? 2 * h.lanes : weights > 2 * cache ? 128 : 32;
    const std::size_t most = in_lanes ? 4 * cache : cache;
    while (n > 1 && std::size_t(n) * each > most) n /= 2;
    return in_lanes && n < 2 * h.lanes ? 1 : n;
}

/// The program for `samples`, to be planned.
template<int N>
constexpr program<N> batched(program<N> p, int samples) {
    for (int i = 0; i < p.size; ++i) {
        const ops::op o = p.op(i);
        p.steps[i] = {};
        p.op(i) = o;
        if (!p.is_weight(i)) p.op(i).times *= samples;
    }
    p.workspace = p.prepared = p.preparation = 0;
    return p;
}

} // namespace ctnn::detail
