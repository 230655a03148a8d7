/// How samples run that are no whole block.
#pragma once
#include "batch.hpp"
#include "estimate.hpp"

namespace ctnn::detail {

/// `block_from` of them at least run together, as a block that copies of the last one fill up. Fewer run `few` at a
/// time, the last `few_from` at least filled up in the same way; the others one by one.
struct rest_of_batches {
    int block_from = 0;
    int few = 1;      ///< 1: a program for a few is not worth it
    int few_from = 0; ///< 0 if few is 1

    template<int N>
    constexpr rest_of_batches(const program<N>& p, int samples, const hardware& h) {
        // A program of its own is code to compile and to carry: it has to save a third of the time. What saves is that
        // weights are fetched once for a few rows; recurrences have samples in the lanes, of which a few fill no
        // vector.
        constexpr int some = 8;
        constexpr double worth = 1.5, copying = 1.1;
        const double one = estimated_cycles(p, 1, h), block = estimated_cycles(p, samples, h);
        const double together = samples > some ? estimated_cycles(p, some, h) : block;
        if (samples > some && !recurs(p) && together * worth < one * some) few = some;
        while (few > 1 && few_from * one <= together * copying) ++few_from;
        const auto cycles_of = [&](int n) {
            const int left = n % few;
            return few == 1 ? n * one : n / few * together + (left < few_from ? left * one : together);
        };
        while (block_from < samples && cycles_of(block_from) <= block) ++block_from;
    }
};

} // namespace ctnn::detail
