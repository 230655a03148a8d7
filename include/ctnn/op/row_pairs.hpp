/// Which rows of a packed kernel are bfloat16, two of them in one row of words (pack_pairs.hpp), and which stay floats.
#pragma once
#include "../shape/extents.hpp"
#include "bf16.hpp"

namespace ctnn::ops {

enum class word_part : unsigned char { lower, upper, whole };

/// First `head` rows in pairs, `between` floats, then `runs` times `run` rows in pairs; what is behind them are floats.
/// Pairs end with the head and with every run: an odd last row has zeros in its words' upper halves. By default all
/// rows are floats.
struct row_pairs {
    int head = 0, between = 0, run = 0, runs = 0;

    constexpr bool operator==(const row_pairs&) const = default;
    constexpr bool any() const { return head > 0 || run > 0; }

    /// Where a row is: in which row of words, and in which part of them.
    struct place {
        int row;
        word_part part;
    };
    constexpr place operator[](int row) const {
        if (row < head) return {row / 2, word_part(row % 2)};
        const int first = (head + 1) / 2;
        row -= head;
        if (row < between) return {first + row, word_part::whole};
        row -= between;
        if (row >= run * runs) return {first + between + runs * ((run + 1) / 2) + row - run * runs, word_part::whole};
        return {first + between + row / run * ((run + 1) / 2) + row % run / 2, word_part(row % run % 2)};
    }
    /// How many rows of words those of w (rows..., n) are: (words, n).
    constexpr extents words(const extents& w) const { return {(*this)[int(w.product(0, w.rank - 1))].row, w.last()}; }
};

/// A weight that is part of a word, and a word of whose part nothing was set with a weight there.
template<class T>
constexpr T part_of_word(T word, word_part part) {
    if (part == word_part::whole) return word;
    return T(math::from_bf16(std::uint16_t(math::word_of(word) >> 16 * int(part))));
}
template<class T>
constexpr T with_part(T word, word_part part, T weight) {
    if (part == word_part::whole) return weight;
    const std::uint32_t half = math::to_bf16(float(weight));
    return math::from_word<T>(math::word_of(word) | half << 16 * int(part));
}

} // namespace ctnn::ops
