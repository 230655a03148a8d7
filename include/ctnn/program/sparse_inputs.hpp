/// Pass: where a product of one row reads what a ReLU has put out, many of its elements are 0, and the weights that
/// meet them need not be read. That pays where weights come from a farther cache than the nearest. The sums are the
/// same for finite weights, whatever the input; with a weight that is infinite or NaN, 0 times it would be NaN in
/// Keras, and is left out here.
#pragma once
#include "../op/matmul.hpp"
#include "program.hpp"

namespace ctnn::detail {

/// Whether a good part of a result is likely to be 0.
template<int N>
constexpr bool has_zeros(const program<N>& p, int i) {
    const auto relu = [](const ops::function& f) { return f.kind == ops::function_kind::relu && f.a == 0 && f.c == 0; };
    const auto keeps_zeros = [](const ops::op& o) { // many of them: the largest of a few is 0 where all are
        return o.kind == ops::op_kind::reshape ||
               (o.kind == ops::op_kind::pool && ops::pool_kind(o.attr.variant) == ops::pool_kind::maximum);
    };
    while (keeps_zeros(p.op(i))) i = p.op(i).in[0];
    const ops::op& o = p.op(i);
    return o.kind == ops::op_kind::map ? relu(o.attr.f) : relu(o.attr.epilogue);
}

/// Bytes of weights from which on a list of the elements pays, and the longest list that a kernel makes on the stack.
inline constexpr std::size_t sparse_weight_bytes = 24 << 10;
inline constexpr int sparse_elements = 2048;

template<int N>
constexpr program<N> sparse_inputs(program<N> p) {
    for (int i = 0; i < p.size; ++i) {
        ops::op& o = p.op(i);
        if (o.kind != ops::op_kind::matmul || o.size() != std::size_t(o.out.last())) continue; // one row
        const extents& w = p.op(o.in[1]).out;
        if (w[0] <= sparse_elements && w.size() * sizeof(float) >= sparse_weight_bytes && o.out.last() > 1 &&
            has_zeros(p, o.in[0]))
            o.attr.variant = int(ops::input_kind::sparse);
    }
    return p;
}

} // namespace ctnn::detail
