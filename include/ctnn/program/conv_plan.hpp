/// How a convolution is cut into register tiles: all of it known from shapes, nothing of it code.
#pragma once
#include "../op/sliding.hpp"
#include "../shape/hardware.hpp"
#include "../shape/inline.hpp"
#include <cstddef>

namespace ctnn::detail {

/// What the code of a convolution's tile depends on. A tile is rows x columns of outputs times one panel of filters.
struct conv_tile_shape {
    int k = 0;           ///< inputs of one run: contiguous in x, one row of w each
    int step = 0;        ///< from the input of one output column to that of the next
    int f = 0;           ///< filters: from column to column of y
    int w = 0;           ///< from row to row of w
    int width = 0;       ///< filters of a panel
    bool packed = false; ///< whether w's vectors are whole, zeros behind the last filter
    int rows = 1, columns = 1;
    int pool = 1;       ///< 2: y gets the maximum of two by two outputs
    bool pairs = false; ///< few filters: even lanes for one input, odd ones for the next
    bool bf16 = false;  ///< whether two rows of w are one of words, in every run from its first on
    int runs = 0;       ///< of a tile, where few short ones are the same for all tiles; else 0

    /// Rows of w of one run.
    CTNN_INLINE constexpr int run_rows() const { return bf16 ? (k + 1) / 2 : k; }
};

inline constexpr int max_tile_rows = 4;

/// Where `k` inputs are, for every row of a tile, and which row of weights their first is multiplied by.
struct conv_run {
    const float* x[max_tile_rows];
    int row;
};

struct conv_plan {
    ops::detail::sliding s{{}, {}, {}};
    conv_tile_shape tile;
    int channels = 0, groups = 1, c = 0; ///< of x; c: of one group
    int runs = 1;                        ///< of one row of taps
    int panels = 1;                      ///< of one group
    std::ptrdiff_t panel_size = 0;       ///< elements of w from panel to panel, if it is packed
    int last = 0, last_row = 0;          ///< filters of the last one, and from row to row of its weights
    bool whole = false;                  ///< whether all of x is copied with its padding, not rows of it
    bool copies = false;                 ///< whether x gets its padding in a copy at all
    int padded = 0;                      ///< columns of a copy: what a tile reads, or everything
    bool ring = false;                   ///< whether a copied row stays until another takes its place
    int slots[2] = {};        ///< ring: rows of each of the first two axes; else one a row of taps and of the tile
    bool zero_row = false;    ///< whether a tile may have rows of which only some lie in the padding
    int pairs = 0, zeros = 0; ///< elements of scratch: weights in pairs, a row of zeros
    std::size_t runs_bytes = 0, bytes = 0; ///< of scratch: the runs, everything

    constexpr conv_tile_shape last_tile() const {
        conv_tile_shape t = tile;
        t.width = last, t.w = last_row;
        return t;
    }
    CTNN_INLINE constexpr int taps_rows() const { return s.size[0] * s.size[1]; }
    CTNN_INLINE constexpr int row_floats() const { return padded * channels; }
    CTNN_INLINE constexpr int copied_rows() const { return !copies ? 0 : slots[0] * slots[1]; }
    /// How many inputs along an axis the outputs read, padding included.
    CTNN_INLINE constexpr int reads(int axis, int outputs) const {
        return (outputs - 1) * s.stride[axis] + (s.size[axis] - 1) * s.dilation[axis] + 1;
    }
};

/// x is copied with its padding if that has no more elements: three quarters of a first-level cache of 32 KB.
inline constexpr std::size_t conv_scratch = 6 * 1024;

constexpr int parts(int n, int part) { return (n + part - 1) / part; }

/// Whether every output comes from the one input at its place.
constexpr bool is_product(const ops::detail::sliding& s) {
    for (int i = 0; i < 3; ++i)
        if (s.size[i] != 1 || s.stride[i] != 1 || s.before[i] != 0 || s.in[i] != s.out[i]) return false;
    return true;
}

/// A convolution whose window is one element is a product: all positions are one row of columns. A last axis of one
/// element makes room for the one before it.
constexpr ops::detail::sliding merged(ops::detail::sliding s) {
    for (int n = 0; n < 2 && s.in[2] == 1 && s.out[2] == 1 && s.size[2] == 1 && s.before[2] == 0; ++n)
        for (int i = 2; i >= 0; --i) {
            const auto shift = [i](int(&a)[3], int first) { a[i] = i > 0 ? a[i - 1] : first; };
            shift(s.in, 1), shift(s.out, 1), shift(s.size, 1), shift(s.stride, 1), shift(s.dilation, 1),
                shift(s.before, 0);
        }
    if (!is_product(s)) return s;
    s.in[2] = s.out[2] = s.stops();
    s.in[0] = s.in[1] = s.out[0] = s.out[1] = 1;
    return s;
}

/// Whether a depthwise convolution runs as one of as many groups as channels: w (taps..., c, m) is then (taps..., 1, c
/// m).
constexpr bool runs_as_groups(const ops::op& o, const extents& x) { return o.out.last() != x.last() || x.last() == 1; }

/// Rows and columns of a register tile that holds `most` outputs of `vectors` vectors each. narrow: whether it may be
/// narrower than it could, where wide ones compute columns twice.
struct conv_tiling {
    int rows = 1, columns = 1;

    constexpr conv_tiling(const ops::detail::sliding& s, int most, int vectors, int pool, bool narrow) {
        const int all = s.out[2];
        const auto cost_of = [&](int of_tile, int tiles) {
            const int work = 2 * of_tile * vectors, loads = of_tile + vectors;
            return tiles * (work > 16 ? work + loads : 16 + loads);
        };
        if (pool == 1) {
            // few columns: several rows, unless that computes too many rows twice
            int best = 1 << 30;
            const auto consider = [&](int c, int worth) {
                for (int r = 1; r <= max_tile_rows && r <= s.out[1] && r * c <= most; ++r) {
                    const int cost = cost_of(r * c, parts(s.out[1], r) * parts(all, c));
                    if (cost < best - worth) best = cost, rows = r, columns = c;
                }
            };
            const int widest = parts(all, parts(all, most));
            consider(widest, 0);
            // 32 are 8 times 4, not 6 times 6
            if (const int least = best / 25; narrow && vectors > 1)
                for (int c = widest - 1; c > 0; --c) consider(c, least);
            return;
        }
        rows = 2; // pairs of rows and of columns
        int best = 1 << 30;
        for (int c = 2; c == 2 || (2 * c <= most && c <= all); c += 2) {
            const int cost = cost_of(2 * c, parts(all, c));
            if (cost < best) best = cost, columns = c;
        }
    }
};

/// How many vectors of filters a panel has, of `all`, and how many outputs its tiles have at most: what the registers
/// hold, and what costs least. rows: of weights, how many there are for one output; packed: vectors of panels that are
/// there already, 0 if none are.
struct conv_registers {
    int vectors = 0, outputs = 0;

    constexpr conv_registers(const ops::detail::sliding& s, int rows, int all, int packed, bool many, int pool) {
        constexpr int most_outputs[2][5] = {{0, 12, 6, 4, 0}, {0, 16, 14, 8, 6}};
        double best = 0;
        for (int v = many ? 4 : 3; v > 0 && (v > 1 || vectors == 0); --v) { // one: as many loads as multiply-adds
            if (packed ? v != packed : v > all) continue;
            // with narrow tiles two vectors would win where three are as fast, and read x less often
            const conv_tiling t(s, most_outputs[many][v], v, pool, false);
            const int of_tile = t.rows * t.columns, work = of_tile * v, loads = of_tile + v;
            int busy = work > loads ? work : loads; // in halves of a cycle
            if (busy < 8) busy = 8;                 // latency: 8 sums at least
            const double cost = double(parts(all, v)) * parts(s.out[1], t.rows) * parts(s.out[2], t.columns) *
                                (double(busy) * rows + 2 * work + 24);
            if (vectors == 0 || cost < 0.97 * best) vectors = v, outputs = most_outputs[many][v], best = cost;
        }
    }
};

/// Of `o`, a conv, or a depthwise as one of as many groups as channels; x: the shape of its input. runs: of a product
/// so many at once, as rows of one.
constexpr conv_plan plan_conv(const ops::op& o, const extents& x, int groups, const hardware& h, int runs = 1) {
    conv_plan p;
    const int channels = x.last(), f = o.out.last(), lanes = h.lanes, pool = o.attr.pooling();
    const ops::detail::sliding window(o.attr.win, x, ops::unpooled(o).out);
    auto& s = p.s = pool == 1 ? merged(window) : window;
    p.channels = channels, p.groups = groups, p.c = channels / groups;
    const bool contiguous = groups == 1 && (s.dilation[2] == 1 || s.size[2] == 1);
    p.runs = contiguous ? 1 : s.size[2];
    p.tile.k = p.c * (contiguous ? s.size[2] : 1);
    p.tile.step = s.stride[2] * channels;
    p.tile.f = p.tile.w = f;
    p.tile.pool = pool;

    const int own = f / groups, vectors = parts(own, lanes);
    const conv_registers r(s, s.size[0] * s.size[1] * s.size[2] * p.c, vectors, o.attr.panel / lanes,
                           h.registers > 16, pool);
    p.panels = parts(vectors, r.vectors);
    p.tile.width = p.panels == 1 ? own : r.vectors * lanes;
    p.last = p.tile.width, p.last_row = p.tile.w;
    if (o.attr.panel) {
        p.tile.packed = true, p.tile.w = o.attr.panel, p.tile.bf16 = o.attr.bf16;
        p.panel_size = std::ptrdiff_t(p.taps_rows()) * p.runs * p.tile.run_rows() * p.tile.width;
        p.last = own - (p.panels - 1) * p.tile.width, p.last_row = parts(p.last, lanes) * lanes;
    }
    s.in[2] *= runs, s.out[2] *= runs;
    // (measured with AVX2 alone)
    const conv_tiling t(s, r.outputs, r.vectors, pool, h.registers <= 16);
    p.tile.rows = t.rows, p.tile.columns = t.columns;

    p.tile.pairs = groups == 1 && f > 1 && 2 * f <= lanes && p.tile.k > 1 && pool == 1 && !p.tile.packed;

    bool inside = true;
    for (int i = 0; i < 3; ++i) inside = inside && s.before[i] == 0 && p.reads(i, s.out[i]) <= s.in[i];
    const int read[3] = {p.reads(0, s.out[0]), p.reads(1, s.out[1]), p.reads(2, s.out[2])};
    const auto floats = [&](int rows, int columns) { return std::size_t(rows) * std::size_t(columns * channels); };
    p.whole = !inside && floats(read[0] * read[1], read[2]) <= conv_scratch;
    if ((p.whole || inside) && p.tile.k <= 4 && p.taps_rows() * p.runs <= 4) p.tile.runs = p.taps_rows() * p.runs;
    p.copies = p.whole || s.before[2] > 0 || read[2] > s.in[2];
    p.padded = p.whole ? read[2] : p.reads(2, p.tile.columns);
    if (p.whole) {
        p.slots[0] = read[0], p.slots[1] = read[1];
    } else {
        for (int i = 0; i < 2; ++i) {
            p.slots[i] = p.reads(i, i == 1 ? p.tile.rows : 1);
            if (p.slots[i] > s.in[i]) p.slots[i] = s.in[i];
        }
        p.ring = p.slots[0] * p.slots[1] <= 2 * p.taps_rows() * p.tile.rows;
        if (!p.ring) p.slots[0] = p.taps_rows(), p.slots[1] = p.tile.rows;
        p.zero_row = p.tile.rows > 1 && (s.before[1] > 0 || read[1] - s.before[1] > s.in[1]);
    }
    p.runs_bytes = (std::size_t(2 * p.taps_rows() * p.runs) * sizeof(conv_run) + 63) / 64 * 64;
    p.pairs = p.tile.pairs ? (p.taps_rows() * p.runs * ((p.tile.k + 1) / 2) + 1) * lanes : 0;
    p.zeros = p.zero_row ? read[2] * channels : 0;
    p.bytes = p.runs_bytes + sizeof(float) * (std::size_t(p.pairs + p.zeros) + floats(p.copied_rows(), p.padded) +
                                              std::size_t(p.copied_rows()));
    return p;
}

} // namespace ctnn::detail
