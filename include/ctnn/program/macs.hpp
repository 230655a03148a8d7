/// How many multiply-adds a program does for one sample: products and convolutions, as the field counts them.
#pragma once
#include "program.hpp"

namespace ctnn::detail {

template<int N>
constexpr std::size_t count_macs(const program<N>& p) {
    using k = ops::op_kind;
    std::size_t total = 0;
    for (int i = 0; i < p.size; ++i) {
        const ops::op& o = p.op(i);
        const std::size_t out = o.size();
        switch (o.kind) {
        case k::matmul: total += out * std::size_t(p.op(o.in[1]).out[0]); break;
        case k::conv: {
            const extents& w = p.op(o.in[1]).out; // taps..., channels of a group, filters
            total += out * w.product(0, w.rank - 1);
            break;
        }
        case k::conv_transpose: {
            const extents& w = p.op(o.in[1]).out; // taps..., filters, channels
            total += p.op(o.in[0]).size() * w.product(0, w.rank - 1);
            break;
        }
        case k::depthwise: {
            const extents& w = p.op(o.in[1]).out; // taps..., channels, multiplier
            total += out * w.product(0, w.rank - 2);
            break;
        }
        case k::recurrent: { // every step multiplies the state by the recurrent kernel
            const extents &gates = p.op(o.in[0]).out, &u = p.op(o.in[1]).out;
            total += std::size_t(o.times) * std::size_t(gates[0]) * u.size();
            break;
        }
        default: break;
        }
    }
    return total;
}

} // namespace ctnn::detail
