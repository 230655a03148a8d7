#include <ctnn/program/depthwise_plan.hpp>
#include <doctest/doctest.h>

using namespace ctnn;

namespace {

struct layer {
    int columns, channels, stride = 1, multiplier = 1;
    int rows = 0; ///< 0: as many as columns
    ops::window win = {2, {3, 3}, {1, 1}, {1, 1}, {1, 1}};
};
/// With padding that keeps an image's size, or halves it.
constexpr detail::depthwise_tile_shape tile(layer l, hardware h) {
    ops::op o = ops::op_of(ops::op_kind::depthwise);
    const int rows = l.rows ? l.rows : l.columns;
    o.out = extents((rows + l.stride - 1) / l.stride, (l.columns + l.stride - 1) / l.stride, l.channels * l.multiplier);
    o.attr.win = l.win;
    if (l.stride > 1) o.attr.win.stride[0] = o.attr.win.stride[1] = l.stride, o.attr.win.before[1] = l.columns % 2;
    return detail::plan_depthwise(o, extents(rows, l.columns, l.channels), h);
}
constexpr bool is(const detail::depthwise_tile_shape& t, int rows, int columns) {
    return t.rows == rows && t.columns == columns;
}
constexpr hardware avx512{16, 32}, avx2{8, 16}, sse2{4, 16};

// columns are cut into equal parts, of which as many rows as there are registers for
static_assert(is(tile({28, 64}, avx512), 2, 6) && is(tile({7, 64}, avx512), 3, 4) && is(tile({5, 64}, avx512), 3, 5));
static_assert(is(tile({28, 64}, avx2), 1, 10) && is(tile({14, 64}, avx2), 1, 7) && is(tile({6, 64}, avx2), 2, 6));
static_assert(is(tile({28, 64}, sse2), 1, 4) && is(tile({6, 64}, sse2), 1, 3) && is(tile({2, 64}, sse2), 2, 2));
static_assert(is(tile({28, 64, 2}, avx512), 3, 5) && tile({28, 64, 2}, avx512).stride == 2);
// but no more rows than the image has
static_assert(is(tile({.columns = 5, .channels = 64, .rows = 2}, avx512), 2, 5));
static_assert(is(tile({.columns = 4, .channels = 64, .rows = 1}, avx2), 1, 4));

// weights are in registers but where AVX has few of these
static_assert(tile({28, 64}, avx2).few_weights);
static_assert(!tile({28, 64}, avx512).few_weights && !tile({28, 64}, sse2).few_weights);

// of few channels a vector spans several positions
static_assert(tile({28, 4}, avx512).spans && !tile({28, 16}, avx512).spans && !tile({28, 8}, avx2).spans);
static_assert(is(tile({28, 4}, avx512), 4, 3) && is(tile({28, 4}, avx2), 2, 2) && is(tile({28, 2}, sse2), 2, 2));
static_assert(is(tile({7, 4}, avx512), 4, 1)); // as many vectors as a row fills
constexpr bool none(const layer& l, hardware h = avx512) { return tile(l, h).rows == 0; }
static_assert(none({7, 2}) && none({28, 3}) && none({28, 1}) && none({28, 4, 2}));

// other windows run as any do: other taps, holes, strides, several filters for a channel, more padding than a column
static_assert(!none({28, 64}) && none({28, 64, 3}) && none({28, 64, 1, 2}));
static_assert(none({.columns = 28, .channels = 64, .win = {2, {5, 5}, {1, 1}, {1, 1}, {2, 2}}}));
static_assert(none({.columns = 28, .channels = 64, .win = {2, {3, 3}, {1, 1}, {2, 2}, {2, 2}}}));
static_assert(none({.columns = 28, .channels = 64, .win = {2, {3, 3}, {1, 2}, {1, 1}, {1, 1}}}));
static_assert(none({.columns = 28, .channels = 64, .win = {2, {3, 3}, {1, 1}, {1, 1}, {1, 2}}}));
static_assert(none({.columns = 28, .channels = 64, .win = {2, {3, 3}, {1, 1}, {1, 1}, {1, 0}}})); // 2 behind
static_assert(none({.columns = 28, .channels = 64, .win = {1, {3}, {1}, {1}, {1}}}));

// a strip is as many tiles as half of a first cache holds, one at least; without few_weights it is whole rows
constexpr int strip(layer l, hardware h) {
    return detail::depthwise_strip(tile(l, h), (l.columns + l.stride - 1) / l.stride, l.channels);
}
static_assert(strip({112, 32}, avx2) == 24 && tile({112, 32}, avx2).columns == 12);
static_assert(strip({28, 64}, avx2) == 10 && strip({28, 512}, avx2) == 10);
static_assert(strip({28, 32, 2}, avx2) == 14);
static_assert(strip({112, 32}, avx512) == 112 && strip({112, 32}, sse2) == 112 && strip({28, 4}, avx2) == 28);

/// Sums, an input and the weights that stay find room in registers, whatever the image; strips are whole tiles.
constexpr bool fits(hardware h) {
    for (int columns = 1; columns < 60; ++columns)
        for (int channels : {16, 24, 100, 960})
            for (int stride : {1, 2}) {
                const auto t = tile({columns, channels, stride}, h);
                const int wide = (columns + stride - 1) / stride;
                if (t.rows < 1 || t.columns < 1 || t.rows > wide || t.columns > wide) return false;
                if (t.rows * t.columns + 1 + (t.few_weights ? 3 : 9) > h.registers) return false;
                if (const int s = strip({columns, channels, stride}, h); s < wide && s % t.columns != 0) return false;
            }
    return true;
}
static_assert(fits(avx512) && fits(avx2) && fits(sse2));

} // namespace

TEST_CASE("a depthwise convolution's tiles fit its registers and its cache (constant expressions)") {}
