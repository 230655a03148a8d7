// matmul, map and map_gradient.
#include "against_definition.hpp"
#include <ctnn/kernel/map.hpp>
#include <ctnn/kernel/map_gradient.hpp>
#include <ctnn/kernel/matmul.hpp>

using namespace ctnn;
using namespace ctnn::test;
using ops::builder;
using kind = ops::function_kind;

namespace {

/// A product with what passes put behind it.
template<int Rows, int K, int N, bool Bias, bool Residual, kind F>
constexpr ops::value fused(builder& b) {
    const auto x = in(b, 0, {Rows, K}), w = in(b, 1, {K, N}), bias = in(b, 2, extents(N)), r = in(b, 3, {Rows, N});
    const auto y = ops::matmul(x, w);
    ops::op& o = b.list[y.index];
    if (Bias) o.attr.bias = true, o.in[o.operands++] = bias.index;
    if (Residual) o.attr.residual = true, o.in[o.operands++] = r.index;
    o.attr.epilogue = ops::function_of(F);
    return y;
}

template<int N>
void products() {
    agree<fused<1, 3, N, false, false, kind::identity>, fused<1, 17, N, true, false, kind::tanh>,
          fused<1, 5, N, true, true, kind::relu>, fused<7, 4, N, true, true, kind::sigmoid>,
          fused<19, 1, N, false, true, kind::identity>>();
}

template<kind F, int N>
constexpr ops::value gradient(builder& b) {
    const auto dy = in(b, 0, extents(N)), x = in(b, 1, extents(N)), y = in(b, 2, extents(N));
    return ops::map_gradient(ops::function_of(F), x, y, dy);
}
/// A function's values where its derivative is computed from them.
void probabilities(int k, std::vector<float>& x, std::mt19937& random) {
    normal(k, x, random);
    if (k > 0)
        for (float& v : x) v = 1 / (1 + std::exp(-v));
}

template<int N>
void functions() {
    agree<[](builder& b) { return ops::map(in(b, 0, extents(N)), ops::function_of(kind::gelu)); },
          gradient<kind::softplus, N>, gradient<kind::affine, N>>();
    agree<gradient<kind::sigmoid, N>, gradient<kind::tanh, N>>(probabilities);
}

} // namespace

TEST_CASE("products of every width, with bias, residual and activation") {
    products<1>();
    products<L - 1>();
    products<L>();
    products<L + 1>();
    products<3 * L + 1>();
    products<9 * L + 2>();
}

TEST_CASE("products that run many times, with weights of their own or shared") {
    agree<[](builder& b) { return ops::matmul(many(b, 0, 3, {2, 5}), in(b, 1, {5, L + 1})); },
          [](builder& b) { return ops::matmul(many(b, 0, 3, {2, 5}), many(b, 1, 3, {5, L + 1})); },
          [](builder& b) { return ops::matmul(in(b, 0, {2, 5}), many(b, 1, 3, {5, L - 1})); }>();
}

TEST_CASE("functions and their gradients at every length") {
    functions<1>();
    functions<L - 1>();
    functions<L>();
    functions<L + 1>();
    functions<3 * L + 1>();
}
