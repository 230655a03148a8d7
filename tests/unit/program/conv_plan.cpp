#include <ctnn/program/conv_plan.hpp>
#include <doctest/doctest.h>

using namespace ctnn;

namespace {

/// Of 3 x 3 taps at a square image's every place.
constexpr detail::conv_tile_shape tile(int extent, int channels, int filters, hardware h, int panel = 0) {
    ops::op o = ops::op_of(ops::op_kind::conv);
    o.attr.win = {2, {3, 3}, {1, 1}, {1, 1}, {1, 1}};
    o.out = extents(extent, extent, filters), o.attr.panel = panel;
    return detail::plan_conv(o, extents(extent, extent, channels), 1, h).tile;
}
constexpr bool is(const detail::conv_tile_shape& t, int rows, int columns, int width) {
    return t.rows == rows && t.columns == columns && t.width == width;
}
constexpr hardware avx512{16, 32}, avx2{8, 16};

// what computes no output twice, else the widest panel
static_assert(is(tile(28, 64, 64, avx512), 1, 14, 32));
static_assert(is(tile(16, 64, 128, avx512), 1, 8, 32));
static_assert(is(tile(24, 64, 64, avx512), 1, 6, 64));
static_assert(is(tile(8, 64, 64, avx512), 1, 4, 64));
static_assert(is(tile(28, 1, 16, avx512), 1, 14, 16));
// a panel of one vector loads too much
static_assert(is(tile(18, 64, 64, avx2), 1, 6, 16));
static_assert(is(tile(16, 64, 64, avx2), 1, 4, 24));
// where wide tiles would compute columns twice, narrower ones, or some of several rows
static_assert(is(tile(32, 3, 16, avx2), 1, 4, 16));
static_assert(is(tile(26, 3, 16, avx2), 2, 3, 16));
static_assert(is(tile(30, 3, 16, avx2), 1, 6, 16));

// weights in panels are read as they are
static_assert(is(tile(8, 64, 64, avx512, 32), 1, 8, 32));
static_assert(is(tile(28, 64, 128, avx512, 64), 1, 6, 64));

} // namespace

TEST_CASE("a convolution's tiles cover its image (constant expressions)") {}
