// The gradients of pooling and of depthwise convolutions.
#include "across.hpp"
#include "window_form.hpp"
#include <ctnn/kernel/depthwise.hpp>
#include <ctnn/kernel/depthwise_gradients.hpp>
#include <ctnn/kernel/pool_gradient.hpp>
#include <ctnn/op/gradient/conv.hpp>

using namespace ctnn;
using namespace ctnn::test;
using ops::builder;
using form = window_form;

namespace {

template<form W, int C, ops::pool_kind Kind>
constexpr ops::value pooled(builder& b) {
    return ops::pool_gradient(Kind, many(b, 0, 2, W.out(C)), many(b, 1, 2, W.in(C)), many(b, 2, 2, W.out(C)),
                              W.window());
}
template<form W, int C, int M = 1>
constexpr ops::value dx(builder& b) {
    return ops::depthwise_input(many(b, 0, 2, W.out(C * M)), in(b, 1, W.taps().append(C).append(M)), W.window(),
                                W.in(C));
}
template<form W, int C, int M = 1>
constexpr ops::value dw(builder& b) {
    return ops::depthwise_weights(sample(b, 0, W.in(C)), sample(b, 1, W.out(C * M)), W.window(),
                                  W.taps().append(C).append(M), true);
}
/// The gradient of the input of a depthwise convolution by single steps, as its rule has it.
template<form W, int C>
constexpr ops::value reversed(builder& b) {
    return ops::depthwise(many(b, 0, 2, W.out(C)), in(b, 1, W.taps().append(C).append(1)),
                          ops::detail::window_back(W.window()), W.in(C).slice(0, W.rank));
}
template<form W, int C>
constexpr ops::value own_dw(builder& b) {
    return ops::depthwise_weights(many(b, 0, 3, W.in(C)), many(b, 1, 3, W.out(C)), W.window(),
                                  W.taps().append(C).append(1), false);
}
void define(const descriptor& d, const float* const* x, float* y) {
    ops::evaluate_runs(d.op, d.in, d.each, d.op.times, x, y);
}
/// Few different numbers: windows have several largest elements. The maxima are what elements are, or larger than all.
void ties(int, std::vector<float>& x, std::mt19937& random) {
    for (float& v : x) v = float(random() % 3);
}

constexpr auto same_padding = padding_kind::same, valid = padding_kind::valid;
constexpr form line{1, {9}, {3}, {1}, {1}, same_padding}, halves{1, {9}, {2}, {2}, {1}, valid},
    square{2, {6, 7}, {2, 2}, {2, 2}, {1, 1}, valid}, rest{2, {9, 4}, {2, 2}, {2, 2}, {1, 1}, valid},
    strided{2, {6, 7}, {3, 2}, {2, 2}, {1, 1}, same_padding},
    overlapping{2, {5, 6}, {3, 3}, {1, 1}, {1, 1}, same_padding}, dilated{2, {7, 8}, {2, 3}, {1, 1}, {2, 2}, valid},
    cube{3, {3, 4, 5}, {2, 3, 2}, {1, 2, 1}, {1, 1, 1}, same_padding};

template<form... W>
void pools() {
    using enum ops::pool_kind;
    agree<pooled<W, 1, maximum>..., pooled<W, L - 1, maximum>..., pooled<W, 3 * L + 1, maximum>...>(ties, define);
    agree<pooled<W, 2, mean>..., pooled<W, L, mean>..., pooled<W, L + 1, mean>...>(normal, define);
}

} // namespace

TEST_CASE("The gradient of pooling") { pools<line, halves, square, rest, strided, overlapping, dilated, cube>(); }
TEST_CASE("The gradient of a depthwise convolution's input") {
    agree<dx<line, 1>, dx<strided, L - 1>, dx<square, L>, dx<overlapping, L + 1>, dx<cube, 3>, dx<strided, 3, 2>>(
        normal, define);
    agree<reversed<line, 1>, reversed<overlapping, L>, reversed<overlapping, L + 1>, reversed<overlapping, 3>,
          reversed<dilated, L + 1>>();
}
TEST_CASE("The gradient of a depthwise convolution's weights") {
    agree_across<dw<line, 1>, dw<strided, L - 1>, dw<square, L>, dw<overlapping, 3 * L + 1>, dw<dilated, L>,
                 dw<cube, 3>, dw<strided, 3, 2>>({1, 5});
    agree<own_dw<overlapping, L + 1>>(normal, define);
}
