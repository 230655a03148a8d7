/// What the importer asks of a layer's class: the class itself says it.
#pragma once
#include <ctnn/layer/mask.hpp>
#include <ctnn/model/graph.hpp>
#include <string>
#include <vector>

namespace ctnn::import {

/// What the layer does with a mask of Keras'.
mask_rule mask_rule_of(const detail::layer_record& layer);

/// What the states of a recurrent layer are called, which initial_state takes; none of another layer.
std::vector<std::string> state_names(const detail::layer_record& layer);

} // namespace ctnn::import
