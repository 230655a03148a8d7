/// Inputs and outputs that Keras recorded: found in an .npz file, and compared with what the operations compute.
#pragma once
#include "build.hpp"
#include <ctnn/io/npz.hpp>

namespace ctnn::import {

struct samples {
    std::size_t count = 0;
    std::vector<std::vector<float>> inputs, outputs; ///< in the model's order, each (count, shape of one sample)
};

/// Takes the arrays inputs/0, inputs/1, ..., outputs/0, ...; or those with the names of the model's inputs and of the
/// layers that make its outputs; or, for a model of one input, "inputs", "x" or the only array of its shape, and for one
/// of one output "outputs", "y" or the like. Throws file_error: the file, what is missing, and what it holds.
samples find_samples(const imported& net, const io::npz& file, const std::string& name);

/// What came out of the comparison of some samples, as many as `seconds` allow.
struct comparison {
    std::size_t compared = 0;
    float largest = 0; ///< |a - b|
};

/// Throws file_error when an output differs by more than 1e-5 + 1e-4 |b|: the sample, the output, both numbers.
comparison compare(const imported& net, const samples& s, const std::string& name, double seconds);

} // namespace ctnn::import
