// depthwise: every channel by itself, with one kernel or several.
#include "convolutions.hpp"
#include <ctnn/kernel/depthwise.hpp>

using namespace ctnn;
using namespace ctnn::test;
using ops::builder, ops::depthwise;

namespace {

constexpr ops::window centred{2, {3, 3}, {1, 1}, {1, 1}, {1, 1}};
constexpr ops::function none{}, relu = ops::function_of(ops::function_kind::relu),
                                bent = ops::function_of(ops::function_kind::tanh);

/// x (H, W, C), a square window.
template<int H, int W, int C, int M, int Size, int Before, int OutH, int OutW, int Stride = 1, int Dilation = 1>
constexpr auto image = [](builder& b) {
    return depthwise(in(b, 0, {H, W, C}), in(b, 1, {Size, Size, C, M}),
                     {2, {Size, Size}, {Stride, Stride}, {Dilation, Dilation}, {Before, Before}}, {OutH, OutW});
};
template<ops::function F, bool Bias, bool Residual, int C, int M>
constexpr auto ending = [](builder& b) {
    return fused(b, depthwise(in(b, 0, {4, 5, C}), in(b, 1, {3, 3, C, M}), centred, {4, 5}), Bias, Residual, F);
};

} // namespace

TEST_CASE("depthwise: any number of channels") {
    agree<image<4, 5, 1, 1, 3, 1, 4, 5>, image<4, 5, L - 1, 1, 3, 1, 4, 5>, image<4, 5, L, 1, 3, 1, 4, 5>,
          image<4, 5, L + 1, 1, 3, 1, 4, 5>, image<4, 5, 3 * L + 1, 1, 3, 1, 4, 5>>();
}

TEST_CASE("depthwise: 3 x 3 taps in tiles") {
    agree<image<48, 48, L / 2, 1, 3, 1, 48, 48>, image<7, 9, L / 4, 1, 3, 1, 7, 9>, image<3, 4, L / 2, 1, 3, 0, 1, 2>,
          image<1, 2, L / 2, 1, 3, 1, 1, 2>, image<6, 6, L / 2, 1, 3, 1, 3, 3, 2>,
          image<24, 24, 2 * L, 1, 3, 1, 24, 24>, image<6, 6, L, 1, 3, 1, 6, 6>, image<3, 3, L, 1, 3, 1, 3, 3>,
          image<25, 5, 4 * L, 1, 3, 1, 25, 5>, image<1, 1, L, 1, 3, 1, 1, 1>, image<2, 1, L, 1, 3, 1, 2, 1>,
          image<5, 3, L, 1, 3, 0, 3, 1>, image<6, 7, L + 2, 1, 3, 0, 3, 4, 2>, image<7, 6, L, 1, 3, 1, 4, 3, 2>,
          image<2, 2, L, 1, 3, 2, 4, 4>, image<9, 31, L, 1, 3, 1, 9, 31>, image<12, 12, L, 1, 3, 0, 6, 6, 2>,
          ending<relu, true, true, L / 2, 1>>();
}

TEST_CASE("depthwise: several strips of columns") {
    agree<image<9, 31, 8 * L, 1, 3, 1, 9, 31>, image<8, 45, 8 * L + 1, 1, 3, 1, 4, 23, 2>,
          image<5, 60, 4 * L, 1, 3, 1, 5, 60>, image<12, 29, L, 1, 3, 0, 5, 14, 2>, [](builder& b) {
              return fused(b, depthwise(in(b, 0, {4, 31, 8 * L}), in(b, 1, {3, 3, 8 * L, 1}), centred, {4, 31}), true,
                           true, relu);
          }>();
}

TEST_CASE("depthwise: strides, dilations and paddings") {
    agree<image<9, 13, L, 1, 3, 0, 7, 11>, image<9, 13, L + 1, 1, 3, 1, 5, 7, 2>, image<30, 7, 3, 1, 3, 0, 14, 3, 2>,
          image<9, 12, 2, 1, 3, 2, 9, 12, 1, 2>, image<3, 30, L, 1, 5, 2, 3, 30>, image<2, 2, 3, 1, 7, 3, 2, 2>,
          image<3, 3, 2, 1, 1, 3, 9, 9>, image<9, 13, L, 1, 3, 0, 3, 5, 2, 2>, image<9, 30, L + 3, 1, 3, 1, 9, 30>>();
    agree<[](builder& b) {
        return depthwise(in(b, 0, {5, 4, 7, L}), in(b, 1, {3, 2, 3, L, 1}),
                         {3, {3, 2, 3}, {2, 1, 1}, {1, 1, 2}, {1, 1, 2}}, {3, 4, 7});
    },
          [](builder& b) {
              return depthwise(in(b, 0, {20, 3}), in(b, 1, {4, 3, 1}), {1, {4}, {1}, {2}, {6}}, extents{20});
          }>();
}

TEST_CASE("depthwise: several kernels a channel") {
    agree<image<4, 5, 1, L, 3, 1, 4, 5>, image<4, 5, 3, 2, 3, 1, 4, 5>, image<4, 5, 2, L + 1, 3, 1, 4, 5>,
          image<7, 6, 4, 3, 3, 1, 4, 3, 2>, image<7, 6, L, 2, 2, 0, 5, 4, 1, 2>>();
}

TEST_CASE("depthwise: bias, residual and activation") {
    agree<ending<none, true, false, L, 1>, ending<relu, true, true, L + 1, 1>, ending<relu, false, true, 3, 1>,
          ending<relu, true, true, 3, 2>, ending<bent, true, true, L + 1, 1>, ending<bent, false, false, 1, 1>>();
}

TEST_CASE("depthwise: runs") {
    agree<[](builder& b) {
        return depthwise(many(b, 0, 3, {4, 5, 3}), in(b, 1, {3, 3, 3, 1}), centred, {4, 5});
    },
          [](builder& b) {
              return depthwise(in(b, 0, {4, 5, 3}), many(b, 1, 3, {3, 3, 3, 1}), centred, {4, 5});
          },
          [](builder& b) {
              return fused_runs(b, depthwise(many(b, 0, 3, {4, 5, 3}), in(b, 1, {3, 3, 3, 1}), centred, {4, 5}), 3,
                                true, true, relu);
          },
          [](builder& b) {
              return fused(b, depthwise(many(b, 0, 3, {4, 5, 3}), in(b, 1, {3, 3, 3, 2}), centred, {4, 5}), true, true,
                           relu);
          }>();
}
