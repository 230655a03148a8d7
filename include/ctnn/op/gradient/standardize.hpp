/// LayerNormalization's core: the gradient goes through mean and variance, too
#pragma once
#include "../standardize.hpp"
#include "../training/standardize_gradient.hpp"
#include "rule.hpp"

namespace ctnn::ops {

template<>
struct gradient_rule<op_kind::standardize> {
    static constexpr void apply(const op& o, const value* x, const value&, const value& dy, const bool*, value* dx) {
        dx[0] = standardize_gradient(dy, x[0], o.attr.axes, o.attr.value);
    }
};

} // namespace ctnn::ops
