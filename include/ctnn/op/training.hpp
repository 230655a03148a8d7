/// The operations of training programs, besides those that predict.
#pragma once
#include "evaluate.hpp"
#include "training/broadcast.hpp"
#include "training/conv_input.hpp"
#include "training/conv_weights.hpp"
#include "training/custom_gradient.hpp"
#include "training/depthwise_input.hpp"
#include "training/depthwise_weights.hpp"
#include "training/gather_gradient.hpp"
#include "training/circle.hpp"
#include "training/crossentropy.hpp"
#include "training/ctc.hpp"
#include "training/map_gradient.hpp"
#include "training/matmul_input.hpp"
#include "training/matmul_weights.hpp"
#include "training/normalize_values.hpp"
#include "training/pool_gradient.hpp"
#include "training/one_hot.hpp"
#include "training/random_numbers.hpp"
#include "training/recurrent_gradient.hpp"
#include "training/recurrent_states.hpp"
#include "training/reduce_gradient.hpp"
#include "training/resample_gradient.hpp"
#include "training/softmax_gradient.hpp"
#include "training/standardize_gradient.hpp"

namespace ctnn::ops {

/// visit for every kind but `random`, whose numbers are not made from operands.
template<class F>
constexpr void visit_training(op_kind kind, const F& f) {
    using k = op_kind;
    switch (kind) {
    case k::map_gradient:
        return f.template operator()<k::map_gradient>();
    case k::matmul_input:
        return f.template operator()<k::matmul_input>();
    case k::matmul_weights:
        return f.template operator()<k::matmul_weights>();
    case k::broadcast:
        return f.template operator()<k::broadcast>();
    case k::softmax_gradient:
        return f.template operator()<k::softmax_gradient>();
    case k::moments:
        return f.template operator()<k::moments>();
    case k::normalize:
        return f.template operator()<k::normalize>();
    case k::normalize_sums:
        return f.template operator()<k::normalize_sums>();
    case k::normalize_gradient:
        return f.template operator()<k::normalize_gradient>();
    case k::recurrent_states:
        return f.template operator()<k::recurrent_states>();
    case k::recurrent_result:
        return f.template operator()<k::recurrent_result>();
    case k::recurrent_gradient:
        return f.template operator()<k::recurrent_gradient>();
    case k::conv_input:
        return f.template operator()<k::conv_input>();
    case k::conv_weights:
        return f.template operator()<k::conv_weights>();
    case k::depthwise_input:
        return f.template operator()<k::depthwise_input>();
    case k::depthwise_weights:
        return f.template operator()<k::depthwise_weights>();
    case k::pool_gradient:
        return f.template operator()<k::pool_gradient>();
    case k::standardize_gradient:
        return f.template operator()<k::standardize_gradient>();
    case k::gather_gradient:
        return f.template operator()<k::gather_gradient>();
    case k::resample_gradient:
        return f.template operator()<k::resample_gradient>();
    case k::reduce_gradient:
        return f.template operator()<k::reduce_gradient>();
    case k::custom_gradient:
        return f.template operator()<k::custom_gradient>();
    case k::one_hot:
        return f.template operator()<k::one_hot>();
    case k::crossentropy:
        return f.template operator()<k::crossentropy>();
    case k::circle:
        return f.template operator()<k::circle>();
    case k::circle_gradient:
        return f.template operator()<k::circle_gradient>();
    case k::ctc:
        return f.template operator()<k::ctc>();
    case k::ctc_gradient:
        return f.template operator()<k::ctc_gradient>();
    default:
        return visit(kind, f);
    }
}

/// An operation of kind K that goes across `runs` runs of its operands: x[k] moves by each[k]. What its file does not
/// say otherwise is the sum over all of them.
template<op_kind K, class T, unsigned Options = compiled_for>
constexpr void evaluate_across_of(const op& o, const extents* in, const int* each, int runs, const T* const* x, T* y) {
    if constexpr (requires { operation<K>::evaluate_across(o, in, each, runs, x, y); })
        operation<K>::evaluate_across(o, in, each, runs, x, y);
    else {
        const std::size_t n = o.out.size();
        T* const one = new T[n]();
        for (std::size_t i = 0; i < n; ++i) y[i] = 0;
        for (int r = 0; r < runs; ++r) {
            const T* at[max_operands] = {};
            for (int k = 0; k < o.operands; ++k) at[k] = x[k] + r * each[k];
            operation<K>::evaluate(o, in, at, one);
            for (std::size_t i = 0; i < n; ++i) y[i] += one[i];
        }
        delete[] one;
    }
}
/// The same of whatever kind it is; who knows the kind does not have the definitions of all kinds compiled.
template<class T, unsigned Options = compiled_for>
constexpr void evaluate_across(const op& o, const extents* in, const int* each, int runs, const T* const* x, T* y) {
    visit_training(o.kind, [&]<op_kind K>() { evaluate_across_of<K>(o, in, each, runs, x, y); });
}

/// `runs` runs of an operation of kind K that does not go across them.
template<op_kind K, class T, unsigned Options = compiled_for>
constexpr void evaluate_runs_of(const op& o, const extents* in, const int* each, int runs, const T* const* x, T* y) {
    if constexpr (requires { operation<K>::evaluate(o, in, x, y); }) {
        const bool fused = o.attr.fuses();
        for (int r = 0; r < runs; ++r) {
            const T* at[max_operands] = {};
            for (int k = 0; k < o.operands; ++k) at[k] = x[k] + r * each[k];
            operation<K>::evaluate(o, in, at, y + std::size_t(r) * o.out.size());
            if (fused) detail::evaluate_fused(o, at, y + std::size_t(r) * o.out.size());
        }
    }
}
template<class T, unsigned Options = compiled_for>
constexpr void evaluate_runs(const op& o, const extents* in, const int* each, int runs, const T* const* x, T* y) {
    visit_training(o.kind, [&]<op_kind K>() { evaluate_runs_of<K>(o, in, each, runs, x, y); });
}

} // namespace ctnn::ops
