/// The layers that a Keras file may hold: one line a configuration type. Its `keras_name` is the class_name of the file,
/// its `arguments()` say which keys it reads.
#pragma once
#include <ctnn/layers.hpp>

namespace ctnn::import {

template<class... C>
struct type_list {};

// clang-format off
using layer_types = type_list<
    layers::dense
>;
// clang-format on

} // namespace ctnn::import
