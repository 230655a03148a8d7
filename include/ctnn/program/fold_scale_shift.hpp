/// Pass: a scale_shift (BatchNormalization) behind a product or convolution becomes part of its weights:
/// (x . w + b) * s + t = x . (w * s) + (b * s + t). The new weights are computed once, when the old ones are loaded.
#pragma once
#include "weights_first.hpp"

namespace ctnn::detail {

/// Products whose output channels are on the last axis and scale with their weights.
constexpr bool is_product(ops::op_kind k) {
    using o = ops::op_kind;
    return k == o::matmul || k == o::conv || k == o::depthwise || k == o::conv_transpose;
}

/// Whether `o` adds a weight along the last axis, and which operand is the other one.
template<int N>
constexpr int bias_operand(const program<N>& p, const ops::op& o) {
    if (o.kind != ops::op_kind::zip || ops::zip_kind(o.attr.variant) != ops::zip_kind::add) return -1;
    for (int k = 0; k < 2; ++k) {
        const extents& b = p.op(o.in[k]).out;
        if (p.is_weight(o.in[k]) && !p.is_weight(o.in[1 - k]) && b.rank == 1 && b[0] == o.out.last()) return k;
    }
    return -1;
}

template<int N>
constexpr int count_kind(const program<N>& p, ops::op_kind kind) {
    int n = 0;
    for (int i = 0; i < p.size; ++i) n += p.op(i).kind == kind;
    return n;
}

/// N: room for three more operations for every scale_shift.
template<int N>
constexpr program<N> fold_scale_shift(const program<N>& p) {
    const use_counts<N> uses(p);
    // for every product, the scale_shift that goes into it; for that, the add in between or -1
    int scale_of[N > 0 ? N : 1] = {}, product_of[N > 0 ? N : 1] = {}, add_of[N > 0 ? N : 1] = {};
    bool gone[N > 0 ? N : 1] = {}; // adds between a product and its scale_shift
    for (int i = p.weights; i < p.size; ++i) scale_of[i] = product_of[i] = add_of[i] = -1;
    for (int i = p.weights; i < p.size; ++i) {
        const ops::op& o = p.op(i);
        if (o.kind != ops::op_kind::scale_shift || !p.is_weight(o.in[1]) || !p.is_weight(o.in[2])) continue;
        if (o.attr.axis != o.out.rank - 1) continue;
        int m = o.in[0], add = -1;
        if (const int b = bias_operand(p, p.op(m)); b >= 0 && uses.n[m] == 1) add = m, m = p.op(m).in[1 - b];
        if (!is_product(p.op(m).kind) || uses.n[m] != 1 || p.is_weight(m) || !p.is_weight(p.op(m).in[1])) continue;
        scale_of[m] = i, product_of[i] = m, add_of[i] = add;
        if (add >= 0) gone[add] = true;
    }
    program<N> q = {};
    int weights_of[N > 0 ? N : 1] = {}, bias_of[N > 0 ? N : 1] = {};
    auto to = begin_with_weights(q, p);
    const auto zip = [&](ops::zip_kind kind, int a, int b, const extents& out) {
        ops::op o = ops::op_of(ops::op_kind::zip);
        o.operands = 2, o.in[0] = a, o.in[1] = b, o.out = out;
        o.attr.variant = int(kind);
        return o;
    };
    for (int m = p.weights; m < p.size; ++m) {
        const int s = scale_of[m];
        if (s < 0) continue;
        const ops::op &product = p.op(m), &scale = p.op(s);
        const extents& shape = p.op(product.in[1]).out;
        int factor = scale.in[1];
        if (product.kind == ops::op_kind::depthwise || product.kind == ops::op_kind::conv_transpose) {
            ops::op view = ops::op_of(ops::op_kind::reshape); // the channels are not (alone) on the kernel's last axis
            view.operands = 1, view.in[0] = factor;
            view.out = product.kind == ops::op_kind::depthwise ? extents(shape[shape.rank - 2], shape.last())
                                                               : extents(shape[shape.rank - 2], 1);
            factor = q.push(view);
        }
        weights_of[m] = q.push(zip(ops::zip_kind::multiply, product.in[1], factor, shape));
        bias_of[m] = scale.in[2];
        if (const int add = add_of[s]; add >= 0) {
            ops::op b = scale;
            b.in[0] = p.op(add).in[bias_operand(p, p.op(add))];
            b.out = q.op(b.in[0]).out, b.attr.axis = 0, b.times = 1;
            bias_of[m] = q.push(b);
        }
    }
    q.weights = q.size;
    for (int i = p.weights; i < p.size; ++i) {
        if (gone[i]) {
            to.at[i] = to[p.op(i).in[1 - bias_operand(p, p.op(i))]];
            continue;
        }
        const int m = product_of[i];
        if (m < 0)
            to.at[i] = q.take(p.op(i), to);
        else {
            to.at[i] = q.push(zip(ops::zip_kind::add, to[m], bias_of[m], p.op(i).out));
            q.op(to.at[i]).times = p.op(i).times;
        }
        if (scale_of[i] >= 0) q.op(to.at[i]).in[1] = weights_of[i];
    }
    take_outputs(q, p, to);
    return q;
}

} // namespace ctnn::detail
