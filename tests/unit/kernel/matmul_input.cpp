#include "against_definition.hpp"
#include <ctnn/kernel/matmul_input.hpp>
#include <ctnn/op/training.hpp>

using namespace ctnn;
using namespace ctnn::test;
using ops::builder;

namespace {

template<int Times, int Rows, int K, int N>
constexpr ops::value input(builder& b) {
    return ops::matmul_input(many(b, 0, Times, {Rows, N}), in(b, 1, {K, N}));
}
template<int K, int N>
constexpr ops::value own_weights(builder& b) {
    return ops::matmul_input(many(b, 0, 3, {2, N}), many(b, 1, 3, {K, N}));
}
void define(const descriptor& d, const float* const* x, float* y) {
    ops::evaluate_runs(d.op, d.in, d.each, d.op.times, x, y);
}
template<int Rows, int K, int... N>
void agree_for() {
    agree<input<1, Rows, K, N>...>(normal, define);
}

} // namespace

TEST_CASE("The gradient of a product's input") {
    agree_for<1, 1, 1, L, L + 1>();
    agree_for<3, L, 1, 4, L - 1, 3 * L + 1>();
    agree_for<L, L + 1, 1, 3, L, L + 1>();
    agree_for<L + 1, 3 * L + 1, 1, 10, L + 3>();
    agree_for<3 * L + 1, 2 * L, 2, L>();
    agree_for<2 * L, 37, 5, 2 * L + 1>();
}
TEST_CASE("Of many runs, with the same weights and with their own") {
    agree<input<16, 1, 37, 10>, input<16, 1, 1, L>, input<5, 3, L, 7>, own_weights<5, L + 1>>(normal, define);
}
