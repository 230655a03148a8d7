/// What an activity_regularizer adds to the loss: of every sample, so that the batch's mean is Keras' sum divided by
/// its size.
#pragma once
#include "../layer/regularizer.hpp"
#include "losses/arithmetic.hpp"

namespace ctnn::detail {

/// l1 sum |y| + l2 sum y^2:   y (...) -> ()
constexpr ops::value activity_penalty(const regularizer& r, const ops::value& y) {
    using namespace loss_math;
    const auto sum = [&](const ops::value& x, double factor) {
        return affine(reduced(ops::reduce_kind::sum, x, all_axes(x)), float(factor), 0);
    };
    if (r.l1 == 0) return sum(square(y), r.l2);
    if (r.l2 == 0) return sum(magnitude(y), r.l1);
    return plus(sum(magnitude(y), r.l1), sum(square(y), r.l2));
}

} // namespace ctnn::detail
