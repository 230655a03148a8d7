/// dx = dy . w^T; dw = x^T . dy
#pragma once
#include "../training/matmul_input.hpp"
#include "../training/matmul_weights.hpp"
#include "rule.hpp"

namespace ctnn::ops {

template<>
struct gradient_rule<op_kind::matmul> {
    static constexpr void apply(const op&, const value* x, const value&, const value& dy, const bool* wanted,
                                value* dx) {
        if (wanted[0]) dx[0] = matmul_input(dy, x[1]);
        if (wanted[1]) dx[1] = matmul_weights(x[0], dy, !x[1].moves_with(dy));
    }
};

} // namespace ctnn::ops
