/// How a product's weights are packed.
#pragma once
#include "../op/op.hpp"
#include "../shape/hardware.hpp"
#include "panel.hpp"

namespace ctnn::detail {

/// Vectors of a panel: what a product of one row has in registers at once. One of many rows takes a few of them at a
/// time.
inline constexpr int product_panel_vectors = 8;

constexpr packing packing_of_product(const ops::op& o, const extents*, const hardware& h) {
    const int n = o.out.last(), width = product_panel_vectors * h.lanes;
    if (n == 1) return {};                         // the order of a dot product
    if (n <= width && n % h.lanes == 0) return {}; // one panel of whole vectors already
    return {.width = width};
}

/// As bfloat16; w: the shape of the weights.
constexpr packing packing_of_bf16_product(const ops::op& o, const extents& w, const hardware& h) {
    if (o.out.last() == 1) return {};
    return {.width = product_panel_vectors * h.lanes, .pairs = {.run = w[0], .runs = 1}};
}

} // namespace ctnn::detail
