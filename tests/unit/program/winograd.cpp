#include "passes.hpp"
#include <ctnn/architecture.hpp>
#include <doctest/doctest.h>

using namespace passes_test;
using namespace ctnn::literals;

namespace {

constexpr ops::window plane{2, {3, 3}, {1, 1}, {1, 1}, {1, 1}}, line{1, {3}, {1}, {2}, {4}};
constexpr auto both = program_of<8>([](ops::builder& b, growing<ops::value>& out) {
    const auto v = ops::parameter(b, 0, {3, 3, 1, 2}), w = ops::parameter(b, 1, {3, 2, 1});
    const auto x = ops::input(b, 0, {3, 5, 1}), z = ops::input(b, 1, {9, 2});
    out.push(ops::conv(x, v, plane, {3, 5})), out.push(ops::conv(z, w, line, extents(9)));
});
static_assert(both.size == 6);

/// Every convolution by tiles of M outputs along an axis, whether that pays or not.
template<int M>
constexpr auto by_tiles = [] {
    detail::winograd_tiles<8> tiles(both, false, {});
    for (int i = 0; i < 6; ++i)
        if (both.op(i).kind == k::conv) tiles.of[i] = M, ++tiles.count;
    return detail::use_winograd(both, tiles);
}();

template<int M>
constexpr bool equal = [] {
    for (int output = 0; output < 2; ++output) {
        const auto a = result(both, output), b = result(by_tiles<M>, output);
        for (std::size_t i = 0; i < a.size(); ++i)
            if (a[i] - b[i] > 1e-12 || b[i] - a[i] > 1e-12) return false;
    }
    return true;
}();

static_assert(runs(by_tiles<2>, {k::parameter, k::parameter, k::winograd_weights, k::winograd_weights, k::input,
                                 k::input, k::winograd, k::winograd}));
static_assert(by_tiles<4>.op(2).out == extents(36, 1, 2) && by_tiles<4>.op(3).out == extents(6, 2, 1));
static_assert(in_order(by_tiles<2>) && equal<2> && equal<4>);

// where it pays, and switched off
constexpr auto net = Sequential(Input(shape<32, 32, 16>), Conv2D(16_c, 3_c, padding = same, activation = relu),
                                Conv2D(16_c, 3_c, strides = 2_c), Conv2D(10_c, 3_c));
template<passes P>
constexpr const auto& compiled_for = detail::compilation<decltype(net)::definition, P, hardware{16, 32}>::value;
constexpr int count(const auto& p, k kind) {
    int n = 0;
    for (int i = 0; i < p.size; ++i) n += p.op(i).kind == kind;
    return n;
}
static_assert(count(compiled_for<passes{}>, k::winograd) == 1 && count(compiled_for<passes{}>, k::conv) == 2);
static_assert(count(compiled_for<passes{.winograd = false}>, k::winograd) == 0);

// the kernel's memory is a part of the workspace that neither its operands nor its result take
constexpr bool apart(const auto& p) {
    for (int i = 0; i < p.size; ++i) {
        const step& s = p.steps[i];
        if (s.scratch_elements == 0) continue;
        if (s.scratch + s.scratch_elements > p.workspace) return false;
        const auto meets = [&](int j) {
            const step& t = p.steps[j];
            return t.place == place_kind::workspace && t.offset < s.scratch + s.scratch_elements &&
                   s.scratch < t.offset + t.op.size();
        };
        if (meets(i)) return false;
        for (int k = 0; k < s.op.operands; ++k)
            if (meets(s.op.in[k])) return false;
    }
    return true;
}
static_assert(apart(compiled_for<passes{}>) && apart(compiled_for<passes{.share_memory = false}>));
static_assert(apart(compiled_for<passes{.winograd = false, .pack = false}>));

} // namespace

TEST_CASE("Convolutions of three taps run by Winograd's filtering where that pays") {}
