/// A product of one row many of whose elements are 0, as after a ReLU: the weights' rows of the others alone are read.
/// Exact for finite weights. A NaN or an infinity in x counts as not 0; where x is 0 and a weight is not finite, the
/// product would be NaN, and here the weight is not read.
#pragma once
#include "../shape/inline.hpp"
#include "product_columns.hpp"
#include "product_row.hpp"

namespace ctnn::detail {

/// Room for the list, so that few sizes of it need code.
constexpr int sparse_room(int k) {
    int n = 128;
    while (n < k) n *= 2;
    return n;
}

/// The elements of a row that are not 0, with their numbers. Room: for a row's elements.
template<class Target, int Room>
struct nonzero_list {
    static constexpr int L = simd::batch<Target>::size;
    alignas(64) float values[Room + L];
    alignas(64) std::int32_t rows[Room + L];
};

/// The elements that are not 0, and where their weights begin.
struct some_rows {
    static constexpr int most = std::numeric_limits<int>::max();
    const float* values;
    const std::int32_t* rows;
    const float* w;
    int count, w_step;
    CTNN_INLINE inline float value(int i) const { return values[i]; }
    CTNN_INLINE inline const float* row(int i) const { return w + std::ptrdiff_t(rows[i]) * w_step; }
};

/// Elements that are not 0 with their numbers, of x (k); the lists have room for a vector more. How many they are.
template<class Target>
[[gnu::noinline]] int list_nonzero(const float* x, int k, float* values, std::int32_t* rows) {
    using B = simd::batch<Target>;
    int n = 0;
    for (int i = 0; i < k; i += B::size)
        n +=
            simd::store_nonzero(values + n, rows + n, simd::load_first<B>(x + i, k - i < B::size ? k - i : B::size), i);
    return n;
}

/// How the slices of such a row are computed; see product_columns.
struct sparse_row {
    const float* values;
    const std::int32_t* rows;
    int count;
    static constexpr int vectors(const hardware&) { return row_vectors; }
    template<class Target, int V, product_epilogue E, product_part P>
    [[gnu::noinline]] void run(const product_slice& s) const {
        row_of_slice<Target, V, E, P>(s, some_rows{values, rows, s.w, count, s.w_step});
    }
};

template<class Target, product_epilogue E, product_cut Cut, int Room>
[[gnu::noinline]] void sparse_product(const product_operands& o) {
    nonzero_list<Target, Room> list;
    const int count = list_nonzero<Target>(o.x, o.k, list.values, list.rows);
    if (count * 8 > o.k * 7) // all rows are read faster
        product_columns<Target, E, Cut>(o, one_row{});
    else
        product_columns<Target, E, Cut>(o, sparse_row{list.values, list.rows, count});
}

} // namespace ctnn::detail
