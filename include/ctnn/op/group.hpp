/// The elements of a shape in groups: those that differ only along some of its axes belong together.
#pragma once
#include "../shape/compiled_for.hpp"
#include "../shape/extents.hpp"

namespace ctnn::ops::detail {

/// Where the elements are that one gets to by moving along the axes whose bits are set, from element 0. `offsets(e, axes)`
/// is one group, `offsets(e, ~axes)` has every group's first element.
struct offsets {
    int* at;
    int n = 1;

    template<unsigned Options = compiled_for>
    constexpr offsets(const extents& e, unsigned axes) {
        for (int d = 0; d < e.rank; ++d)
            if (axes >> d & 1) n *= e[d];
        at = new int[std::size_t(n > 0 ? n : 1)]();
        for (int d = e.rank, step = 1, filled = 1; d-- > 0; step *= e[d]) {
            if (!(axes >> d & 1)) continue;
            // later axes run faster: what is there so far becomes the innermost part of a longer list
            for (int i = filled * e[d]; i-- > 0;) at[i] = at[i % filled] + i / filled * step;
            filled *= e[d];
        }
    }
    offsets(const offsets&) = delete;
    offsets& operator=(const offsets&) = delete;
    constexpr ~offsets() { delete[] at; }
};

} // namespace ctnn::ops::detail
