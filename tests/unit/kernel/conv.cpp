// conv: windows, strides, dilations and paddings of one to three axes, groups, what passes fuse into it, and runs.
#include "convolutions.hpp"
#include <ctnn/kernel/conv.hpp>

using namespace ctnn;
using namespace ctnn::test;
using ops::builder, ops::conv;

namespace {

/// x (extent, c) with a window of `size` elements.
template<int Extent, int C, int F, int Size, int Before, int Out, int Stride = 1, int Dilation = 1>
constexpr auto line = [](builder& b) {
    return conv(in(b, 0, {Extent, C}), in(b, 1, {Size, C, F}), {1, {Size}, {Stride}, {Dilation}, {Before}},
                extents{Out});
};

/// One column.
template<int Extent, int Before>
constexpr auto tall = [](builder& b) {
    return conv(in(b, 0, {Extent, 1, 3}), in(b, 1, {3, 1, 3, L + 1}), {2, {3, 1}, {2, 1}, {1, 1}, {Before, 0}},
                {(Extent + 2 * Before - 3) / 2 + 1, 1});
};

constexpr ops::window centred{2, {3, 3}, {1, 1}, {1, 1}, {1, 1}};
constexpr ops::function none{}, relu = ops::function_of(ops::function_kind::relu),
                                bent = ops::function_of(ops::function_kind::tanh);

template<ops::function F, bool Bias, bool Residual, int Filters>
constexpr auto ending = [](builder& b) {
    return fused(b, conv(in(b, 0, {4, 5, 3}), in(b, 1, {3, 3, 3, Filters}), centred, {4, 5}), Bias, Residual, F);
};

} // namespace

TEST_CASE("any number of channels and filters") {
    agree_packed<line<5, 1, 1, 3, 1, 5>, line<5, L - 1, 1, 3, 1, 5>, line<5, 1, L - 1, 3, 1, 5>, line<5, 3, L, 3, 1, 5>,
                 line<5, L + 1, L + 1, 3, 1, 5>, line<5, 2, 3 * L + 1, 3, 1, 5>, line<3, 2, 9 * L + 5, 2, 0, 2>>(
        small_weights);
}

TEST_CASE("a single filter") {
    agree_packed<line<40, 1, 1, 3, 1, 40>, line<40, L, 1, 3, 1, 40>, line<5, 3 * L + 1, 1, 1, 0, 5>,
                 square<5, 3, 2 * L, 1, 3, 1, 5, 3>, square<9, 20, 3, 1, 5, 2, 5, 10, 2>, ending<relu, true, true, 1>>(
        small_weights);
}

TEST_CASE("any number of columns and rows") {
    agree_packed<line<1, 3, 5, 1, 0, 1>, line<17, 3, 5, 1, 0, 17>, line<40, 3, L, 3, 0, 38>,
                 line<40, 3, 2 * L, 3, 2, 40>, line<28, 3, 4 * L, 3, 1, 28>, square<3, 3, 2, 5, 3, 1, 3, 3>,
                 square<4, 2, 3, L, 3, 1, 4, 2>, square<7, 5, 3, 2 * L, 3, 1, 7, 5>,
                 square<5, 19, 3, L + 1, 3, 1, 5, 19>, square<16, 16, 2, 2 * L, 3, 1, 16, 16>,
                 square<26, 26, 2, L + 3, 3, 0, 24, 24>, square<14, 14, 2, 3 * L, 3, 1, 14, 14>, tall<9, 0>,
                 tall<30, 1>>(small_weights);
}

TEST_CASE("strides, dilations and paddings") {
    agree_packed<line<11, 3, L, 3, 1, 6, 2>, line<11, 3, L, 3, 0, 4, 3>, line<11, 3, L, 3, 4, 11, 1, 2>,
                 line<11, 3, L, 2, 0, 6, 1, 5>, line<3, 2, 3, 5, 2, 3>, line<2, 2, 3, 3, 30, 4>,
                 line<9, 2, 3, 2, 0, 3, 4>, square<8, 8, 3, 5, 3, 0, 4, 4, 2>, square<9, 7, 3, 5, 3, 1, 5, 4, 2>,
                 square<9, 7, 2, 5, 3, 2, 9, 7, 1, 2>, square<64, 3, 2, 5, 3, 25, 64, 3, 1, 25>,
                 square<6, 6, 2, 5, 1, 0, 3, 3, 2>>(small_weights);
}

TEST_CASE("three axes") {
    const auto cube = []<int D, int H, int W, int Before, int Stride, int OD, int OH, int OW>(
                          std::integer_sequence<int, D, H, W, Before, Stride, OD, OH, OW>) {
        agree_packed<[](builder& b) {
            return conv(in(b, 0, {D, H, W, 3}), in(b, 1, {3, 2, 3, 3, L + 2}),
                        {3, {3, 2, 3}, {Stride, 1, Stride}, {1, 1, 1}, {Before, Before, Before}}, {OD, OH, OW});
        }>(small_weights);
    };
    cube(std::integer_sequence<int, 5, 4, 6, 0, 1, 3, 3, 4>{});
    cube(std::integer_sequence<int, 5, 4, 6, 1, 1, 5, 4, 6>{});
    cube(std::integer_sequence<int, 5, 4, 7, 1, 2, 3, 4, 4>{});
}

TEST_CASE("groups") {
    const auto groups = []<int C, int F, int Groups>(std::integer_sequence<int, C, F, Groups>) {
        agree_packed<[](builder& b) {
            return conv(in(b, 0, {6, 5, C}), in(b, 1, {3, 3, C / Groups, F}), centred, {6, 5}, Groups);
        }>(small_weights);
    };
    groups(std::integer_sequence<int, 4, 6, 2>{});
    groups(std::integer_sequence<int, 3, 3 * L, 3>{});
    groups(std::integer_sequence<int, 2 * L, 2 * (L + 1), 2>{});
}

TEST_CASE("rows longer than the copy may be") {
    agree_packed<line<3000, 5, 3, 3, 1, 3000>, square<4, 300, 11, 3, 3, 1, 4, 300>, line<40, 1500, 2, 3, 1, 40>>(
        small_weights);
}

TEST_CASE("bias, residual and activation") {
    agree_packed<ending<none, true, false, L>, ending<relu, true, false, L + 1>, ending<relu, false, true, L - 1>,
                 ending<relu, true, true, 3 * L + 1>, ending<bent, true, true, L + 1>, ending<bent, false, false, 1>>(
        small_weights);
}

TEST_CASE("a residual behind the activation") {
    const auto last = []<int Filters>(std::integer_sequence<int, Filters>) {
        agree_packed<[](builder& b) {
            const ops::value v =
                fused(b, conv(in(b, 0, {4, 5, 3}), in(b, 1, {3, 3, 3, Filters}), centred, {4, 5}), true, true, relu);
            b.list[v.index].attr.residual_last = true;
            return v;
        }>(small_weights);
    };
    last(std::integer_sequence<int, 1>{});
    last(std::integer_sequence<int, L + 1>{});
}

TEST_CASE("the maximum of pairs") {
    const auto pooled =
        []<int H, int W, int C, int F, int Before, int Stride>(std::integer_sequence<int, H, W, C, F, Before, Stride>) {
            agree_packed<[](builder& b) {
                constexpr int h = (H + 2 * Before - 3) / Stride + 1, w = (W + 2 * Before - 3) / Stride + 1;
                const ops::window win{2, {3, 3}, {Stride, Stride}, {1, 1}, {Before, Before}};
                const ops::value v =
                    fused(b, conv(in(b, 0, {H, W, C}), in(b, 1, {3, 3, C, F}), win, {h / 2, w / 2}), true, false, relu);
                b.list[v.index].attr.pool = 2;
                return v;
            }>(small_weights);
        };
    pooled(std::integer_sequence<int, 28, 28, 1, 2 * L, 0, 1>{});
    pooled(std::integer_sequence<int, 7, 9, 3, 2, 1, 1>{});
    pooled(std::integer_sequence<int, 4, 5, 2, L + 1, 0, 1>{});
    pooled(std::integer_sequence<int, 9, 40, 2, 5 * L + 3, 1, 1>{});
    pooled(std::integer_sequence<int, 13, 31, L, 3 * L, 1, 2>{});
}

TEST_CASE("runs of a product are rows of one") {
    const auto all = []<int Filters, bool Residual>(std::integer_sequence<int, Filters>, std::bool_constant<Residual>) {
        agree_packed<[](builder& b) {
            const ops::value v = conv(many(b, 0, 5, {3, 3, L}), in(b, 1, {1, 1, L, Filters}), ops::unit_window(2), {3, 3});
            const int residual = Residual ? many(b, 2, 5, {3, 3, Filters}).index : 0;
            if (Residual)
                b.list[v.index].in[b.list[v.index].operands++] = residual, b.list[v.index].attr.residual = true;
            return v;
        }>(small_weights);
    };
    all(std::integer_sequence<int, 3 * L>{}, std::false_type{});
    all(std::integer_sequence<int, 9 * L + 3>{}, std::true_type{});
    all(std::integer_sequence<int, 1>{}, std::true_type{});
    all(std::integer_sequence<int, 3>{}, std::false_type{});
}

TEST_CASE("runs") {
    agree_packed<[](builder& b) {
        return conv(many(b, 0, 3, {4, 5, 3}), in(b, 1, {3, 3, 3, 5}), centred, {4, 5});
    },
                 [](builder& b) {
                     return conv(in(b, 0, {4, 5, 3}), many(b, 1, 3, {3, 3, 3, 5}), centred, {4, 5});
                 },
                 [](builder& b) {
                     return fused(b, conv(many(b, 0, 3, {4, 5, 3}), many(b, 1, 3, {3, 3, 3, 5}), centred, {4, 5}), true,
                                  true, relu);
                 },
                 [](builder& b) {
                     return fused_runs(b, conv(many(b, 0, 3, {4, 5, 3}), in(b, 1, {3, 3, 3, 5}), centred, {4, 5}), 3,
                                       true, true, relu);
                 }>(small_weights);
}
