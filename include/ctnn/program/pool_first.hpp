/// Passes of training programs that compute on what a pooling gives and not on the many more elements that it reads.
#pragma once
#include "../op/op.hpp"
#include "../shape/growing.hpp"

namespace ctnn::detail {

/// In front of differentiation: a maximum pooling that alone reads a ReLU reads what the ReLU read, and the ReLU comes
/// behind it. max(relu(x)) = relu(max(x)), and where the gradient goes is the same: windows differ in who has the
/// maximum only where all of it is 0, and there the ReLU stops the gradient.
///
/// uses[i]: how often the result of operation i is read, where it is a result of the program, too.
constexpr void pool_first(growing<ops::op>& list, const growing<int>& uses) {
    for (int i = 0; i < list.size(); ++i) {
        ops::op& pool = list[i];
        if (pool.kind != ops::op_kind::pool || ops::pool_kind(pool.attr.variant) != ops::pool_kind::maximum) continue;
        ops::op& relu = list[pool.in[0]];
        if (relu.kind != ops::op_kind::map || uses[pool.in[0]] != 1 || relu.times != pool.times ||
            !(relu.attr.f == ops::function_of(ops::function_kind::relu)))
            continue;
        const int first = pool.in[0], from = relu.in[0];
        const ops::op was = relu;
        relu = pool, relu.in[0] = from;
        pool = was, pool.in[0] = first, pool.out = relu.out;
    }
}

/// Behind it: the sum over space of a pooling's gradient, as that of a bias, is the sum of what the pooling was given,
/// all of which goes somewhere.
constexpr void sum_in_front_of_pools(growing<ops::op>& list) {
    for (ops::op& sum : list) {
        if (sum.kind != ops::op_kind::reduce || ops::reduce_kind(sum.attr.variant) != ops::reduce_kind::sum) continue;
        const ops::op& dx = list[sum.in[0]];
        if (dx.kind == ops::op_kind::pool_gradient && sum.attr.axes == (1u << (dx.out.rank - 1)) - 1)
            sum.in[0] = dx.in[0];
    }
}

} // namespace ctnn::detail
