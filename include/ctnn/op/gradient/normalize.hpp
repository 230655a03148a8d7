/// BatchNormalization by the batch's own mean and variance: the gradient goes through these, too
#pragma once
#include "../slice.hpp"
#include "../training/normalize.hpp"
#include "rule.hpp"

namespace ctnn::ops {

template<>
struct gradient_rule<op_kind::normalize> {
    static constexpr void apply(const op& o, const value* x, const value&, const value& dy, const bool* wanted,
                                value* dx) {
        const bool gamma = o.attr.variant & 1, beta = o.attr.variant & 2;
        const int c = x[1].shape()[1];
        const value sums = normalize_sums(dy, x[0], x[1], o.attr.axis, o.attr.value);
        if (wanted[0])
            dx[0] = normalize_gradient(dy, x[0], x[1], sums, gamma ? x[2] : value{}, o.attr.axis, o.attr.value);
        const auto row = [&](int i) { return reshape(slice(sums, {i, 0}, {1, c}), extents(c)); };
        if (gamma && wanted[2]) dx[2] = row(1);
        if (beta && wanted[2 + gamma]) dx[2 + gamma] = row(0);
    }
};

} // namespace ctnn::ops
