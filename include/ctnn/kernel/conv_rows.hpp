/// What a convolution's tiles read: where the taps that lie in x are, copies of rows or of all of x with padding, and
/// weights in pairs. Inlined, as everything that is not keyed by the target.
#pragma once
#include "../program/conv_plan.hpp"
#include "../shape/inline.hpp"
#include <cstddef>
#include <cstring>

namespace ctnn::detail {

/// The rows of x that tiles read, with zeros left and right.
struct conv_rows {
    const conv_plan& p;
    const float* x;
    float* rows;       ///< copies
    int* held;         ///< ring: which row is where
    int first = 0;     ///< input column that the tiles begin with
    bool copy = false; ///< whether these tiles read copies

    CTNN_INLINE inline void begin(int column, bool copies) {
        first = column * p.s.stride[2] - p.s.before[2];
        copy = copies;
        if (!copy) return;
        for (int i = 0, n = p.copied_rows(); i < n; ++i) held[i] = -1;
        std::memset(rows, 0, std::size_t(p.copied_rows()) * std::size_t(p.row_floats()) * sizeof(float));
    }
    /// Row y of plane z; `slot`: where its copy goes if there is no ring.
    CTNN_INLINE inline const float* get(int z, int y, int slot) {
        const int row = z * p.s.in[1] + y, width = p.s.in[2];
        const float* from = x + (std::ptrdiff_t(row) * width + first) * p.channels;
        if (!copy) return from;
        if (p.ring) slot = z % p.slots[0] * p.slots[1] + y % p.slots[1];
        float* to = rows + std::ptrdiff_t(slot) * p.row_floats();
        if (p.ring && held[slot] == row) return to;
        held[slot] = row;
        const int begin = first < 0 ? -first : 0, end = width - first < p.padded ? width - first : p.padded;
        if (begin < end)
            std::memcpy(to + begin * p.channels, from + begin * p.channels,
                        std::size_t(end - begin) * std::size_t(p.channels) * sizeof(float));
        return to;
    }
};

/// The runs of the taps that lie in x, for the outputs (z, y...) of a tile's rows; returns how many there are.
CTNN_INLINE inline int conv_runs(conv_run* runs, conv_rows& rows, const float* zeros, int z, int y) {
    const conv_plan& p = rows.p;
    const auto& s = p.s;
    int n = 0;
    for (int k = 0; k < s.size[0]; ++k) {
        const int at_z = z * s.stride[0] - s.before[0] + k * s.dilation[0];
        if (at_z < 0 || at_z >= s.in[0]) continue;
        for (int j = 0; j < s.size[1]; ++j) {
            const float* x[max_tile_rows];
            bool any = false;
            for (int t = 0; t < p.tile.rows; ++t) {
                const int at_y = (y + t) * s.stride[1] - s.before[1] + j * s.dilation[1];
                const bool inside = at_y >= 0 && at_y < s.in[1];
                any |= inside;
                x[t] = inside ? rows.get(at_z, at_y, (k * s.size[1] + j) * p.tile.rows + t) : zeros;
            }
            if (!any) continue;
            for (int i = 0; i < p.runs; ++i, ++n) {
                runs[n].row = ((k * s.size[1] + j) * s.size[2] + i) * p.c;
                for (int t = 0; t < p.tile.rows; ++t) runs[n].x[t] = x[t] + i * s.dilation[2] * p.channels;
            }
        }
    }
    return n;
}

/// All runs of the first tile, where every tap lies in `x`, whose rows and planes are so far apart.
CTNN_INLINE inline void uniform_runs(conv_run* runs, const conv_plan& p, const float* x, std::ptrdiff_t row,
                                     std::ptrdiff_t plane) {
    const auto& s = p.s;
    for (int k = 0; k < s.size[0]; ++k)
        for (int j = 0; j < s.size[1]; ++j)
            for (int i = 0; i < p.runs; ++i, ++runs) {
                runs->row = ((k * s.size[1] + j) * s.size[2] + i) * p.c;
                for (int t = 0; t < p.tile.rows; ++t)
                    runs->x[t] = x + k * s.dilation[0] * plane + (j * s.dilation[1] + t * s.stride[1]) * row +
                                 i * s.dilation[2] * p.channels;
            }
}

/// x with its padding.
CTNN_INLINE inline void copy_padded(const conv_plan& p, const float* x, float* to) {
    const auto& s = p.s;
    const int row = p.row_floats(), width = s.in[2] * p.channels, before = s.before[2] * p.channels;
    const int first = before < row ? before : row, wanted = row - first, n = width < wanted ? width : wanted;
    for (int z = -s.before[0]; z < p.slots[0] - s.before[0]; ++z)
        for (int y = -s.before[1]; y < p.slots[1] - s.before[1]; ++y, to += row) {
            if (z < 0 || z >= s.in[0] || y < 0 || y >= s.in[1]) {
                std::memset(to, 0, std::size_t(row) * sizeof(float));
                continue;
            }
            for (int i = 0; i < first; ++i) to[i] = 0;
            std::memcpy(to + first, x + (std::ptrdiff_t(z) * s.in[1] + y) * width, std::size_t(n) * sizeof(float));
            for (int i = first + n; i < row; ++i) to[i] = 0;
        }
}

/// Weights and bias for conv_pairs.
CTNN_INLINE inline void pair_weights(const conv_plan& p, int lanes, const float* w, const float* bias, float* to) {
    const int f = p.tile.f, k = p.tile.k;
    for (int r = 0; r < p.taps_rows() * p.runs; ++r, w += k * f)
        for (int i = 0; i < k; i += 2, to += lanes)
            for (int j = 0; j < lanes; ++j) to[j] = j < 2 * f && i + j % 2 < k ? w[(i + j % 2) * f + j / 2] : 0;
    // a vector's halves are two columns of y
    for (int j = 0; j < lanes; ++j) to[j] = bias && j % (lanes / 2) < f ? bias[j % (lanes / 2)] : 0;
}

/// Tiles side by side that read x where it is, or a single one that reads copies.
struct conv_columns {
    int first, n;
    bool inside;

    CTNN_INLINE inline conv_columns(const conv_plan& p, int from) {
        const int all = p.s.out[2], width = p.tile.columns;
        const auto is = [&](int column) {
            const int c = column + width > all ? all - width : column, at = c * p.s.stride[2] - p.s.before[2];
            return p.whole || (at >= 0 && at + p.reads(2, width) <= p.s.in[2]);
        };
        inside = is(from);
        int to = from + width;
        while (inside && to < all && is(to)) to += width;
        if (to > all) to = all;
        first = to - from < width ? to - width : from;
        n = to - first;
    }
};

} // namespace ctnn::detail
