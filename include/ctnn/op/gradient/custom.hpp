/// A user's function: by the derivative that came with it
#pragma once
#include "../custom.hpp"
#include "../slice.hpp"
#include "../training/custom_gradient.hpp"
#include "rule.hpp"

namespace ctnn::ops {

template<>
struct gradient_rule<op_kind::custom> {
    static constexpr bool knows(const op& o) { return o.attr.variant; }
    static constexpr void apply(const op& o, const value* x, const value&, const value& dy, const bool* wanted,
                                value* dx) {
        const value all = custom_gradient(x, o.operands, dy, o.attr.derivative);
        for (int k = 0, at = 0; k < o.operands; ++k) {
            const int n = int(x[k].shape().size());
            if (wanted[k]) {
                const value part = o.operands == 1 ? all : slice(all, extents(at), extents(n));
                dx[k] = sum_to(reshape(part, x[k].shape()), x[k]);
            }
            at += n;
        }
    }
};

} // namespace ctnn::ops
