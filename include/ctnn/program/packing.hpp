/// How the kernel of an operation wants its weights, which are its second operand.
#pragma once
#include "../op/op.hpp"
#include "../shape/hardware.hpp"
#include "packing_conv.hpp"
#include "packing_product.hpp"
#include "packing_recurrent.hpp"

namespace ctnn::detail {

/// `in`: shapes of one run of each operand.
constexpr packing packing_of(const ops::op& o, const extents* in, const hardware& h) {
    switch (o.kind) {
    case ops::op_kind::matmul: return packing_of_product(o, in, h);
    case ops::op_kind::conv:
    case ops::op_kind::winograd:
    case ops::op_kind::depthwise: return packing_of_conv(o, in, h);
    case ops::op_kind::recurrent: return packing_of_recurrence(o, in, h);
    default: return {};
    }
}

} // namespace ctnn::detail
