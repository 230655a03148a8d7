/// The weights of a Keras file, in either layout.
#pragma once
#include "archive.hpp"
#include <ctnn/io/hdf5.hpp>

namespace ctnn::import {

/// Keras 3's layout, also written by Keras 2.12 and newer into .keras: a group a layer, its weights in vars/0,
/// vars/1... What only training needs (optimizer, metrics) is left out.
std::vector<stored_layer> weights_by_path(const io::hdf5_file& file);

/// Keras 2's layout: layer_names on `group`, weight_names on each layer's group.
std::vector<stored_layer> weights_by_name(const io::hdf5_file& file, const io::hdf5_node& group);

} // namespace ctnn::import
