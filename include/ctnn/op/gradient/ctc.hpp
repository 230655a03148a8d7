/// The slope of the CTC loss: labels have none
#pragma once
#include "../training/ctc.hpp"
#include "rule.hpp"

namespace ctnn::ops {

template<>
struct gradient_rule<op_kind::ctc> {
    static constexpr void apply(const op&, const value* x, const value&, const value& dy, const bool* wanted,
                                value* dx) {
        if (wanted[1]) dx[1] = ctc_gradient(x[0], x[1], dy);
    }
};

} // namespace ctnn::ops
