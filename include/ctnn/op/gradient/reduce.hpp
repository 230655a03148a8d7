/// dx of a sum: dy for every summand; of a mean: dy / n
#pragma once
#include "../map.hpp"
#include "rule.hpp"

namespace ctnn::ops {

template<>
struct gradient_rule<op_kind::reduce> {
    static constexpr void apply(const op& o, const value* x, const value&, const value& dy, const bool*, value* dx) {
        value d = dy;
        if (reduce_kind(o.attr.variant) == reduce_kind::mean)
            d = map(d, {function_kind::affine, float(o.out.size()) / float(x[0].shape().size()), 0});
        if (reduce_kind(o.attr.variant) != reduce_kind::maximum) dx[0] = broadcast_to(d, x[0], o.attr.axes);
    }
};

} // namespace ctnn::ops
