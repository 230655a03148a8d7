/// What the passes know of the machine that a program is for: how wide its vectors are, and how many registers it has.
#pragma once

namespace ctnn {

struct hardware {
    int lanes = 4;      ///< floats in a vector register
    int registers = 16; ///< vector registers

    constexpr bool operator==(const hardware&) const = default;
};

/// The machine that this source is compiled for. (Not inline, as it differs by source.)
constexpr hardware this_hardware =
#if defined(__AVX512F__)
    {16, 32};
#elif defined(__AVX__)
    {8, 16};
#elif defined(__aarch64__)
    {4, 32};
#else
    {4, 16};
#endif

} // namespace ctnn
