#include "across.hpp"
#include <ctnn/kernel/matmul_weights.hpp>

using namespace ctnn;
using namespace ctnn::test;
using ops::builder;

namespace {

template<int Rows, int K, int N>
constexpr ops::value weights(builder& b) {
    return ops::matmul_weights(sample(b, 0, {Rows, K}), sample(b, 1, {Rows, N}), true);
}
template<int K, int N>
constexpr ops::value of_one_input(builder& b) { // the same x for all samples
    return ops::matmul_weights(in(b, 0, {2, K}), sample(b, 1, {2, N}), true);
}
template<int Times, int K, int N>
constexpr ops::value each(builder& b) { // weights that each run has of its own
    return ops::matmul_weights(many(b, 0, Times, {3, K}), many(b, 1, Times, {3, N}), false);
}
template<int K, int... N>
void columns() {
    agree_across<weights<1, K, N>...>({1, 7});
    agree_across<weights<3, K, N>...>({1, 5});
}
void define(const descriptor& d, const float* const* x, float* y) {
    ops::evaluate_runs(d.op, d.in, d.each, d.op.times, x, y);
}

} // namespace

TEST_CASE("A weight's gradient over the rows of all samples") {
    columns<1, 1, L - 1, L, L + 1, 3 * L + 1, 9 * L + 3>();
    columns<7, 1, 2, L - 1, L, L + 1, 2 * L, 3 * L + 1, 4 * L, 4 * L + 1, 6 * L, 7 * L>();
    columns<L, 1, L - 1, L + 1, 3 * L + 1>();
    columns<3 * L + 1, 1, L - 1, L, L + 1, 3 * L + 1>();
}
TEST_CASE("More rows than are taken at once") {
    agree_across<weights<5, 9, 2 * L + 3>, weights<5, 9, 1>>({25, 26, 52, 80});
}
TEST_CASE("The same input for all samples") { agree_across<of_one_input<5, L + 1>, of_one_input<L + 1, 1>>({1, 4}); }
TEST_CASE("Weights that each run has of its own") {
    agree<each<1, 5, L + 1>, each<4, 5, L + 1>, each<4, L + 1, 1>>(normal, define);
}
