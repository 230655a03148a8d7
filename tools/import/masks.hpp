/// Masks of Keras: ctnn has none, so a model in which one changes a result is refused.
#pragma once
#include "read_layer.hpp"
#include <vector>

namespace ctnn::import {

/// Follows the masks that layers make (`makes_mask`, by layer of the graph) to the layers that would use one. Throws
/// file_error when there is such a layer.
void refuse_masks(const detail::graph& g, int model, const std::vector<bool>& makes_mask, const source& from);

} // namespace ctnn::import
