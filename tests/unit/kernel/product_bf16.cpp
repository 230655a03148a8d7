// Products whose weights are bfloat16, against the definition; and rounding to it.
#include "against_definition.hpp"
#include <bit>
#include <ctnn/kernel/matmul.hpp>

using namespace ctnn;
using namespace ctnn::test;
using ops::builder;
using kind = ops::function_kind;
using math::from_bf16, math::to_bf16;

namespace {

template<int Rows, int K, int N, bool Bias, bool Residual, kind F>
constexpr ops::value fused(builder& b) {
    constexpr int width = detail::product_panel_vectors * L;
    const auto x = in(b, 0, {Rows, K}), w = in(b, 1, {K, N}), bias = in(b, 2, extents(N)), r = in(b, 3, {Rows, N});
    constexpr ops::row_pairs pairs{.run = K, .runs = 1};
    const auto panels = in(b, 4, extents(ops::panels(pairs.words(extents(K, N)), 1, width, L).size()));
    const auto y = ops::matmul(x, w);
    ops::op& o = b.list[y.index];
    o.in[1] = panels.index, o.attr.panel = width, o.attr.bf16 = true;
    if (Bias) o.attr.bias = true, o.in[o.operands++] = bias.index;
    if (Residual) o.attr.residual = true, o.in[o.operands++] = r.index;
    o.attr.epilogue = ops::function_of(F);
    return y;
}
/// Words of two numbers for the weights.
void words(int k, std::vector<float>& x, std::mt19937& random) {
    normal(k, x, random);
    if (k != 1) return;
    std::vector<float> second(x.size());
    normal(k, second, random);
    for (std::size_t i = 0; i < x.size(); ++i)
        x[i] = math::from_word<float>(to_bf16(x[i]) | std::uint32_t(to_bf16(second[i])) << 16);
}

template<int N>
void products() {
    agree<fused<1, 3, N, false, false, kind::identity>, fused<1, 17, N, true, false, kind::tanh>,
          fused<1, 6, N, true, true, kind::relu>, fused<1, 101, N, true, true, kind::tanh>,
          fused<7, 4, N, true, true, kind::sigmoid>, fused<19, 1, N, false, true, kind::identity>,
          fused<13, 33, N, true, false, kind::relu>>(words);
}

static_assert(to_bf16(1) == 0x3f80 && to_bf16(-0.f) == 0x8000 && from_bf16(0x4049) == 3.140625f);
static_assert(to_bf16(1 + 0x1p-8f) == 0x3f80 && to_bf16(1 + 0x3p-8f) == 0x3f82, "ties to even");
static_assert(to_bf16(1 + 0x1.002p-8f) == 0x3f81);
static_assert(to_bf16(math::infinity<float>) == 0x7f80 && to_bf16(0x1.fffffep127f) == 0x7f80);

} // namespace

TEST_CASE("rounding to bfloat16 changes a number by at most 2^-8 of it") {
    for (std::uint64_t bits = 0; bits < std::uint64_t(1) << 32; bits += 20011) {
        const float x = std::bit_cast<float>(std::uint32_t(bits)), y = from_bf16(to_bf16(x));
        if (math::is_nan(x))
            CHECK(math::is_nan(y));
        else if (math::abs(x) >= 0x1p-126f && math::abs(x) < 0x1.fep127f)
            CHECK(math::abs(double(y) - double(x)) <= 0x1p-8 * math::abs(double(x)));
    }
    CHECK(math::is_nan(from_bf16(to_bf16(std::bit_cast<float>(0x7f80'0001))))); // no infinity
}

TEST_CASE("products with weights in half the memory") {
    products<2>();
    products<L - 1>();
    products<L>();
    products<L + 1>();
    products<3 * L + 1>();
    products<8 * L>();
    products<9 * L + 2>();
    products<21 * L + 3>();
}

TEST_CASE("products of every number of rows with weights in half the memory") {
    agree<fused<2, 33, 4 * L, true, false, kind::relu>, fused<3, 33, 5 * L + 1, true, false, kind::relu>,
          fused<5, 33, 6 * L + 1, true, false, kind::relu>, fused<12, 9, 7 * L + 1, true, false, kind::relu>,
          fused<64, 20, 10, true, false, kind::identity>, fused<31, 20, 10, true, true, kind::gelu>>(words);
}

TEST_CASE("an infinity or NaN among the weights arrives") {
    const auto with_specials = [](int k, std::vector<float>& x, std::mt19937& random) {
        words(k, x, random);
        if (k == 1) x[5] = math::from_word<float>(0x7fc0'3f80), x[7] = math::from_word<float>(0x3f80'7f80);
    };
    agree<fused<1, 17, L + 1, true, false, kind::identity>, fused<5, 17, L + 1, true, false, kind::identity>>(
        with_specials);
}
