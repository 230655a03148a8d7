#include "passes.hpp"
#include <ctnn/architecture.hpp>
#include <doctest/doctest.h>

using namespace passes_test;
using namespace ctnn::literals;

namespace {

constexpr ops::value relu_of(const ops::value& x) { return ops::map(x, ops::function_of(f::relu)); }

// bias, residual and activation go into the product
constexpr auto all = program_of<8>([](ops::builder& b, growing<ops::value>& out) {
    const auto w = ops::parameter(b, 0, {2, 2}), c = ops::parameter(b, 1, extents(2));
    const auto x = ops::input(b, 0, {3, 2});
    out.push(relu_of(ops::add(x, ops::add(ops::matmul(x, w), c))));
});
constexpr auto fused = detail::fuse_epilogues(all);
static_assert(runs(fused, {k::parameter, k::parameter, k::input, k::matmul}) && fused.outputs[0] == 3);
static_assert(fused.op(3).attr.bias && fused.op(3).attr.residual && fused.op(3).attr.epilogue.kind == f::relu);
static_assert(fused.op(3).operands == 4 && fused.op(3).in[2] == 1 && fused.op(3).in[3] == 2);
static_assert(in_order(fused) && result(fused) == result(all));

// a convolution takes them, too
constexpr auto conv = program_of<6>([](ops::builder& b, growing<ops::value>& out) {
    const auto w = ops::parameter(b, 0, {2, 2, 3}), c = ops::parameter(b, 1, extents(3));
    const auto x = ops::input(b, 0, {4, 2});
    out.push(relu_of(ops::add(ops::conv(x, w, {1, {2}, {1}, {1}, {}}, extents(3)), c)));
});
static_assert(runs(detail::fuse_epilogues(conv), {k::parameter, k::parameter, k::input, k::conv}));
static_assert(result(detail::fuse_epilogues(conv)) == result(conv));

// two products that are added: one is the other's residual and runs first
constexpr auto both = program_of<6>([](ops::builder& b, growing<ops::value>& out) {
    const auto v = ops::parameter(b, 0, {2, 2}), w = ops::parameter(b, 1, {2, 2});
    const auto x = ops::input(b, 0, extents(2));
    out.push(ops::add(ops::matmul(x, v), ops::matmul(x, w)));
});
constexpr auto fused_both = detail::fuse_epilogues(both);
static_assert(runs(fused_both, {k::parameter, k::parameter, k::input, k::matmul, k::matmul}));
static_assert(!fused_both.op(3).attr.residual && fused_both.op(4).attr.residual && fused_both.op(4).in[2] == 3);
static_assert(in_order(fused_both) && result(fused_both) == result(both));

// what was computed for the residual after the product still comes in front of it
constexpr auto late = program_of<8>([](ops::builder& b, growing<ops::value>& out) {
    const auto w = ops::parameter(b, 0, {2, 2});
    const auto x = ops::input(b, 0, extents(2));
    const auto y = ops::matmul(x, w);
    out.push(ops::add(y, relu_of(x)));
});
static_assert(runs(detail::fuse_epilogues(late), {k::parameter, k::input, k::map, k::matmul}));
static_assert(in_order(detail::fuse_epilogues(late)) && result(detail::fuse_epilogues(late)) == result(late));

// nothing goes in behind an activation, and none into a product that something else reads, or that is a weight's
constexpr auto closed = program_of<8>([](ops::builder& b, growing<ops::value>& out) {
    const auto w = ops::parameter(b, 0, {2, 2});
    const auto x = ops::input(b, 0, extents(2));
    out.push(ops::add(x, relu_of(ops::matmul(x, w))));
});
static_assert(runs(detail::fuse_epilogues(closed), {k::parameter, k::input, k::matmul, k::zip}));
static_assert(result(detail::fuse_epilogues(closed)) == result(closed));
constexpr auto read_twice = program_of<8>([](ops::builder& b, growing<ops::value>& out) {
    const auto w = ops::parameter(b, 0, {2, 2});
    const auto y = ops::matmul(ops::input(b, 0, extents(2)), w);
    out.push(relu_of(y)), out.push(y);
});
static_assert(runs(detail::fuse_epilogues(read_twice), {k::parameter, k::input, k::matmul, k::map}));
constexpr auto of_weights = program_of<8>([](ops::builder& b, growing<ops::value>& out) {
    const auto v = ops::parameter(b, 0, {2, 2}), w = ops::parameter(b, 1, {2, 2});
    const auto u = relu_of(ops::matmul(v, w));
    out.push(ops::matmul(ops::input(b, 0, extents(2)), u));
});
static_assert(runs(detail::fuse_epilogues(of_weights),
                   {k::parameter, k::parameter, k::matmul, k::map, k::input, k::matmul}));

// a second bias and a second residual stay operations of their own
constexpr auto two_biases = program_of<8>([](ops::builder& b, growing<ops::value>& out) {
    const auto w = ops::parameter(b, 0, {2, 2}), c = ops::parameter(b, 1, extents(2)),
               d = ops::parameter(b, 2, extents(2));
    out.push(ops::add(ops::add(ops::matmul(ops::input(b, 0, extents(2)), w), c), d));
});
static_assert(runs(detail::fuse_epilogues(two_biases),
                   {k::parameter, k::parameter, k::parameter, k::input, k::matmul, k::zip}));
static_assert(result(detail::fuse_epilogues(two_biases)) == result(two_biases));
constexpr auto two_residuals = program_of<8>([](ops::builder& b, growing<ops::value>& out) {
    const auto v = ops::parameter(b, 0, {2, 2}), w = ops::parameter(b, 1, {2, 2});
    const auto x = ops::input(b, 0, extents(2));
    out.push(ops::add(ops::add(ops::matmul(x, v), x), ops::add(ops::matmul(x, w), x)));
});
static_assert(runs(detail::fuse_epilogues(two_residuals),
                   {k::parameter, k::parameter, k::input, k::matmul, k::matmul, k::zip}));
static_assert(result(detail::fuse_epilogues(two_residuals)) == result(two_residuals));

// the pass switched off, in a network
constexpr auto net = Sequential(Input(shape<3>), Dense(2_c, activation = relu));
template<passes P>
constexpr const auto& compiled_with = detail::compilation<decltype(net)::definition, P>::value;
static_assert(runs(compiled_with<passes{.pack = false}>, {k::parameter, k::parameter, k::input, k::matmul}));
static_assert(runs(compiled_with<passes{.epilogues = false, .pack = false}>,
                   {k::parameter, k::parameter, k::input, k::matmul, k::zip, k::map}));

} // namespace

TEST_CASE("Bias, residual and activation are part of the product that makes the value") {}
