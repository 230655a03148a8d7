/// What ZeroPadding and Cropping take: a number, one number an axis, or a pair (before, after) an axis.
#pragma once
#include "spatial.hpp"

namespace ctnn::detail {

/// How many elements in front of and behind each spatial axis.
struct borders {
    extents before = {}, after = {};
};

/// shape<1, 2> is a pair for one axis, and a number each for two.
constexpr bool is_pair(const pairs& p, int rank) { return rank == 1 && p.rank == -2; }

constexpr borders borders_of(const pairs& p, int rank) {
    borders b{extents::filled(rank, 0), extents::filled(rank, 0)};
    for (int i = 0; i < rank; ++i) {
        const int from = p.rank == 0 || p.rank == -1 ? 0 : i;
        b.before[i] = p.values[from][0];
        b.after[i] = is_pair(p, rank) ? p.values[1][0] : p.values[from][1];
    }
    return b;
}

constexpr pairs all_borders(int n) {
    pairs p;
    p.values[0][0] = p.values[0][1] = n;
    return p;
}

constexpr void check_borders(report& say, words what, const pairs& p, int rank) {
    if (rank == 1)
        say.unless(p.rank == 0 || p.rank == 1 || p.rank == -1 || p.rank == -2, what,
                   " must be a number or a pair (before, after), for example shape<1, 2>");
    else
        say.unless(p.rank == 0 || p.rank == rank || p.rank == -rank, what, " must be a number, ", rank, " numbers, or ",
                   rank, " pairs (before, after), for example tuple(shape<1, 2>, shape<3, 4>)");
    if (say.failed()) return;
    const borders b = borders_of(p, rank);
    for (int i = 0; i < rank; ++i)
        for (int n : {b.before[i], b.after[i]}) say.unless(n >= 0, what, " must not be negative, got ", n);
}

/// The borders of every axis of a sample, its channels' included.
constexpr borders with_channels(const borders& b, data_format_kind format) {
    if (format == first_format) return {b.before.prepend(0), b.after.prepend(0)};
    return {b.before.append(0), b.after.append(0)};
}

} // namespace ctnn::detail
