#include "across.hpp"
#include "window_form.hpp"
#include <ctnn/kernel/conv_input.hpp>
#include <ctnn/kernel/conv_weights.hpp>

using namespace ctnn;
using namespace ctnn::test;
using ops::builder;
using form = window_form;

namespace {

template<form W, int C, int F>
constexpr ops::value dw(builder& b) {
    return ops::conv_weights(sample(b, 0, W.in(C)), sample(b, 1, W.out(F)), W.window(), W.weights(C, F), W.groups,
                             true);
}
template<form W, int C, int F>
constexpr ops::value own_dw(builder& b) {
    return ops::conv_weights(many(b, 0, 3, W.in(C)), many(b, 1, 3, W.out(F)), W.window(), W.weights(C, F), W.groups,
                             false);
}
template<form W, int C, int F>
constexpr ops::value dx(builder& b) {
    return ops::conv_input(many(b, 0, 3, W.out(F)), in(b, 1, W.weights(C, F)), W.window(), W.in(C), W.groups);
}
/// What the gradient of the input of a convolution by single steps is.
template<form W, int C, int F>
constexpr ops::value reversed(builder& b) {
    ops::window w = W.window();
    extents taps = {};
    for (int d = 0; d < W.rank; ++d)
        w.before[d] = (w.size[d] - 1) * w.dilation[d] - w.before[d], taps = taps.append(W.size[d]);
    return ops::conv(many(b, 0, 3, W.out(F)), in(b, 1, taps.append(F).append(C)), w, W.in(C).slice(0, W.rank));
}
void define(const descriptor& d, const float* const* x, float* y) {
    ops::evaluate_runs(d.op, d.in, d.each, d.op.times, x, y);
}

constexpr auto same_padding = padding_kind::same, valid = padding_kind::valid, causal = padding_kind::causal;
constexpr form line{1, {9}, {3}, {1}, {1}, same_padding}, strided_line{1, {9}, {3}, {2}, {1}, valid},
    dilated_line{1, {9}, {2}, {1}, {3}, causal}, point{2, {3, 4}, {1, 1}, {1, 1}, {1, 1}, valid},
    square{2, {5, 6}, {3, 3}, {1, 1}, {1, 1}, same_padding}, strided{2, {6, 7}, {3, 2}, {2, 2}, {1, 1}, same_padding},
    dilated{2, {7, 8}, {2, 3}, {1, 1}, {2, 2}, valid}, tiny{2, {2, 1}, {3, 3}, {1, 1}, {1, 1}, same_padding},
    cube{3, {3, 4, 5}, {2, 3, 2}, {1, 2, 1}, {1, 1, 1}, same_padding},
    square_inside{2, {5, 9}, {3, 3}, {1, 1}, {1, 1}, valid},
    cube_steps{3, {3, 4, 5}, {2, 3, 2}, {1, 1, 1}, {1, 1, 1}, same_padding},
    grouped{2, {5, 4}, {3, 2}, {1, 2}, {1, 1}, same_padding, 2};

template<form W, int... F>
void filters() {
    agree_across<dw<W, 1, F>..., dw<W, 3, F>...>({1, 3});
}

} // namespace

TEST_CASE("The gradient of a convolution's weights: filters around whole vectors") {
    filters<square, 1, L - 1, L, L + 1, 3 * L + 1>();
    filters<line, 1, L - 1, L, L + 1, 3 * L + 1>();
}
TEST_CASE("Strides, dilation, padding, one to three axes, channels around whole tiles") {
    agree_across<dw<strided_line, 4, 5>, dw<dilated_line, 4, 5>, dw<point, 17, 2 * L>, dw<square, 8, 4 * L>,
                 dw<strided, 5, 3>, dw<dilated, 3, L + 3>, dw<tiny, 2, 3>, dw<cube, 3, 5>>({1, 2, 5});
    agree_across<dw<line, 7, L>>({1, 57, 130});
}
TEST_CASE("In groups") { agree_across<dw<grouped, 4, 6>, dw<grouped, 2, 2 * L + 2>>({1, 3}); }
TEST_CASE("Of runs that have weights of their own") {
    agree<own_dw<square, 3, L + 1>, own_dw<line, 3, 5>, own_dw<grouped, 4, 6>>(normal, define);
}
TEST_CASE("The gradient of a convolution's input") {
    agree<dx<line, 1, 1>, dx<line, L + 1, 3>, dx<strided_line, 4, L>, dx<dilated_line, 3, L + 1>, dx<point, 5, 2 * L>,
          dx<square, 3, L - 1>, dx<square, L, 3 * L + 1>, dx<strided, 5, 3>, dx<dilated, 3, L + 3>, dx<tiny, 2, 3>,
          dx<cube, 3, 5>, dx<grouped, 4, 6>>(normal, define);
}
TEST_CASE("The same as a convolution by reversed weights") {
    agree<reversed<line, 1, 1>, reversed<line, L + 1, 3>, reversed<dilated_line, 3, L + 1>, reversed<point, 5, 2 * L>,
          reversed<square, 3, L - 1>, reversed<square, L, 3 * L + 1>, reversed<square_inside, 5, 4>,
          reversed<dilated, 3, L + 3>, reversed<tiny, 2, 3>, reversed<cube_steps, 3, 5>>();
}
