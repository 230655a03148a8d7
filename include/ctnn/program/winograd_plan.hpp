/// How a convolution by Winograd's filtering is cut: blocks of tiles that are transformed, multiplied and transformed
/// back together, and register tiles of the products; and what that costs against the direct way.
#pragma once
#include "../op/sliding.hpp"
#include "../op/winograd.hpp"
#include "../shape/hardware.hpp"

namespace ctnn::detail {

/// Rows x vectors of columns of a product that stay in registers while its inner axis goes by.
struct product_tile_shape {
    int rows = 0, vectors = 0;
};

struct winograd_plan {
    int m = 0, a = 0, axes = 0; ///< outputs and inputs of a tile along an axis
    int positions = 0;          ///< products of a tile
    int c = 0, f = 0;
    int rows = 1, columns = 0;  ///< tiles of the image
    int block[2] = {1, 0};      ///< tiles that go together: rows x columns
    int images = 1;             ///< so many runs, too, where a block is a whole image of few tiles
    product_tile_shape tile;    ///< of the products x (tiles, c) . u (c, f)
    int part = 0;               ///< channels that are summed by themselves, 0: all
    int v_step = 0, y_step = 0; ///< from position to position in the transformed input and in the products
    bool in_place = false;      ///< whether products take the place of the input that they are made of
    int strip = 0;              ///< input columns of a row of tiles, in vectors of channels
    double cycles = 0;          ///< estimate

    constexpr int tiles() const { return block[0] * block[1]; } ///< of an image
    /// Elements of memory that a run needs: the transformed input, the products, and a strip of it half transformed.
    constexpr std::size_t scratch(int lanes) const {
        return std::size_t(positions) * std::size_t(in_place ? v_step : v_step + y_step) +
               (axes == 2 ? std::size_t(a) * std::size_t(strip) * std::size_t(lanes) : 0);
    }
};

constexpr int ceiling(int n, int part) { return (n + part - 1) / part; }

/// The register tile for (rows, c) . (c, vectors), and an estimate of cycles; two products a cycle.
struct product_tiling {
    product_tile_shape tile;
    double cycles = 0;

    /// panel: vectors of a panel of weights if they are packed already, else 0.
    constexpr product_tiling(int rows, int c, int vectors, bool many_registers, int panel) {
        constexpr int most[2][5] = {{0, 8, 6, 0, 0}, {0, 16, 12, 0, 6}};
        for (int v = 4; v > 0; v /= 2) {
            const int max = most[many_registers][v];
            if (panel ? v != panel : vectors % v != 0 || max == 0) continue;
            for (int r = rows < max ? rows : max; 2 * r > max || r == rows; --r) {
                const int loads = r + v;
                const int issue = r * v > loads ? r * v : loads,
                          busy = issue > 8 ? issue : 8; // latency: 8 sums at least
                const double cost = double(ceiling(rows, r) * (vectors / v)) * (c * busy * 0.5 + r * v + 12);
                if (tile.rows == 0 || cost < cycles * 0.98) tile = {r, v}, cycles = cost;
            }
        }
    }
};

/// `o`: a conv or winograd of one or two axes, three taps along each, stride 1, for which the vectors of channels and
/// filters are whole; x: the shape of its input.
constexpr winograd_plan plan_winograd(const ops::op& o, const extents& x, int m, const hardware& h) {
    const extents out = ops::unpooled(o).out;
    winograd_plan p;
    p.m = m, p.a = m + 2, p.axes = o.attr.win.rank;
    p.positions = ops::winograd_positions(o.attr.win, m);
    p.c = x.last(), p.f = o.out.last();
    // F(4, 3) multiplies the errors of sums by some 3 along each axis: parts of sums are smaller, and so their errors
    p.part = m == 2 ? 0 : p.axes == 2 ? 16 : 64;
    if (p.c <= p.part) p.part = 0;
    const int gap = o.attr.win.dilation[p.axes - 1];
    if (p.axes == 2) {
        p.rows = ceiling(out[0], m), p.columns = ceiling(out[1], m);
    } else {
        p.columns = ceiling(out[0], m * gap) * gap;
    }
    // enough tiles for the products' register tiles, few enough for the caches
    constexpr int few = 16, enough = 16;
    p.block[1] = ceiling(p.columns, ceiling(p.columns, enough));
    p.block[0] = p.block[1] >= few ? 1 : ceiling(few, p.block[1]);
    if (p.block[0] > p.rows) p.block[0] = p.rows;
    if (p.block[0] == p.rows && p.block[1] == p.columns)
        while (2 * p.images * p.tiles() <= enough && o.times % (2 * p.images) == 0) p.images *= 2;
    const int n = p.tiles() * p.images, lanes = h.lanes;
    // a cache line apart from a power of two, so that positions do not share the sets of the first-level cache
    p.v_step = n * p.c + 16, p.y_step = n * p.f + 16;
    p.strip = p.block[1] * m + 2;
    const product_tiling t(n, p.c, p.f / lanes, h.registers > 16, o.attr.panel / lanes);
    const double parts = p.part ? double(n) * (p.f / lanes) * (ceiling(p.c, p.part) - 1) : 0; // put away and added
    p.tile = t.tile;
    // a register tile reads its rows and no others, and all of them before it writes; the first-level cache holds one
    // of the two, not both
    p.in_place = p.c == p.f && p.f == t.tile.vectors * lanes && n % t.tile.rows == 0;
    const int blocks = ceiling(p.rows, p.block[0]) * ceiling(p.columns, p.block[1]);
    const double each_in = m == 2 ? (p.axes == 2 ? 36 : 10) : (p.axes == 2 ? 100 : 20),
                 each_out = m == 2 ? (p.axes == 2 ? 24 : 8) : (p.axes == 2 ? 70 : 16);
    // what of the weights does not stay in a second-level cache from sample to sample comes from far away
    const double bytes = double(p.positions) * p.c * p.f * 4, near = 256 * 1024;
    const double weights = bytes < near ? bytes / 32 : near / 32 + (bytes - near) / 8;
    p.cycles = blocks * (p.positions * (t.cycles + parts) + n * (each_in * p.c + each_out * p.f) / lanes + weights);
    return p;
}

} // namespace ctnn::detail
