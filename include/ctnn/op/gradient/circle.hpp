/// The slope of the circle loss: every sample's embedding is in the loss of all others
#pragma once
#include "../training/circle.hpp"
#include "rule.hpp"

namespace ctnn::ops {

template<>
struct gradient_rule<op_kind::circle> {
    static constexpr void apply(const op& o, const value* x, const value&, const value& dy, const bool* wanted,
                                value* dx) {
        if (wanted[1]) dx[1] = circle_gradient(x[0], x[1], dy, {o.attr.value, o.attr.f.a, o.attr.variant != 0});
    }
};

} // namespace ctnn::ops
