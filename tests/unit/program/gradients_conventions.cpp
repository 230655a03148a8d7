// Where a gradient is a matter of convention, against TensorFlow's own (tests/golden/gradients.py); and a user's
// derivative.
#include "gradients.hpp"
#include <ctnn/shape/window.hpp>

using namespace ctnn;
using namespace ctnn::test;
using ops::value;

namespace {

#include "../../golden/gradients.inc"

template<class T, std::size_t N>
std::vector<double> numbers(const T (&x)[N]) {
    return {x, x + N};
}
std::vector<double> none;

/// The gradients of make(operands), whose elements are x0 and x1, for dy.
template<class Make>
void expect(const Make& make, const std::vector<extents>& shapes, const std::vector<std::vector<double>>& x,
            const std::vector<double>& dy, const std::vector<std::vector<double>>& dx) {
    network n;
    n.samples = 1;
    std::vector<value> leaves;
    for (const extents& e : shapes) leaves.push_back(n.input(e));
    const value y = make(leaves.data()), seed = n.input(y.shape());
    detail::gradients g;
    detail::differentiate(y, seed, g);
    REQUIRE(g.missing == -1);
    for (std::size_t i = 0; i < x.size(); ++i) {
        REQUIRE(x[i].size() == shapes[i].size());
        n.leaves[i].values = x[i];
    }
    REQUIRE(dy.size() == y.shape().size());
    n.leaves.back().values = dy;
    for (std::size_t i = 0; i < x.size(); ++i) {
        const auto got = n.run({g.of[leaves[i].index].index})[0];
        REQUIRE(got.size() == dx[i].size());
        for (std::size_t k = 0; k < got.size(); ++k) {
            INFO("operand ", i, " element ", k);
            CHECK(got[k] == doctest::Approx(dx[i][k]).epsilon(1e-5));
        }
    }
}
#define EXPECT_ONE(name, shape, make)                                                                                  \
    expect(make, {shape}, {numbers(name##_x0)}, numbers(name##_dy), {numbers(name##_dx0)})
#define EXPECT_TWO(name, shape, make)                                                                                  \
    expect(make, {shape, shape}, {numbers(name##_x0), numbers(name##_x1)}, numbers(name##_dy),                         \
           {numbers(name##_dx0), numbers(name##_dx1)})

auto pooled(ops::pool_kind kind, const extents& size, const extents& stride, padding_kind padding) {
    return [=](const value* x) {
        ops::window w = ops::unit_window(2);
        extents out(0, 0);
        for (int d = 0; d < 2; ++d) {
            const int n = x[0].shape()[d];
            w.size[d] = size[d], w.stride[d] = stride[d];
            w.before[d] = detail::window_before(n, size[d], stride[d], 1, padding);
            out[d] = detail::window_output(n, size[d], stride[d], 1, padding);
        }
        return ops::pool(kind, x[0], w, out);
    };
}
auto resized(ops::resample_kind kind) {
    return [=](const value* x) { return ops::resample(kind, ops::resample(kind, x[0], 0, 7), 1, 3); };
}

} // namespace

TEST_CASE("Pooling gives a maximum's gradient to the first of equals, a mean's to the elements that are there") {
    using enum ops::pool_kind;
    EXPECT_ONE(max_pool_same, extents(5, 6, 2), pooled(maximum, {3, 2}, {2, 1}, padding_kind::same));
    EXPECT_ONE(max_pool_valid, extents(5, 6, 2), pooled(maximum, {2, 3}, {1, 2}, padding_kind::valid));
    EXPECT_ONE(mean_pool_same, extents(5, 6, 2), pooled(mean, {3, 2}, {2, 2}, padding_kind::same));
}
TEST_CASE("A maximum over axes gives its gradient to all equals in equal parts") {
    EXPECT_ONE(reduce_max, extents(7, 3),
               [](const value* x) { return ops::reduce(ops::reduce_kind::maximum, x[0], 1u); });
    EXPECT_ONE(reduce_max_all, extents(7, 3),
               [](const value* x) { return ops::reduce(ops::reduce_kind::maximum, x[0], 3u); });
}
TEST_CASE("The larger and the smaller of two equals is the first") {
    EXPECT_TWO(maximum, extents(7, 3), [](const value* x) { return ops::zip(ops::zip_kind::maximum, x[0], x[1]); });
    EXPECT_TWO(minimum, extents(7, 3), [](const value* x) { return ops::zip(ops::zip_kind::minimum, x[0], x[1]); });
}
TEST_CASE("sparsemax has the gradient of Keras' threshold") {
    EXPECT_ONE(sparsemax, extents(4, 5),
               [](const value* x) { return ops::softmax(ops::softmax_kind::sparsemax, x[0], 2u); });
}
TEST_CASE("Interpolation") {
    using enum ops::resample_kind;
    EXPECT_ONE(bilinear, extents(4, 5, 2), resized(bilinear));
    EXPECT_ONE(bicubic, extents(4, 5, 2), resized(bicubic));
    EXPECT_ONE(lanczos3, extents(4, 5, 2), resized(lanczos3));
    EXPECT_ONE(lanczos5, extents(4, 5, 2), resized(lanczos5));
}

namespace {

/// y = a a b, and what its derivative says: da = 2 a b dy, db = a a dy.
constexpr void product(const float* const* in, const extents*, float* out, const extents& shape) {
    for (int i = 0; i < int(shape.size()); ++i) out[i] = in[0][i] * in[0][i] * in[1][i];
}
constexpr void product_derivative(const float* const* in, const extents* shapes, float* out, const extents&) {
    const int n = int(shapes[0].size());
    for (int i = 0; i < n; ++i) {
        out[i] = 2 * in[0][i] * in[1][i] * in[2][i];
        out[n + i] = in[0][i] * in[0][i] * in[2][i];
    }
}
constexpr void square(const float* const* in, const extents*, float* out, const extents& shape) {
    for (int i = 0; i < int(shape.size()); ++i) out[i] = in[0][i] * in[0][i];
}
constexpr void square_derivative(const float* const* in, const extents* shapes, float* out, const extents&) {
    for (int i = 0; i < int(shapes[0].size()); ++i) out[i] = 2 * in[0][i] * in[1][i];
}

} // namespace

TEST_CASE("A user's function has the derivative that came with it") {
    network n;
    const value x[] = {n.input({3, 2}), n.input({3, 2})};
    check(n, ops::custom(x, 2, product, product_derivative, {3, 2}), 1e-2, 1e-3);
    network m;
    const value one[] = {ops::unstack(m.input({3, 2}))};
    check(m, ops::stack(ops::custom(one, 1, square, square_derivative, extents(2)), 3), 1e-2, 1e-3);
    network shared; // an operand that is the same for all samples
    const value two[] = {shared.input({3, 2}), shared.weight({3, 2})};
    check(shared, ops::custom(two, 2, product, product_derivative, {3, 2}), 1e-2, 1e-3);
}
TEST_CASE("A user's function without one is named") {
    network n;
    const value x[] = {n.input(extents(2))}, y = ops::custom(x, 1, square, extents(2));
    detail::gradients g;
    detail::differentiate(y, x[0], g);
    CHECK(g.missing == y.index);
}
