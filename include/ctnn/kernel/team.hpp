/// The threads that run a program together, as one of them sees it.
#pragma once
#include "../shape/inline.hpp"
#include <cstddef>

namespace ctnn {

/// Some of n things: [first, end).
struct part_of_all {
    std::ptrdiff_t first, end;
};

/// A thread alone, whose code knows that: it waits for nobody, and all work is its own.
struct alone {
    static constexpr bool shares = false;
    static constexpr int index = 0, size = 1;
    float* room = nullptr;

    // (inlined, as everything that is not keyed by the instruction set)
    CTNN_INLINE static constexpr void wait() {}
    CTNN_INLINE static constexpr part_of_all part(std::ptrdiff_t n, std::ptrdiff_t = 1) { return {0, n}; }
};

/// Thread `index` of `size`.
struct team {
    static constexpr bool shares = true;
    int index = 0, size = 1;
    void (*meet)(void*) = nullptr; ///< comes back when every thread has called it
    void* place = nullptr;         ///< what it is given
    float* room = nullptr;         ///< memory that all share, for what a kernel tells the others

    CTNN_INLINE constexpr void wait() const {
        if (size > 1) meet(place);
    }
    /// What this thread does of n things, of which as many as `unit` stay together.
    CTNN_INLINE constexpr part_of_all part(std::ptrdiff_t n, std::ptrdiff_t unit = 1) const {
        if (size == 1) return {0, n};
        const std::ptrdiff_t units = (n + unit - 1) / unit, end = units * (index + 1) / size * unit;
        return {units * index / size * unit, end < n ? end : n};
    }
};

} // namespace ctnn
