/// y = x s + t:  dx = dy s,  ds = sum(dy x),  dt = sum(dy)
#pragma once
#include "../zip.hpp"
#include "rule.hpp"

namespace ctnn::ops {

template<>
struct gradient_rule<op_kind::scale_shift> {
    static constexpr void apply(const op& o, const value* x, const value&, const value& dy, const bool* wanted,
                                value* dx) {
        const int axis = o.attr.axis, rank = o.out.rank;
        extents along(o.out[axis]); // s, as it is stretched over x
        for (int i = axis + 1; i < rank; ++i) along = along.append(1);
        const auto total = [&](const value& d, const value& to) {
            return reshape(sum_to(d, reshape(to, along)), to.shape());
        };
        if (wanted[0]) dx[0] = multiply(dy, reshape(x[1], along));
        if (wanted[1]) dx[1] = total(multiply(dy, x[0]), x[1]);
        if (wanted[2]) dx[2] = total(dy, x[2]);
    }
};

} // namespace ctnn::ops
