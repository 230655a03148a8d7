/// How a convolution's or depthwise convolution's kernel weights are packed.
#pragma once
#include "../op/op.hpp"
#include "../shape/hardware.hpp"
#include "panel.hpp"

namespace ctnn::detail {

constexpr packing packing_of_conv(const ops::op&, const extents*, const hardware&) { return {}; }

} // namespace ctnn::detail
