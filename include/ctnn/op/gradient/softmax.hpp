/// softmax and log_softmax from their results, sparsemax from x, too
#pragma once
#include "../training/softmax_gradient.hpp"
#include "rule.hpp"

namespace ctnn::ops {

template<>
struct gradient_rule<op_kind::softmax> {
    static constexpr void apply(const op& o, const value* x, const value& y, const value& dy, const bool*, value* dx) {
        dx[0] = softmax_gradient(softmax_kind(o.attr.variant), x[0], y, dy, o.attr.axes);
    }
};

} // namespace ctnn::ops
