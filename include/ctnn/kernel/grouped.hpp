/// Elements in groups, for kernels that normalise over some of the axes: rows that lie together, or one group a lane.
#pragma once
#include "../shape/inline.hpp"
#include "box.hpp"

namespace ctnn::detail {

/// How the groups over `axes` of a shape lie in memory, that shape `times` times.
struct grouping {
    bool rows = false; ///< each group lies together: `count` rows of n
    int n = 1, count = 1;
    // otherwise: groups side by side on the last axis (lanes), further axes of groups, and the axes within a group
    int lanes = 1;
    box_builder<1> around = {}, within = {};

    constexpr grouping(const extents& e, unsigned axes, int times) {
        around.push(times, {int(e.size())});
        int together = e.rank; // the axes from here on are a group's, or nobody's
        while (together > 0 && (axes >> (together - 1) & 1 || e[together - 1] == 1)) --together;
        rows = true;
        for (int d = 0; d < e.rank; ++d) {
            const int step = int(e.product(d + 1, e.rank));
            const bool grouped = axes >> d & 1;
            if (grouped && e[d] > 1 && d < together) rows = false;
            if (grouped)
                within.push(e[d], {step}), n *= e[d];
            else
                around.push(e[d], {step}), count *= e[d];
        }
        count *= times;
        around.merge(), within.merge();
        if (const auto& last = around.axis[around.rank - 1]; !rows && last.step[0] == 1 && last.n > 1) {
            lanes = last.n;
            if (around.rank > 1)
                --around.rank;
            else
                around.axis[0] = {};
        }
    }
};

/// Calls f(offset) for every element of a group.
template<class F>
CTNN_INLINE inline void for_each_member(const box_axis<1>* within, int rank, const F& f) {
    const box_axis<1> last = within[rank - 1];
    for_each_position(within, rank - 1, [&](const int* at) CTNN_INLINE {
        for (int i = 0, offset = at[0]; i < last.n; ++i, offset += last.step[0]) f(offset);
    });
}

/// Calls f(offset, m) for every m <= L groups that stand side by side.
template<int L, class F>
CTNN_INLINE inline void for_each_lanes(const box_axis<1>* around, int rank, int lanes, const F& f) {
    for_each_position(around, rank, [&](const int* at) CTNN_INLINE {
        for (int i = 0; i < lanes; i += L) f(at[0] + i, lanes - i < L ? lanes - i : L);
    });
}

} // namespace ctnn::detail
