/// The table learns; the numbers of its rows have no gradient
#pragma once
#include "../gather.hpp"
#include "../training/gather_gradient.hpp"
#include "rule.hpp"

namespace ctnn::ops {

template<>
struct gradient_rule<op_kind::gather> {
    static constexpr void apply(const op&, const value* x, const value&, const value& dy, const bool* wanted,
                                value* dx) {
        if (wanted[1]) dx[1] = gather_gradient(x[0], dy, x[1].shape(), !x[1].moves_with(dy));
    }
};

} // namespace ctnn::ops
