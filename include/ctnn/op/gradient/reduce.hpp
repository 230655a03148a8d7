/// dx of a sum: dy for every summand; of a mean: dy / n; of a maximum: dy where it is
#pragma once
#include "../map.hpp"
#include "../training/reduce_gradient.hpp"
#include "rule.hpp"

namespace ctnn::ops {

template<>
struct gradient_rule<op_kind::reduce> {
    static constexpr void apply(const op& o, const value* x, const value& y, const value& dy, const bool*, value* dx) {
        if (reduce_kind(o.attr.variant) == reduce_kind::maximum) {
            dx[0] = reduce_gradient(dy, x[0], y, o.attr.axes);
            return;
        }
        value d = dy;
        if (reduce_kind(o.attr.variant) == reduce_kind::mean)
            d = map(d, {function_kind::affine, float(o.out.size()) / float(x[0].shape().size()), 0});
        dx[0] = broadcast_to(d, x[0], o.attr.axes);
    }
};

} // namespace ctnn::ops
