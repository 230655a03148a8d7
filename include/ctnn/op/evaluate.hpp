/// Every operation's scalar definition behind one call: the oracle, and what constant expressions run.
#pragma once
#include "all.hpp"

namespace ctnn::ops {

/// Calls f.template operator()<K>() for the kind.
template<class F>
constexpr void visit(op_kind kind, const F& f) {
    using k = op_kind;
    switch (kind) {
    case k::input:
    case k::parameter: break; // nothing computes them
    case k::reshape: return f.template operator()<k::reshape>();
    case k::constant: return f.template operator()<k::constant>();
    case k::matmul: return f.template operator()<k::matmul>();
    case k::conv: return f.template operator()<k::conv>();
    case k::conv_transpose: return f.template operator()<k::conv_transpose>();
    case k::depthwise: return f.template operator()<k::depthwise>();
    case k::pool: return f.template operator()<k::pool>();
    case k::reduce: return f.template operator()<k::reduce>();
    case k::map: return f.template operator()<k::map>();
    case k::zip: return f.template operator()<k::zip>();
    case k::scale_shift: return f.template operator()<k::scale_shift>();
    case k::softmax: return f.template operator()<k::softmax>();
    case k::standardize: return f.template operator()<k::standardize>();
    case k::gather: return f.template operator()<k::gather>();
    case k::recurrent: return f.template operator()<k::recurrent>();
    case k::concat: return f.template operator()<k::concat>();
    case k::slice: return f.template operator()<k::slice>();
    case k::reverse: return f.template operator()<k::reverse>();
    case k::pad: return f.template operator()<k::pad>();
    case k::permute: return f.template operator()<k::permute>();
    case k::repeat: return f.template operator()<k::repeat>();
    case k::resample: return f.template operator()<k::resample>();
    case k::custom: return f.template operator()<k::custom>();
    case k::copy: return f.template operator()<k::copy>();
    case k::pack: return f.template operator()<k::pack>();
    case k::pack_pairs: return f.template operator()<k::pack_pairs>();
    case k::winograd: return f.template operator()<k::winograd>();
    case k::winograd_weights: return f.template operator()<k::winograd_weights>();
    default: break; // of training programs alone: see training.hpp
    }
}

namespace detail {

/// What passes fused comes behind the operation itself: + bias, + residual, activation. One run.
template<class T, unsigned Options = compiled_for>
constexpr void evaluate_fused(const op& o, const T* const* x, T* y) {
    const int n = int(o.out.size()), own = o.operands - o.attr.bias - o.attr.residual;
    const auto residual = [&](bool here) {
        if (o.attr.residual && here)
            for (int i = 0; i < n; ++i) y[i] += x[own + o.attr.bias][i];
    };
    if (o.attr.bias) {
        const int c = o.out.last();
        for (int i = 0; i < n; ++i) y[i] += x[own][i % c];
    }
    residual(!o.attr.residual_last);
    if (o.attr.epilogue.kind != function_kind::identity)
        for (int i = 0; i < n; ++i) y[i] = ops::evaluate(o.attr.epilogue, y[i]);
    residual(o.attr.residual_last);
}
template<op_kind K, class T, unsigned Options = compiled_for>
constexpr void evaluate_run(const op& o, const extents* in, const T* const* x, T* y) {
    operation<K>::evaluate(o, in, x, y);
    evaluate_fused(o, x, y);
}

/// The same with the maximum of attr.pool results along each axis behind it.
template<op_kind K, class T, unsigned Options = compiled_for>
constexpr void evaluate_pooled(const op& o, const extents* in, const T* const* x, T* y) {
    const op whole = unpooled(o);
    T* const all = new T[whole.out.size()]();
    evaluate_run<K>(whole, in, x, all);
    op most = op_of(op_kind::pool);
    most.out = o.out;
    most.attr.variant = int(pool_kind::maximum), most.attr.win = unit_window(o.attr.win.rank);
    for (int d = 0; d < o.attr.win.rank; ++d) most.attr.win.size[d] = most.attr.win.stride[d] = o.attr.pool;
    const T* const from[] = {all};
    operation<op_kind::pool>::evaluate(most, &whole.out, from, y);
    delete[] all;
}

} // namespace detail

/// All runs of one operation of kind K, with what passes fused into it. `in`: shapes of one run of each operand; `each`:
/// how far an operand moves from run to run, 0 where it is the same for all.
template<op_kind K, class T, unsigned Options = compiled_for>
constexpr void evaluate_of(const op& o, const extents* in, const int* each, const T* const* x, T* y) {
    for (int t = 0; t < o.times; ++t, y += o.out.size()) {
        const T* at[max_operands] = {};
        for (int i = 0; i < o.operands; ++i) at[i] = x[i] + t * each[i];
        if (o.attr.pooling() == 1)
            detail::evaluate_run<K>(o, in, at, y);
        else
            detail::evaluate_pooled<K>(o, in, at, y);
    }
}
/// The same of whatever kind it is; who knows the kind does not have the definitions of all kinds compiled.
template<class T, unsigned Options = compiled_for>
constexpr void evaluate(const op& o, const extents* in, const int* each, const T* const* x, T* y) {
    visit(o.kind, [&]<op_kind K>() { evaluate_of<K>(o, in, each, x, y); });
}

} // namespace ctnn::ops
