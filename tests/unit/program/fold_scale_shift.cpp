#include "passes.hpp"
#include <ctnn/architecture.hpp>
#include <doctest/doctest.h>

using namespace passes_test;
using namespace ctnn::literals;

namespace {

template<int N>
consteval auto folded(const program<N>& p) {
    return detail::fold_scale_shift(with_room<N + 9>(p));
}

// (x . w) * s + t is x . (w * s) + t
constexpr auto product = program_of<6>([](ops::builder& b, growing<ops::value>& out) {
    const auto w = ops::parameter(b, 0, {3, 2}), s = ops::parameter(b, 1, extents(2)),
               t = ops::parameter(b, 2, extents(2));
    out.push(ops::scale_shift(ops::matmul(ops::input(b, 0, extents(3)), w), s, t, 0));
});
constexpr auto folded_product = folded(product);
static_assert(runs(folded_product, {k::parameter, k::parameter, k::parameter, k::zip, k::input, k::matmul, k::zip}));
static_assert(ops::zip_kind(folded_product.op(3).attr.variant) == ops::zip_kind::multiply &&
              folded_product.op(3).out == shape<3, 2>);
static_assert(folded_product.op(5).in[1] == 3 && folded_product.op(6).in[1] == 2 && folded_product.outputs[0] == 6);
static_assert(in_order(folded_product) && result(folded_product) == result(product));

// (x . w + b) * s + t: the bias is scaled, too, as a weight
constexpr auto biased = program_of<8>([](ops::builder& b, growing<ops::value>& out) {
    const auto w = ops::parameter(b, 0, {3, 2}), c = ops::parameter(b, 1, extents(2)),
               s = ops::parameter(b, 2, extents(2)), t = ops::parameter(b, 3, extents(2));
    out.push(ops::scale_shift(ops::add(c, ops::matmul(ops::input(b, 0, {4, 3}), w)), s, t, 1));
});
constexpr auto folded_biased = folded(biased);
static_assert(runs(folded_biased, {k::parameter, k::parameter, k::parameter, k::parameter, k::zip, k::scale_shift,
                                   k::input, k::matmul, k::zip}));
static_assert(folded_biased.op(5).out == shape<2> && folded_biased.is_weight(5) && !folded_biased.is_weight(6));
static_assert(in_order(folded_biased) && result(folded_biased) == result(biased));

// channels that are not alone on the kernel's last axis: depthwise (taps, c, m) and transposed (taps, f, c)
constexpr ops::window two_by_two{2, {2, 2}, {1, 1}, {1, 1}, {}};
constexpr auto depthwise = program_of<6>([](ops::builder& b, growing<ops::value>& out) {
    const auto w = ops::parameter(b, 0, {2, 2, 2, 3}), s = ops::parameter(b, 1, extents(6)),
               t = ops::parameter(b, 2, extents(6));
    out.push(ops::scale_shift(ops::depthwise(ops::input(b, 0, {3, 2, 2}), w, two_by_two, {2, 1}), s, t, 2));
});
constexpr auto folded_depthwise = folded(depthwise);
static_assert(runs(folded_depthwise,
                   {k::parameter, k::parameter, k::parameter, k::reshape, k::zip, k::input, k::depthwise, k::zip}));
static_assert(folded_depthwise.op(3).out == shape<2, 3> && result(folded_depthwise) == result(depthwise));

constexpr auto transposed = program_of<6>([](ops::builder& b, growing<ops::value>& out) {
    const auto w = ops::parameter(b, 0, {2, 2, 3, 2}), s = ops::parameter(b, 1, extents(3)),
               t = ops::parameter(b, 2, extents(3));
    out.push(ops::scale_shift(ops::conv_transpose(ops::input(b, 0, {2, 1, 2}), w, two_by_two, {3, 2}), s, t, 2));
});
constexpr auto folded_transposed = folded(transposed);
static_assert(runs(folded_transposed, {k::parameter, k::parameter, k::parameter, k::reshape, k::zip, k::input,
                                       k::conv_transpose, k::zip}));
static_assert(folded_transposed.op(3).out == shape<3, 1> && result(folded_transposed) == result(transposed));

// what stays as it is: a product that something else reads, scales on another axis, scales that a sample makes, no
// product
constexpr auto read_twice = program_of<6>([](ops::builder& b, growing<ops::value>& out) {
    const auto w = ops::parameter(b, 0, {3, 2}), s = ops::parameter(b, 1, extents(2)),
               t = ops::parameter(b, 2, extents(2));
    const auto y = ops::matmul(ops::input(b, 0, extents(3)), w);
    out.push(ops::scale_shift(y, s, t, 0)), out.push(y);
});
static_assert(runs(folded(read_twice),
                   {k::parameter, k::parameter, k::parameter, k::input, k::matmul, k::scale_shift}));
constexpr auto other_axis = program_of<6>([](ops::builder& b, growing<ops::value>& out) {
    const auto w = ops::parameter(b, 0, {3, 2}), s = ops::parameter(b, 1, extents(2)),
               t = ops::parameter(b, 2, extents(2));
    out.push(ops::scale_shift(ops::matmul(ops::input(b, 0, {2, 3}), w), s, t, 0));
});
static_assert(detail::count_kind(folded(other_axis), k::scale_shift) == 1 &&
              folded(other_axis).size == other_axis.size);
constexpr auto made_by_sample = program_of<6>([](ops::builder& b, growing<ops::value>& out) {
    const auto w = ops::parameter(b, 0, {3, 2}), t = ops::parameter(b, 1, extents(2));
    const auto x = ops::input(b, 0, extents(3)), s = ops::input(b, 1, extents(2));
    out.push(ops::scale_shift(ops::matmul(x, w), s, t, 0));
});
static_assert(folded(made_by_sample).size == made_by_sample.size);
constexpr auto no_product = program_of<6>([](ops::builder& b, growing<ops::value>& out) {
    const auto s = ops::parameter(b, 0, extents(2)), t = ops::parameter(b, 1, extents(2));
    out.push(ops::scale_shift(ops::map(ops::input(b, 0, extents(2)), ops::function_of(f::relu)), s, t, 0));
});
static_assert(runs(folded(no_product), {k::parameter, k::parameter, k::input, k::map, k::scale_shift}));

// the pass switched off, in a network
constexpr auto net = Sequential(Input(shape<3>), Dense(2_c), BatchNormalization());
template<passes P>
constexpr int scales_for_samples = [] {
    constexpr const auto& p = detail::compilation<decltype(net)::definition, P>::value;
    int n = 0;
    for (int i = 0; i < p.size; ++i) n += p.op(i).kind == k::scale_shift && !p.steps[i].prepares;
    return n;
}();
static_assert(scales_for_samples<passes{}> == 0 && scales_for_samples<passes{.fold_scale_shift = false}> == 1);

} // namespace

TEST_CASE("A scale_shift behind a product becomes part of its weights") {}
