// Convolutions whose weights are bfloat16, against the definition with rounded weights.
#include "convolutions.hpp"
#include <ctnn/kernel/conv.hpp>

using namespace ctnn;
using namespace ctnn::test;
using ops::builder, ops::conv;

namespace {

void rounded(int k, std::vector<float>& x, std::mt19937& random) {
    small_weights(k, x, random);
    if (k == 1)
        for (float& v : x) v = math::from_bf16(math::to_bf16(v));
}
template<auto... Make>
void agree_rounded(filler fill = rounded) {
    int n = 0;
    const auto check = [&]<class P>(const descriptor& d, const P&) {
        static_assert(P::how.pairs.any());
        CAPTURE(n);
        CHECK(first_difference(d, P::run, fill, evaluate<ops::op_kind::conv>) == -1);
        ++n;
    };
    (check(described<Make>::value, packed<Make, true>{}), ...);
}

/// x (extent, c) with a window of `size` elements.
template<int Extent, int C, int F, int Size, int Before, int Out, int Stride = 1, int Dilation = 1>
constexpr auto line = [](builder& b) {
    return conv(in(b, 0, {Extent, C}), in(b, 1, {Size, C, F}), {1, {Size}, {Stride}, {Dilation}, {Before}},
                extents{Out});
};
template<bool Bias, bool Residual, int Filters, int Pool = 0>
constexpr auto ending = [](builder& b) {
    const ops::window centred{2, {3, 3}, {1, 1}, {1, 1}, {1, 1}};
    const auto y = fused(b, conv(in(b, 0, {4, 6, 3}), in(b, 1, {3, 3, 3, Filters}), centred, {4, 6}), Bias, Residual,
                         ops::function_of(ops::function_kind::relu));
    if constexpr (Pool > 0) {
        ops::op& o = b.list[y.index];
        o.attr.pool = Pool, o.out = {4 / Pool, 6 / Pool, Filters};
    }
    return y;
};

} // namespace

TEST_CASE("weights in half the memory: any number of channels and filters") {
    agree_rounded<line<5, 1, 2, 3, 1, 5>, line<5, L - 1, 2, 3, 1, 5>, line<5, 1, L - 1, 3, 1, 5>,
                  line<5, 3, L, 3, 1, 5>, line<5, L + 1, L + 1, 3, 1, 5>, line<5, 2, 3 * L + 1, 3, 1, 5>,
                  line<3, 2, 9 * L + 5, 2, 0, 2>, line<1, 3, 5, 1, 0, 1>, line<17, 1, 5, 1, 0, 17>,
                  line<17, 4, 4 * L, 1, 0, 17>>();
}

TEST_CASE("weights in half the memory: strides, dilations and paddings") {
    agree_rounded<line<11, 3, L, 3, 1, 6, 2>, line<11, 3, L, 3, 0, 4, 3>, line<11, 4, L, 3, 4, 11, 1, 2>,
                  line<11, 2, L, 2, 0, 6, 1, 5>, line<12, 5, L + 1, 3, 2, 12>, square<8, 8, 3, 5, 3, 0, 4, 4, 2>,
                  square<9, 7, 3, L + 1, 3, 1, 5, 4, 2>, square<9, 7, 2, 2 * L, 3, 2, 9, 7, 1, 2>,
                  square<5, 19, 3, L + 1, 3, 1, 5, 19>, square<6, 6, 2, 5, 1, 0, 3, 3, 2>>();
}

TEST_CASE("weights in half the memory: what follows the sums, and an infinity or NaN among them") {
    agree_rounded<ending<true, false, L>, ending<true, true, L + 1>, ending<false, true, 3 * L>,
                  ending<true, false, 2 * L, 2>>();
    agree_rounded<line<7, 3, L + 1, 3, 0, 5>>([](int k, std::vector<float>& x, std::mt19937& random) {
        rounded(k, x, random);
        if (k == 1) x[5] = math::infinity<float>, x[7] = math::nan<float>;
    });
}

TEST_CASE("weights in half the memory: what has no form for it") {
    constexpr auto single = line<5, 3, 1, 3, 1, 5>;
    static_assert(!packed<single, true>::how.width);
    constexpr auto grouped = [](builder& b) {
        return conv(in(b, 0, {5, 2 * L}), in(b, 1, {3, L, 2 * L}), {1, {3}, {1}, {1}, {1}}, extents{5}, 2);
    };
    static_assert(!packed<grouped, true>::how.width);
    static_assert(!packed<line<11, 3, L, 3, 4, 11, 1, 2>, true>::how.width); // dilated, an odd number of channels
}
