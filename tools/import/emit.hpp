/// The network as C++ source, as a person would have written it.
#pragma once
#include "build.hpp"

namespace ctnn::import {

/// "Sequential(\n    Dense(16_c, activation = relu, input_shape = shape<7>),\n    ...)" for a chain, else
/// "functional([] { ... })". Defaults, initializers and names that ctnn gives by itself are left out.
/// Throws file_error for what cannot be written yet.
std::string network_source(const imported& net);

} // namespace ctnn::import
