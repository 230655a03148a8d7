#include "across.hpp"
#include <ctnn/kernel/normalize.hpp>

using namespace ctnn;
using namespace ctnn::test;
using ops::builder, ops::value;

namespace {

/// x (rows, c, inner), channels along axis 1.
constexpr extents shape(int rows, int c, int inner) { return inner > 1 ? extents(rows, c, inner) : extents(rows, c); }

template<int Rows, int C, int Inner = 1>
constexpr value moments(builder& b) {
    return ops::moments(sample(b, 0, shape(Rows, C, Inner)), 1);
}
template<int Rows, int C, int Inner = 1>
constexpr value sums(builder& b) {
    const extents e = shape(Rows, C, Inner);
    return ops::normalize_sums(sample(b, 0, e), sample(b, 1, e), in(b, 2, {3, C}), 1, 1e-3f);
}
template<int Times, int Rows, int C, int With, int Inner = 1>
constexpr value normalized(builder& b) {
    const value x = many(b, 0, Times, shape(Rows, C, Inner)), m = in(b, 1, {3, C});
    const value gamma = With & 1 ? in(b, 2, extents(C)) : value{}, beta = With & 2 ? in(b, 3, extents(C)) : value{};
    return ops::normalize(x, m, gamma, beta, 1, 1e-3f);
}
template<int Times, int Rows, int C, int With>
constexpr value activated(builder& b) {
    const value y = normalized<Times, Rows, C, With>(b);
    b.list[y.index].attr.epilogue = ops::function_of(ops::function_kind::relu);
    return y;
}
template<int Times, int Rows, int C, bool Gamma, int Inner = 1>
constexpr value gradient(builder& b) {
    const value dy = many(b, 0, Times, shape(Rows, C, Inner)), x = many(b, 1, Times, shape(Rows, C, Inner));
    const value m = in(b, 2, {3, C}), s = in(b, 3, {2, C});
    return ops::normalize_gradient(dy, x, m, s, Gamma ? in(b, 4, extents(C)) : value{}, 1, 1e-3f);
}
/// Operand K holds moments: variances and numbers are positive.
template<int K>
void with_moments(int k, std::vector<float>& x, std::mt19937& random) {
    normal(k, x, random);
    if (k != K) return;
    for (std::size_t i = 0; i < x.size(); ++i) {
        if (i >= x.size() / 3) x[i] = 0.5f + std::fabs(x[i]);
        if (i >= x.size() / 3 * 2) x[i] = 12;
    }
}
/// Means that are large beside the deviation.
void far(int, std::vector<float>& x, std::mt19937& random) {
    std::normal_distribution<float> d(1000, 0.5f);
    for (float& v : x) v = d(random);
}
void define(const descriptor& d, const float* const* x, float* y) {
    std::vector<std::vector<double>> exact;
    const double* in[ops::max_operands] = {};
    for (int k = 0; k < d.op.operands; ++k) {
        const std::size_t n = std::size_t(d.each[k] > 0 ? d.op.times : 1) * d.in[k].size();
        exact.emplace_back(x[k], x[k] + n);
    }
    for (int k = 0; k < d.op.operands; ++k) in[k] = exact[std::size_t(k)].data();
    std::vector<double> out(d.op.size());
    ops::evaluate_runs(d.op, d.in, d.each, d.op.times, in, out.data());
    for (std::size_t i = 0; i < out.size(); ++i) y[i] = float(out[i]);
}

} // namespace

TEST_CASE("Mean and variance of a batch") {
    agree_across<moments<1, 1>, moments<1, L - 1>, moments<1, L>, moments<4, L + 1>, moments<7, 3 * L + 1>,
                 moments<2, 5, 3>>({1, 2, 5, 64});
    agree_across<moments<5, L + 3>>({100}, far);
}
TEST_CASE("A batch normalized") {
    agree<normalized<1, 1, 1, 0>, normalized<4, 3, L - 1, 1>, normalized<4, 3, L, 2>, normalized<2, 5, L + 1, 3>,
          normalized<16, 1, 3 * L + 1, 3>, normalized<3, 2, 5, 3, 4>>(with_moments<1>, define);
}
TEST_CASE("A batch normalized, and an activation behind it") {
    agree<activated<1, 1, 1, 0>, activated<4, 3, L, 3>, activated<2, 5, 3 * L + 1, 3>>(with_moments<1>, define);
}
TEST_CASE("The gradients of gamma and beta") {
    agree_across<sums<1, 1>, sums<1, L - 1>, sums<1, L>, sums<4, L + 1>, sums<7, 3 * L + 1>, sums<2, 5, 3>>(
        {1, 2, 5, 33}, with_moments<2>);
}
TEST_CASE("The gradient of what was normalized") {
    agree<gradient<1, 1, 1, false>, gradient<4, 3, L - 1, true>, gradient<4, 3, L, false>, gradient<2, 5, L + 1, true>,
          gradient<16, 1, 3 * L + 1, true>, gradient<3, 2, 5, true, 4>>(with_moments<2>, define);
}
