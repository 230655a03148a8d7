// Gradients of tables, softmax, standardize and maxima, and stretched values.
#include "across.hpp"
#include <ctnn/kernel/gather_gradient.hpp>
#include <ctnn/kernel/reduce_gradient.hpp>
#include <ctnn/kernel/softmax_gradient.hpp>
#include <ctnn/kernel/standardize_gradient.hpp>
#include <ctnn/kernel/stretch.hpp>

using namespace ctnn;
using namespace ctnn::test;
using ops::builder, ops::value;

namespace {

template<int Count, int Rows, int M>
constexpr value table(builder& b) {
    return ops::gather_gradient(sample(b, 0, extents(Count)), sample(b, 1, {Count, M}), {Rows, M}, true);
}
template<int Times, int Rows, int M>
constexpr value own_table(builder& b) {
    return ops::gather_gradient(many(b, 0, Times, extents(4)), many(b, 1, Times, {4, M}), {Rows, M}, false);
}
/// Operand 0 numbers rows, some of which are not there.
void numbers(int k, std::vector<float>& x, std::mt19937& random) {
    normal(k, x, random);
    if (k == 0)
        for (float& v : x) v = random() % 9 == 0 ? math::nan<float> : float(int(random() % 7) - 1) + 0.25f;
}
template<ops::softmax_kind Kind, unsigned Axes, int Times, int... Extents>
constexpr value softmax(builder& b) {
    const extents e(Extents...);
    const value y = many(b, 0, Times, e), dy = many(b, 1, Times, e);
    return ops::softmax_gradient(Kind, y, y, dy, Axes);
}
template<int Times, unsigned Axes, int... Extents>
constexpr value stretched(builder& b) {
    const extents e(Extents...);
    extents x = {};
    for (int i = 0; i < e.rank; ++i)
        if (!(Axes >> i & 1)) x = x.append(e[i]);
    const value like = many(b, 1, Times, e);
    return ops::broadcast_to(many(b, 0, Times, x), like, Axes);
}
template<int Times, unsigned Axes, int... Extents>
constexpr value one_for_all(builder& b) {
    const extents e(Extents...);
    extents x = {};
    for (int i = 0; i < e.rank; ++i)
        if (!(Axes >> i & 1)) x = x.append(e[i]);
    const value like = many(b, 1, Times, e);
    return ops::broadcast_to(in(b, 0, x), like, Axes);
}
template<unsigned Axes, int Times, int... Extents>
constexpr value standardized(builder& b) {
    const extents e(Extents...);
    return ops::standardize_gradient(many(b, 0, Times, e), many(b, 1, Times, e), Axes, 1e-2f);
}
template<unsigned Axes, int Times, int... Extents>
constexpr value most(builder& b) {
    const extents e(Extents...);
    extents y = {};
    for (int i = 0; i < e.rank; ++i)
        if (!(Axes >> i & 1)) y = y.append(e[i]);
    return ops::reduce_gradient(many(b, 0, Times, y), many(b, 1, Times, e), many(b, 2, Times, y), Axes);
}
/// The maxima are 2 and often there, more than once.
void maxima(int k, std::vector<float>& x, std::mt19937& random) {
    normal(k, x, random);
    if (k > 0)
        for (float& v : x) v = k == 2 ? 2.f : float(random() % 3);
}
/// Means that are large beside the deviation.
void far(int k, std::vector<float>& x, std::mt19937& random) {
    normal(k, x, random);
    if (k == 1)
        for (float& v : x) v += 100;
}
void define(const descriptor& d, const float* const* x, float* y) {
    ops::evaluate_runs(d.op, d.in, d.each, d.op.times, x, y);
}
constexpr auto log_softmax = ops::softmax_kind::log_softmax;

} // namespace

TEST_CASE("Gradients of rows are added up where they came from") {
    agree_across<table<1, 5, 1>, table<5, 5, L - 1>, table<3, 5, L>, table<9, 5, L + 1>, table<2, 5, 3 * L + 1>>(
        {1, 2, 7}, numbers);
    agree<own_table<3, 5, L + 1>>(numbers, define);
}
TEST_CASE("softmax's gradient") {
    agree<softmax<ops::softmax_kind::softmax, 1, 3, 1>, softmax<ops::softmax_kind::softmax, 1, 3, L - 1>,
          softmax<ops::softmax_kind::softmax, 1, 1, L>, softmax<ops::softmax_kind::softmax, 2, 2, 3, L + 1>,
          softmax<ops::softmax_kind::softmax, 3, 2, 3, L + 1>, softmax<ops::softmax_kind::softmax, 1, 2, 3, L + 1>>(
        normal, define);
    agree<softmax<log_softmax, 1, 3, 1>, softmax<log_softmax, 1, 3, L + 1>, softmax<log_softmax, 2, 2, 3, 3 * L + 1>>(
        normal, define);
}
TEST_CASE("Stretched along axes, for each run and the same for all") {
    agree<stretched<1, 1, 1>, stretched<3, 1, L + 1>, stretched<3, 1, 5, L - 1>, stretched<2, 2, 5, L + 1>,
          stretched<2, 5, 2, 3, 4>, stretched<2, 2, 3, 4, L>, stretched<2, 7, 2, 3, 5>>(normal, define);
    agree<one_for_all<3, 1, L + 1>, one_for_all<3, 1, 5, L - 1>, one_for_all<2, 2, 5, L + 1>,
          one_for_all<2, 5, 2, 3, 4>, one_for_all<4, 0, 3, L>>(normal, define);
}
TEST_CASE("standardize's gradient") {
    agree<standardized<1, 3, 1>, standardized<1, 3, L - 1>, standardized<1, 3, L>, standardized<2, 2, 3, L + 1>,
          standardized<3, 2, 3, L>, standardized<1, 2, 3, L + 1>, standardized<2, 16, 1, 3 * L + 1>>(normal, define);
    agree<standardized<1, 3, 2 * L + 1>>(far, define);
}
TEST_CASE("A maximum's gradient") {
    agree<most<1, 3, 5>, most<1, 3, 5, 1>, most<1, 3, 5, L - 1>, most<3, 3, 2, 3, L>, most<3, 2, 2, 3, L + 1>,
          most<2, 2, 3, L>, most<1, 1, 2, 3 * L + 1>>(maxima, define);
}
