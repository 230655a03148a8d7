/// The sums of as many vectors as one has lanes, as one vector: the additions of reduce_add in the same order, but each of
/// them for several sums at once.
#pragma once
#include "../shape/inline.hpp"
#include "simd.hpp"
#include <utility>

namespace ctnn::simd {

namespace detail {

/// Every `Group` lanes of a and b hold what belongs to one sum; of the result half as many do. Where the group is more
/// than a quarter of a register wide, those of b follow those of a, else they alternate within each quarter.
template<int Group, int Size>
constexpr int lane_to_add(int i, bool upper) {
    const int quarter = i / 4 * 4, in = i % 4, half = upper ? Group / 2 : 0;
    const auto of_b = [](bool b) { return b ? Size : 0; };
    if (Group == 16) return of_b(i >= 8) + i % 8 + half;
    if (Group == 8) return of_b(i >= Size / 2) + i % (Size / 2) / 4 * 8 + in + half;
    if (Group == 4) return of_b(in >= 2) + quarter + in % 2 + half;
    return of_b(in >= 2) + quarter + in % 2 * 2 + half;
}
template<int Group, class R, int... I>
CTNN_INLINE inline R add_halves(R a, R b, std::integer_sequence<int, I...>) {
    constexpr int size = sizeof...(I);
    return __builtin_shufflevector(a, b, lane_to_add<Group, size>(I, false)...) +
           __builtin_shufflevector(a, b, lane_to_add<Group, size>(I, true)...);
}

/// Of rows 0, 4, 8, ... as many as make one register of sums of Group lanes.
template<int Group, class T>
CTNN_INLINE inline auto join_rows(const batch<T>* rows) {
    constexpr int size = batch<T>::size;
    if constexpr (Group == size) {
        return rows->native();
    } else {
        constexpr int later = size / (2 * Group) * 4; // rows in a half
        return add_halves<2 * Group>(join_rows<2 * Group>(rows), join_rows<2 * Group>(rows + later),
                                     std::make_integer_sequence<int, size>{});
    }
}

} // namespace detail

/// Lane i is reduce_add(rows[i]).
template<class T>
CTNN_INLINE inline batch<T> sum_rows(const batch<T> (&rows)[batch<T>::size]) {
    constexpr int size = batch<T>::size;
    if constexpr (detail::is_neon<T> || !detail::has_operators<T>) {
        alignas(64) float sum[size];
        for (int i = 0; i < size; ++i) sum[i] = reduce_add(rows[i]);
        return load_aligned<batch<T>>(sum);
    } else {
        const auto four = detail::join_rows<4>(rows + 0); // rows 0, 4, 8, 12, a quarter of the register each
        const std::make_integer_sequence<int, size> all;
        const auto two = detail::add_halves<4>(four, detail::join_rows<4>(rows + 1), all);
        const auto more = detail::add_halves<4>(detail::join_rows<4>(rows + 2), detail::join_rows<4>(rows + 3), all);
        return batch<T>::of(detail::add_halves<2>(two, more, all));
    }
}

} // namespace ctnn::simd
