// Crossentropy and CTC against their definitions.
#include "against_definition.hpp"
#include <ctnn/kernel/crossentropy.hpp>
#include <ctnn/kernel/ctc.hpp>
#include <ctnn/op/training.hpp>

using namespace ctnn;
using namespace ctnn::test;
using ops::builder, ops::crossentropy;

namespace {

void define(const descriptor& d, const float* const* x, float* y) {
    ops::evaluate_runs(d.op, d.in, d.each, d.op.times, x, y);
}
/// Targets are 0 or 1, or anything; logits near each other, or far apart.
void classes(int k, std::vector<float>& x, std::mt19937& random) {
    normal(k, x, random);
    if (k == 0)
        for (float& v : x) v = random() % 3 ? 0.f : 1.f;
}
void wide(int k, std::vector<float>& x, std::mt19937& random) {
    normal(k, x, random);
    if (k == 1)
        for (float& v : x) v = v * 60 + 500;
}
/// Where nothing is wanted logits may be infinitely low.
void impossible(int k, std::vector<float>& x, std::mt19937& random) {
    int i = 0;
    normal(k, x, random);
    for (float& v : x)
        if (i++ % 2) v = k == 0 ? 0.f : -math::infinity<float>;
}
void labels(int k, std::vector<float>& x, std::mt19937& random) {
    normal(k, x, random);
    if (k == 0)
        for (float& v : x) v = float(random() % 4);
}

template<int N>
void rows_of() {
    for (const filler f : {normal, classes, wide})
        agree<[](builder& b) { return crossentropy(in(b, 0, {5, N}), in(b, 1, {5, N})); },
              [](builder& b) { return crossentropy(many(b, 0, 3, extents(N)), many(b, 1, 3, extents(N))); },
              [](builder& b) { return crossentropy(many(b, 0, 3, {2, 2, N}), many(b, 1, 3, {2, 2, N})); }>(f, define);
    if (N % 2 == 0)
        agree<[](builder& b) { return crossentropy(in(b, 0, {4, N}), in(b, 1, {4, N})); }>(impossible, define);
}

} // namespace

TEST_CASE("Crossentropy of rows of every length") {
    rows_of<1>(), rows_of<L - 1>(), rows_of<L>(), rows_of<L + 1>(), rows_of<3 * L + 1>(), rows_of<10>(), rows_of<2 * L + 2>();
}

TEST_CASE("CTC and its gradient in memory of the plan") {
    agree<[](builder& b) { return ops::ctc(in(b, 0, extents(3)), in(b, 1, {9, 4})); },
          [](builder& b) { return ops::ctc(many(b, 0, 3, extents(1)), many(b, 1, 3, {4, 5})); },
          [](builder& b) { return ops::ctc_gradient(in(b, 0, extents(3)), in(b, 1, {9, 4}), in(b, 2, extents())); },
          [](builder& b) {
              return ops::ctc_gradient(many(b, 0, 3, extents(2)), many(b, 1, 3, {7, 5}), many(b, 2, 3, extents()));
          }>(labels, define);
}
