/// How the kernel of an operation wants its weights, which are its second operand.
#pragma once
#include "../op/pack_pairs.hpp"
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

/// The same for weights as bfloat16, of the kernels that read such; a width of 0 otherwise.
constexpr packing bf16_packing_of(const ops::op& o, const extents* in, const hardware& h) {
    switch (o.kind) {
    case ops::op_kind::matmul: return packing_of_bf16_product(o, in[1], h);
    case ops::op_kind::conv: return packing_of_bf16_conv(o, in, h);
    case ops::op_kind::recurrent: return packing_of_bf16_recurrence(o, in, h);
    default: return {};
    }
}

/// How many elements the weights w are that a kernel reads.
constexpr int packed_size(const packing& p, const extents& w, const hardware& h) {
    if (!p.width) return int(w.size());
    return ops::panels(p.pairs.any() ? p.pairs.words(w) : w, p.groups, p.width, h.lanes, p.part).size();
}

/// As bfloat16 where that is less memory: the zeros behind a few columns may be more than what is saved.
constexpr packing smaller_packing_of(const ops::op& o, const extents* in, const hardware& h) {
    const packing plain = packing_of(o, in, h), half = bf16_packing_of(o, in, h);
    return half.width && packed_size(half, in[1], h) < packed_size(plain, in[1], h) ? half : plain;
}

} // namespace ctnn::detail
