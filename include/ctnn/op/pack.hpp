/// y = w (rows..., groups * n) in the order in which a kernel reads it: panels of `width` of the n columns, one after the
/// other; of a panel row after row, of a row group after group, then the panel's columns of it. What a panel has beyond n
/// are zeros, and so is what a row needs to be whole vectors. A kernel's vectors are whole then, its reads in order.
#pragma once
#include "builder.hpp"
#include "operation.hpp"

namespace ctnn::ops {

/// How many elements that takes; the last panel has `last` columns, a part of its width at most.
struct panels {
    int rows, groups, n; ///< of w
    int width, last;     ///< columns of a panel, of the last one
    int last_row;        ///< elements of a row of the last panel

    /// `lanes`: the last panel is as wide as it must be to hold whole vectors, or whole parts of `part` columns.
    constexpr panels(const extents& w, int groups_, int width_, int lanes, int part = 0)
        : rows(int(w.product(0, w.rank - 1))), groups(groups_), n(w.last() / groups_), width(width_),
          last(whole(n - (count() - 1) * width_, part ? part : lanes)), last_row(whole(groups_ * last, lanes)) {}
    static constexpr int whole(int n, int of) { return (n + of - 1) / of * of; }
    constexpr int count() const { return (n + width - 1) / width; }
    constexpr int columns() const { return (count() - 1) * width + last; }
    constexpr int size() const { return rows * (groups * (count() - 1) * width + last_row); }
    /// Where panel p begins.
    constexpr int begin(int p) const { return p * rows * groups * width; }
};

/// The operation for `w` of the given shape: a pass makes it, `in` is the value that it packs.
constexpr op pack(int in, const extents& w, int groups, int width, int lanes, int part = 0) {
    op o = op_of(op_kind::pack);
    o.operands = 1, o.in[0] = in;
    o.attr.at = {groups, width, lanes, part};
    o.out = extents(panels(w, groups, width, lanes, part).size());
    return o;
}

template<>
struct operation<op_kind::pack> {
    template<class T>
    static constexpr void evaluate(const op& o, const extents* in, const T* const* x, T* y) {
        const panels p(in[0], o.attr.at[0], o.attr.at[1], o.attr.at[2], o.attr.at[3]);
        const int count = p.count();
        for (int i = 0; i < count; ++i) {
            const int width = i + 1 < count ? p.width : p.last;
            for (int r = 0; r < p.rows; ++r) {
                for (int g = 0; g < p.groups; ++g)
                    for (int j = 0; j < width; ++j) {
                        const int column = i * p.width + j;
                        *y++ = column < p.n ? x[0][(r * p.groups + g) * p.n + column] : T(0);
                    }
                if (i + 1 == count)
                    for (int j = p.groups * p.last; j < p.last_row; ++j) *y++ = T(0);
            }
        }
    }
};

} // namespace ctnn::ops
