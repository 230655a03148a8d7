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
constexpr int bias_operand(const program<N>& p, const weight_values<N>& w, const ops::op& o) {
    if (o.kind != ops::op_kind::zip || ops::zip_kind(o.attr.variant) != ops::zip_kind::add) return -1;
    for (int k = 0; k < 2; ++k) {
        const extents& b = p.op(o.in[k]).out;
        if (w.is[o.in[k]] && !w.is[o.in[1 - k]] && b.rank == 1 && b[0] == o.out.last()) return k;
    }
    return -1;
}

template<int N>
constexpr int count_kind(const program<N>& p, ops::op_kind kind) {
    int n = 0;
    for (int i = 0; i < p.size; ++i) n += p.op(i).kind == kind;
    return n;
}

/// M: room for three more operations for every scale_shift.
template<int M, int N>
constexpr program<M> fold_scale_shift(const program<N>& p) {
    const weight_values<N> w(p);
    const use_counts<N> uses(p);
    // for every product, the scale_shift that goes into it; for that, the add in between or -1
    int scale_of[N > 0 ? N : 1] = {}, product_of[N > 0 ? N : 1] = {}, add_of[N > 0 ? N : 1] = {};
    bool gone[N > 0 ? N : 1] = {}; // adds between a product and its scale_shift
    for (int i = 0; i < p.size; ++i) scale_of[i] = product_of[i] = add_of[i] = -1;
    for (int i = 0; i < p.size; ++i) {
        const ops::op& o = p.op(i);
        if (o.kind != ops::op_kind::scale_shift || w.is[i] || !w.is[o.in[1]] || !w.is[o.in[2]]) continue;
        if (o.attr.axis != o.out.rank - 1) continue;
        int m = o.in[0], add = -1;
        if (const int b = bias_operand(p, w, p.op(m)); b >= 0 && uses.n[m] == 1) add = m, m = p.op(m).in[1 - b];
        if (!is_product(p.op(m).kind) || uses.n[m] != 1 || w.is[m] || !w.is[p.op(m).in[1]]) continue;
        scale_of[m] = i, product_of[i] = m, add_of[i] = add;
        if (add >= 0) gone[add] = true;
    }
    program<M> q;
    int at[N > 0 ? N : 1] = {}, weights_of[N > 0 ? N : 1] = {}, bias_of[N > 0 ? N : 1] = {};
    const auto copy = [&](int i) { return moved(p.op(i), at); };
    int i = copy_weights(q, p, w, at);
    const auto zip = [&](ops::zip_kind kind, int a, int b, const extents& out) {
        ops::op o;
        o.kind = ops::op_kind::zip, o.operands = 2, o.in[0] = a, o.in[1] = b, o.out = out;
        o.attr.variant = int(kind);
        return o;
    };
    for (int m = i; m < p.size; ++m) {
        const int s = scale_of[m];
        if (s < 0) continue;
        const ops::op &product = p.op(m), &scale = p.op(s);
        const extents& shape = p.op(product.in[1]).out;
        int factor = at[scale.in[1]];
        if (product.kind == ops::op_kind::depthwise || product.kind == ops::op_kind::conv_transpose) {
            ops::op view; // the channels are not (alone) on the kernel's last axis
            view.kind = ops::op_kind::reshape, view.operands = 1, view.in[0] = factor;
            view.out = product.kind == ops::op_kind::depthwise ? extents(shape[shape.rank - 2], shape.last())
                                                               : extents(shape[shape.rank - 2], 1);
            factor = q.push(view);
        }
        weights_of[m] = q.push(zip(ops::zip_kind::multiply, at[product.in[1]], factor, shape));
        bias_of[m] = at[scale.in[2]];
        if (const int add = add_of[s]; add >= 0) {
            ops::op b = copy(s);
            b.in[0] = at[p.op(add).in[bias_operand(p, w, p.op(add))]];
            b.out = q.op(b.in[0]).out, b.attr.axis = 0, b.times = 1;
            bias_of[m] = q.push(b);
        }
    }
    for (; i < p.size; ++i) {
        ops::op o = copy(i);
        if (scale_of[i] >= 0)
            o.in[1] = weights_of[i];
        else if (const int m = product_of[i]; m >= 0) {
            const int times = o.times;
            o = zip(ops::zip_kind::add, at[m], bias_of[m], o.out);
            o.times = times;
        } else if (gone[i]) {
            at[i] = o.in[1 - bias_operand(p, w, p.op(i))];
            continue;
        }
        at[i] = q.push(o);
    }
    take_outputs(q, p, at);
    return q;
}

} // namespace ctnn::detail
