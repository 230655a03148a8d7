/// Recurrences of training programs: a block of samples goes through all steps together. Units are in the lanes, so
/// that values lie in memory as the operations have them, and every vector of the recurrent kernel is used for each
/// sample.
#pragma once
#include "../op/training/keep_states.hpp"
#include "../shape/inline.hpp"
#include "kernel.hpp"
#include "recurrent_functions.hpp"
#include "registers.hpp"

namespace ctnn::detail {

/// What the code depends on; steps, direction, initial states and what has a gradient are arguments.
struct training_recurrence_key {
    ops::recurrent_kind kind;
    int units;
    ops::function f, g;
};

template<training_recurrence_key K>
inline constexpr bool keeps_sums = ops::kept_rows(K.kind, K.f, K.g, 1).sums >= 0;

/// How many vectors of L lanes the units are, and how they are read.
template<int Units, int L>
struct unit_vectors {
    static constexpr int count = (Units + L - 1) / L, padded = count * L;
    static constexpr int whole = Units / L * L, rest = Units - whole;

    /// Calls f.operator()<lanes of the vector>(first unit) for every vector.
    template<class F>
    CTNN_INLINE static inline void for_each(const F& f) {
        for (int j = 0; j < whole; j += L) f.template operator()<L>(j);
        if constexpr (rest > 0) f.template operator()<rest>(whole);
    }
};

/// The first N lanes at p; zeros above.
template<class B, int N>
CTNN_INLINE inline B load_lanes(const float* p) {
    if constexpr (N == B::size)
        return simd::load<B>(p);
    else
        return simd::load_first<B>(p, N);
}
template<int N, class B>
CTNN_INLINE inline void store_lanes(float* p, B x) {
    if constexpr (N == B::size)
        simd::store(p, x);
    else
        simd::store_first(p, N, x);
}

/// Rows at the end of a matrix (..., Row) where whole vectors would be read beyond it, if they end at column End.
template<int Row, int End>
inline constexpr int rows_to_guard = (End - 1) / Row;

/// sum (M, Parts) += from (M, Rows; Stride) . some columns of w (Rows, Row): a vector from w on, and those that are
/// Part further on. In the last `Guard` rows no more than Lanes of each vector are read, of the last one LastLanes.
template<class B, int Rows, int Stride, int Row, int Part, int Guard, int Lanes, int LastLanes, int M, int Parts>
CTNN_INLINE inline void add_block_product(const float* from, const float* w, B (&sum)[M][Parts]) {
    const auto add = [&]<int N, int Last>(int k) CTNN_INLINE {
        B weight[Parts];
#pragma GCC unroll 8
        for (int p = 0; p < Parts; ++p)
            weight[p] = p + 1 < Parts ? load_lanes<B, N>(w + std::ptrdiff_t(k) * Row + p * Part)
                                      : load_lanes<B, Last>(w + std::ptrdiff_t(k) * Row + p * Part);
#pragma GCC unroll 16
        for (int m = 0; m < M; ++m) {
            const B a(from[m * Stride + k]);
#pragma GCC unroll 8
            for (int p = 0; p < Parts; ++p) sum[m][p] = simd::fma(a, weight[p], sum[m][p]);
        }
    };
    constexpr int unguarded = Rows > Guard ? Rows - Guard : 0;
#pragma GCC unroll 2
    for (int k = 0; k < unguarded; ++k) add.template operator()<B::size, B::size>(k);
    if constexpr (Guard > 0)
        for (int k = unguarded; k < Rows; ++k) add.template operator()<Lanes, LastLanes>(k);
}

/// With a mask the scalar definition runs.
template<ops::op_kind K, class D, class Target>
[[gnu::noinline]] void run_masked_recurrence(const float* const* x, float* y) {
    constexpr const descriptor& d = D::value;
    for (int t = 0; t < d.op.times; ++t, y += d.op.out.size()) {
        const float* at[ops::max_operands] = {};
        for (int k = 0; k < d.op.operands; ++k) at[k] = x[k] + t * d.each[k];
        ops::operation<K>::evaluate(d.op, d.in, at, y);
    }
}

} // namespace ctnn::detail
