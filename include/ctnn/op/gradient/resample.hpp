/// Interpolation is linear in x: the gradient goes back by the same weights
#pragma once
#include "../training/resample_gradient.hpp"
#include "rule.hpp"

namespace ctnn::ops {

template<>
struct gradient_rule<op_kind::resample> {
    static constexpr void apply(const op& o, const value* x, const value&, const value& dy, const bool*, value* dx) {
        dx[0] = resample_gradient(resample_kind(o.attr.variant), dy, o.attr.axis, x[0].shape()[o.attr.axis]);
    }
};

} // namespace ctnn::ops
