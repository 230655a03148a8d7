// conv_transpose: strides, dilations, what is dropped in front, one to three axes.
#include "convolutions.hpp"
#include <ctnn/kernel/conv_transpose.hpp>

using namespace ctnn;
using namespace ctnn::test;
using ops::builder, ops::conv_transpose;

namespace {

constexpr ops::window doubled{2, {3, 3}, {2, 2}, {1, 1}, {0, 0}};
constexpr ops::function relu = ops::function_of(ops::function_kind::relu),
                        bent = ops::function_of(ops::function_kind::tanh);

template<int In, int C, int F, int Size, int Before, int Out, int Stride = 1, int Dilation = 1>
constexpr auto line = [](builder& b) {
    return conv_transpose(in(b, 0, {In, C}), in(b, 1, {Size, F, C}), {1, {Size}, {Stride}, {Dilation}, {Before}},
                          extents{Out});
};
template<ops::function F, bool Bias, bool Residual, int Filters>
constexpr auto ending = [](builder& b) {
    return fused(b, conv_transpose(in(b, 0, {4, 5, 3}), in(b, 1, {3, 3, Filters, 3}), doubled, {8, 10}), Bias, Residual,
                 F);
};

} // namespace

TEST_CASE("conv_transpose: any number of channels and filters") {
    agree<line<5, 1, 1, 3, 0, 7>, line<5, L - 1, 5, 3, 0, 7>, line<5, L, 4, 3, 0, 7>, line<5, L + 1, 3, 3, 0, 7>,
          line<20, 3 * L + 1, 7, 2, 0, 40, 2>>(small_weights);
}

TEST_CASE("conv_transpose: strides, dilations and what is dropped") {
    agree<line<9, 2, 5, 3, 1, 18, 2>, line<9, 2, 5, 2, 0, 27, 3>, line<9, 2, 5, 5, 2, 9>, line<9, 2, 5, 3, 2, 9, 1, 2>,
          line<4, 2, 4, 3, 1, 20, 4, 3>, line<5, 2, 4, 4, 0, 16, 2, 2>, line<5, 2, 4, 3, 0, 30, 2>,
          line<1, 2, 4, 3, 0, 1>, line<1, 2, 4, 3, 0, 3>, [](builder& b) {
              return conv_transpose(in(b, 0, {3, 4, 5, 2}), in(b, 1, {2, 3, 2, 5, 2}),
                                    {3, {2, 3, 2}, {2, 1, 3}, {1, 2, 1}, {0, 1, 0}}, {6, 7, 14});
          }>(small_weights);
}

TEST_CASE("conv_transpose: bias, residual and activation; runs") {
    agree<ending<relu, true, false, L>, ending<relu, true, true, 5>, ending<bent, false, true, 2>,
          [](builder& b) {
              return fused_runs(b, conv_transpose(many(b, 0, 3, {4, 5, 3}), in(b, 1, {3, 3, 5, 3}), doubled, {8, 10}),
                                3, true, true, relu);
          },
          [](builder& b) {
              return conv_transpose(in(b, 0, {4, 5, 3}), many(b, 1, 3, {3, 3, 5, 3}), doubled, {8, 10});
          }>(small_weights);
}
