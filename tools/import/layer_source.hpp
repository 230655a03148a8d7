/// A layer's configuration as a person would write it: "Conv2D(16_c, 3_c, padding = same, activation = relu)".
#pragma once
#include <ctnn/model/graph.hpp>
#include <string>
#include <vector>

namespace ctnn::import {

/// How numbers are written: as constants of a type (4_c), which Sequential needs, or plain, which functional takes too.
enum class spelling { constants, plain };

struct layer_text {
    std::string source;
    bool initializers = false; ///< it has initializers other than the class's own; these are not written
};

/// The layer with the arguments that are not defaults, then `more`. `rank`: of its input, to tell the last axis.
layer_text layer_source(const detail::layer_record& layer, spelling how, const std::vector<std::string>& more, int rank);

} // namespace ctnn::import
