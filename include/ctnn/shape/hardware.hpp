/// What the passes know of the machine that a program is for: how wide its vectors are, and how many registers it has.
#pragma once
#include <string_view>

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

/// What passes know of an instruction set, under the name that people say.
struct instruction_set {
    std::string_view name;
    hardware is;
};
inline constexpr instruction_set instruction_sets[] = {
    {"sse2", {4, 16}}, {"avx2", {8, 16}}, {"avx512", {16, 32}}, {"neon", {4, 32}}};

/// Empty if no name is known.
constexpr std::string_view name_of(const hardware& h) {
    for (const instruction_set& s : instruction_sets)
        if (s.is == h) return s.name;
    return {};
}

} // namespace ctnn
