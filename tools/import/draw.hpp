/// The network as a picture.
#pragma once
#include "build.hpp"

namespace ctnn::import {

/// Graphviz text in the look of Keras' plot_model: names, shapes and parameter counts.
std::string dot_text(const imported& net);

/// What Graphviz' `dot` makes of such a text. Throws std::runtime_error when it is not installed or fails.
std::string svg_text(const std::string& dot);

} // namespace ctnn::import
