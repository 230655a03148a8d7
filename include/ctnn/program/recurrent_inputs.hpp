/// Pass: the product x . W + b in front of a recurrence becomes part of it, so that its result is made for a few steps
/// at a time and never leaves the first cache. The rows of W, b, U and the recurrent bias become one matrix, once, when
/// the weights are loaded: op/recurrent.hpp has their order.
#pragma once
#include "../op/recurrent.hpp"
#include "weights_first.hpp"

namespace ctnn::detail {

/// Which product every recurrence takes over.
template<int N>
struct recurrent_products {
    int of[N > 0 ? N : 1] = {}; // the product, or -1
    bool gone[N > 0 ? N : 1] = {};
    int count = 0;

    constexpr recurrent_products(const program<N>& p, bool fires) {
        const use_counts<N> uses(p);
        for (int i = p.weights; i < p.size; ++i) {
            of[i] = -1;
            const ops::op& o = p.op(i);
            if (!fires || o.kind != ops::op_kind::recurrent || o.attr.at[4] > 0) continue;
            const ops::recurrence r(o.attr.at);
            const int m = o.in[0];
            const ops::op& product = p.op(m);
            const auto is_weight = [&](int k) { return p.is_weight(k) && p.op(k).times == 1; };
            if (product.kind != ops::op_kind::matmul || p.is_weight(m) || uses.n[m] != 1 || product.times != o.times ||
                product.out.rank != 2 || product.attr.residual ||
                product.attr.epilogue.kind != ops::function_kind::identity)
                continue;
            if (!is_weight(product.in[1]) || (product.attr.bias && !is_weight(product.in[2])) || !is_weight(o.in[1]) ||
                (r.bias && !is_weight(o.in[2])))
                continue;
            of[i] = m, gone[m] = true, ++count;
        }
    }
};

/// N: room for three more operations for every recurrence that takes a product over.
template<int N>
constexpr program<N> take_recurrent_inputs(const program<N>& p, const recurrent_products<N>& products) {
    program<N> q = {};
    int kernel_of[N > 0 ? N : 1] = {};
    auto to = begin_with_weights(q, p);
    for (int i = p.weights; i < p.size; ++i) {
        const int m = products.of[i];
        if (m < 0) continue;
        const ops::op &o = p.op(i), &product = p.op(m);
        const ops::recurrence r(o.attr.at);
        ops::op rows = ops::op_of(ops::op_kind::concat);
        rows.out = extents(0, p.op(o.in[1]).out[1]);
        const auto add = [&](int from, int n) {
            int part = from;
            if (n == 1 && p.op(from).out.rank == 1) {
                ops::op row = ops::op_of(ops::op_kind::reshape); // of a bias
                row.operands = 1, row.in[0] = part, row.out = extents(1, rows.out[1]);
                part = q.push(row);
            }
            rows.in[rows.operands++] = part, rows.out[0] += n;
        };
        add(product.in[1], p.op(product.in[1]).out[0]);
        if (product.attr.bias) add(product.in[2], 1);
        add(o.in[1], p.op(o.in[1]).out[0]);
        if (r.bias) add(o.in[2], 1);
        kernel_of[i] = -1;
        for (int j = p.weights; j < i && kernel_of[i] < 0; ++j) // a layer that is called twice has one
            if (const int before = products.of[j];
                before >= 0 && p.op(before).in[1] == product.in[1] && p.op(before).attr.bias == product.attr.bias &&
                (!product.attr.bias || p.op(before).in[2] == product.in[2]) && p.op(j).in[1] == o.in[1] &&
                p.op(j).attr.at[1] == o.attr.at[1] && (!r.bias || p.op(j).in[2] == o.in[2]))
                kernel_of[i] = kernel_of[j];
        if (kernel_of[i] < 0) kernel_of[i] = q.push(rows);
    }
    q.weights = q.size;
    for (int i = p.weights; i < p.size; ++i) {
        if (products.gone[i]) continue;
        const int m = products.of[i];
        if (m < 0) {
            to.at[i] = q.take(p.op(i), to);
        } else {
            ops::op o = p.op(i);
            for (int k = 2; k < o.operands; ++k) o.in[k] = to[o.in[k]];
            ops::recurrence r(o.attr.at);
            o.in[0] = to[p.op(m).in[0]], o.in[1] = kernel_of[i];
            if (r.bias) {
                for (int k = 3; k < o.operands; ++k) o.in[k - 1] = o.in[k];
                o.in[--o.operands] = 0;
            }
            r.inputs = p.op(p.op(m).in[1]).out[0], r.input_bias = p.op(m).attr.bias;
            o.attr.at = r.at();
            to.at[i] = q.push(o);
        }
    }
    take_outputs(q, p, to);
    return without_dead(q);
}

} // namespace ctnn::detail
