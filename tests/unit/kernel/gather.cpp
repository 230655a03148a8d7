// gather: rows of a table by number.
#include "against_definition.hpp"
#include <ctnn/kernel/gather.hpp>

using namespace ctnn;
using namespace ctnn::test;
using ops::builder;

namespace {

void numbers_to_6(int k, std::vector<float>& x, std::mt19937& random) {
    normal(k, x, random);
    if (k == 0)
        for (float& v : x) v = float(random() % 7);
}
/// Fractions are cut off, towards zero; the rest has no row.
void odd_numbers(int k, std::vector<float>& x, std::mt19937& random) {
    normal(k, x, random);
    const float inf = math::infinity<float>;
    const float all[] = {-0.9f, 6.9f, 2.5f, -0.f, -1, 7, 1e30f, -1e30f, inf, -inf, math::nan<float>, 3};
    if (k == 0)
        for (float& v : x) v = all[(&v - x.data()) % 12];
}

template<int M>
void rows_of() {
    agree<[](builder& b) { return ops::gather(in(b, 0, extents{5}), in(b, 1, {7, M})); }>(numbers_to_6);
    agree<[](builder& b) { return ops::gather(in(b, 0, {4, 3}), in(b, 1, {7, M})); }>(odd_numbers);
}

} // namespace

TEST_CASE("rows of every length are found; what has no row is NaN") {
    rows_of<1>();
    rows_of<L - 1>();
    rows_of<L>();
    rows_of<L + 1>();
    rows_of<3 * L + 1>();
}

TEST_CASE("runs of numbers, runs of tables") {
    agree<[](builder& b) { return ops::gather(many(b, 0, 3, {2, 2}), in(b, 1, {7, 5})); },
          [](builder& b) { return ops::gather(in(b, 0, {2, 2}), many(b, 1, 3, {7, 5})); },
          [](builder& b) { return ops::gather(many(b, 0, 3, {2, 2}), many(b, 1, 3, {7, 5})); }>(numbers_to_6);
}
