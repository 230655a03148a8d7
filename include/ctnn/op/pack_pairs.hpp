/// y = w (rows..., groups * n) packed as pack.hpp says, but that rows are rounded to bfloat16 and two of them are one,
/// as row_pairs.hpp says: an element of it is a word, the first row's element in its lower half and the second one's in
/// its upper half.
#pragma once
#include "pack.hpp"
#include "row_pairs.hpp"

namespace ctnn::ops {

/// As pack, for some rows in pairs.
constexpr op pack_pairs(int in, const extents& w, const row_pairs& pairs, int groups, int width, int lanes,
                        int part = 0) {
    op o = op_of(op_kind::pack_pairs);
    o.operands = 1, o.in[0] = in;
    o.attr.groups = groups, o.attr.panel = width, o.attr.part = part;
    o.attr.at = {lanes, pairs.head, pairs.between, pairs.run, pairs.runs};
    o.out = extents(panels(pairs.words(w), groups, width, lanes, part).size());
    return o;
}

template<>
struct operation<op_kind::pack_pairs> {
    template<class T>
    static constexpr void evaluate(const op& o, const extents* in, const T* const* x, T* y) {
        const row_pairs pairs{o.attr.at[1], o.attr.at[2], o.attr.at[3], o.attr.at[4]};
        const panels p(pairs.words(in[0]), o.attr.groups, o.attr.panel, o.attr.at[0], o.attr.part);
        const int rows = int(in[0].product(0, in[0].rank - 1)), count = p.count();
        for (int i = 0; i < p.size(); ++i) y[i] = T(0);
        for (int i = 0; i < count; ++i) {
            const int width = i + 1 < count ? p.width : p.last, row = i + 1 < count ? p.groups * width : p.last_row;
            for (int r = 0; r < rows; ++r) {
                const auto [at, part] = pairs[r];
                for (int g = 0; g < p.groups; ++g)
                    for (int j = 0; j < width && i * p.width + j < p.n; ++j) {
                        T& word = y[at * row + g * width + j];
                        word = with_part(word, part, x[0][(r * p.groups + g) * p.n + i * p.width + j]);
                    }
            }
            y += p.rows * row;
        }
    }
};

} // namespace ctnn::ops
