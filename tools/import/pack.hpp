/// What a program computes from its weights before the first sample, computed by the importer for a machine that need not
/// be its own.
#pragma once
#include "build.hpp"
#include <cstdint>
#include <ctnn/shape/hardware.hpp>
#include <vector>

namespace ctnn::import {

struct packed_weights {
    hardware machine;
    std::uint64_t fingerprint; ///< by which the program knows whether these are the numbers that it reads
    std::vector<float> values; ///< in the order in which the program has them, 64-byte aligned each
};

/// Throws file_error: a network of too many operations; std::bad_alloc: no thread or no memory to be had.
packed_weights pack(const imported& net, const hardware& machine);

} // namespace ctnn::import
