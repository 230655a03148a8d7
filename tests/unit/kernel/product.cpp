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

/// A product with what passes put behind it; Packed: its weights are in panels.
template<int Rows, int K, int N, bool Bias, bool Residual, kind F, bool Packed = false,
         ops::input_kind Input = ops::input_kind::dense>
constexpr ops::value fused(builder& b) {
    constexpr int width = detail::product_panel_vectors * L;
    const auto x = in(b, 0, {Rows, K}), w = in(b, 1, {K, N}), bias = in(b, 2, extents(N)), r = in(b, 3, {Rows, N});
    const auto panels = in(b, 4, extents(ops::panels(extents(K, N), 1, width, L).size()));
    const auto y = ops::matmul(x, w);
    ops::op& o = b.list[y.index];
    if (Packed) o.in[1] = panels.index, o.attr.panel = width;
    if (Bias) o.attr.bias = true, o.in[o.operands++] = bias.index;
    if (Residual) o.attr.residual = true, o.in[o.operands++] = r.index;
    o.attr.epilogue = ops::function_of(F);
    o.attr.variant = int(Input);
    return y;
}

template<int N, bool Packed = false>
void products() {
    agree<fused<1, 3, N, false, false, kind::identity, Packed>, fused<1, 17, N, true, false, kind::tanh, Packed>,
          fused<1, 5, N, true, true, kind::relu, Packed>, fused<1, 101, N, true, true, kind::tanh, Packed>,
          fused<7, 4, N, true, true, kind::sigmoid, Packed>, fused<19, 1, N, false, true, kind::identity, Packed>>();
}
template<int N>
void products_in_panels() {
    products<N, true>();
}

/// About half of x is 0; infinities and NaN are rare.
void rectified(int k, std::vector<float>& x, std::mt19937& random) {
    if (k > 0) return normal(k, x, random);
    with_specials<100>(k, x, random);
    for (float& v : x) v = v < 0 ? 0.f : v;
}
template<int K, int N, bool Packed>
void sparse_products() {
    constexpr auto sparse = ops::input_kind::sparse;
    agree<fused<1, K, N, true, true, kind::relu, Packed, sparse>,
          fused<1, K, N, false, false, kind::tanh, Packed, sparse>>(rectified);
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

TEST_CASE("products with weights in panels") {
    products_in_panels<2>();
    products_in_panels<L - 1>();
    products_in_panels<L>();
    products_in_panels<L + 1>();
    products_in_panels<3 * L + 1>();
    products_in_panels<8 * L>();
    products_in_panels<9 * L + 2>();
    products_in_panels<21 * L + 3>();
}

TEST_CASE("products of every number of rows") {
    agree<fused<2, 33, 4 * L, true, false, kind::relu, true>, fused<3, 33, 5 * L + 1, true, false, kind::relu, true>,
          fused<5, 33, 6 * L + 1, true, false, kind::relu, true>,
          fused<12, 9, 7 * L + 1, true, false, kind::relu, true>, fused<13, 33, L + 1, true, true, kind::relu>,
          fused<64, 20, 10, true, false, kind::identity, true>, fused<31, 20, 10, true, true, kind::gelu, true>,
          fused<31, 70, 1, true, true, kind::gelu>>();
}

TEST_CASE("products that read only the weights that meet no zero") {
    sparse_products<1, 2 * L, false>();
    sparse_products<L - 1, L + 1, true>();
    sparse_products<3 * L + 1, 8 * L, false>();
    sparse_products<200, 19 * L + 1, true>();
    sparse_products<200, 19 * L + 1, false>();
}

TEST_CASE("products that run many times, with weights of their own or shared") {
    agree<[](builder& b) {
        return ops::matmul(many(b, 0, 3, {2, 5}), in(b, 1, {5, L + 1}));
    },
          [](builder& b) {
              return ops::matmul(many(b, 0, 3, {2, 5}), many(b, 1, 3, {5, L + 1}));
          },
          [](builder& b) {
              return ops::matmul(in(b, 0, {2, 5}), many(b, 1, 3, {5, L - 1}));
          }>();
}

TEST_CASE("functions and their gradients at every length") {
    functions<1>();
    functions<L - 1>();
    functions<L>();
    functions<L + 1>();
    functions<3 * L + 1>();
}
