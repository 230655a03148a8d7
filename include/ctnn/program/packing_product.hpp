/// How a product's weights are packed.
#pragma once
#include "../op/op.hpp"
#include "../shape/hardware.hpp"
#include "panel.hpp"

namespace ctnn::detail {

constexpr packing packing_of_product(const ops::op&, const extents*, const hardware&) { return {}; }

} // namespace ctnn::detail
