#include "passes.hpp"
#include <ctnn/architecture.hpp>
#include <doctest/doctest.h>

using namespace passes_test;
using namespace ctnn::literals;

namespace {

constexpr ops::value relu_of(const ops::value& x) { return ops::map(x, ops::function_of(f::relu)); }
constexpr ops::window plane{2, {2, 2}, {1, 1}, {1, 1}, {}}, pairs{2, {2, 2}, {2, 2}, {1, 1}, {}};
template<int N>
constexpr program<N> fuse(const program<N>& p) {
    return detail::fuse_conv_epilogues(detail::fuse_epilogues(p), true, true);
}

// x + relu(conv): the Add comes behind the activation; what it adds runs first
constexpr auto late = program_of<8>([](ops::builder& b, growing<ops::value>& out) {
    const auto w = ops::parameter(b, 0, {2, 2, 2});
    const auto x = ops::input(b, 0, {4, 2});
    const auto y = relu_of(ops::conv(x, w, {1, {2}, {1}, {1}, {}}, extents(3)));
    out.push(ops::add(y, relu_of(ops::slice(x, {0, 0}, {3, 2}))));
});
constexpr auto fused_late = fuse(late);
static_assert(runs(fused_late, {k::parameter, k::input, k::slice, k::map, k::conv}));
static_assert(fused_late.op(4).attr.residual && fused_late.op(4).attr.residual_last && fused_late.op(4).in[2] == 3);
static_assert(in_order(fused_late) && result(fused_late) == result(late));

// a maximum of two by two, of which the last column and row of five by three are not read
constexpr auto pooled = program_of<8>([](ops::builder& b, growing<ops::value>& out) {
    const auto w = ops::parameter(b, 0, {2, 2, 1, 2}), c = ops::parameter(b, 1, extents(2));
    const auto x = ops::input(b, 0, {6, 4, 1});
    const auto y = relu_of(ops::add(ops::conv(x, w, plane, {5, 3}), c));
    out.push(ops::pool(ops::pool_kind::maximum, y, pairs, {2, 1}));
});
constexpr auto fused_pool = fuse(pooled);
static_assert(runs(fused_pool, {k::parameter, k::parameter, k::input, k::conv}));
static_assert(fused_pool.op(3).attr.pool == 2 && fused_pool.op(3).out == extents(2, 1, 2));
static_assert(result(fused_pool) == result(pooled));

// a mean, a window of three, and outputs that something else reads stay apart
constexpr auto others = program_of<12>([](ops::builder& b, growing<ops::value>& out) {
    const auto w = ops::parameter(b, 0, {2, 2, 1, 2});
    const auto x = ops::input(b, 0, {5, 5, 1});
    const auto a = ops::conv(x, w, plane, {4, 4}), c = ops::conv(x, w, plane, {4, 4}),
               d = ops::conv(x, w, plane, {4, 4});
    out.push(ops::pool(ops::pool_kind::mean, a, pairs, {2, 2}));
    out.push(ops::pool(ops::pool_kind::maximum, c, {2, {3, 3}, {1, 1}, {1, 1}, {}}, {2, 2}));
    out.push(ops::pool(ops::pool_kind::maximum, d, pairs, {2, 2}));
    out.push(d);
});
static_assert(runs(fuse(others), {k::parameter, k::input, k::conv, k::conv, k::conv, k::pool, k::pool, k::pool}));

// each switched off, in a network
constexpr auto net = functional([] {
    auto x = Input(shape<8, 8, 2>);
    auto y = Conv2D(2, 3, padding = same, activation = relu)(x);
    y = MaxPooling2D(2)(Conv2D(3, 3, padding = same, activation = relu)(Add()(x, y)));
    return Model(inputs = x, outputs = y);
});
template<passes P>
constexpr int operations = [] {
    int n = 0;
    for (const auto& s : detail::compilation<decltype(net)::definition, P>::value.steps) n += s.works && !s.prepares;
    return n;
}();
static_assert(operations<passes{}> == 2);
static_assert(operations<passes{.conv_residuals = false}> == 3 && operations<passes{.conv_pools = false}> == 3);

} // namespace

TEST_CASE("Convolutions take an Add behind the activation and a pooling of pairs over") {}
