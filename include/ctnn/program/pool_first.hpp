/// Pass of training programs, in front of differentiation: a maximum pooling that alone reads a ReLU reads what the
/// ReLU read, and the ReLU comes behind it, for fewer elements. max(relu(x)) = relu(max(x)), and where the gradient
/// goes is the same: windows differ in who has the maximum only where all of it is 0, and there the ReLU stops the
/// gradient.
#pragma once
#include "../op/op.hpp"
#include "../shape/growing.hpp"

namespace ctnn::detail {

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

} // namespace ctnn::detail
