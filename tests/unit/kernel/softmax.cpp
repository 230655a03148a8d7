// softmax, log_softmax, sparsemax and standardize, over any axes.
#include "against_definition.hpp"
#include <ctnn/kernel/softmax.hpp>
#include <ctnn/kernel/standardize.hpp>

using namespace ctnn;
using namespace ctnn::test;
using ops::builder, ops::softmax, ops::softmax_kind, ops::standardize;

namespace {

/// Far apart, so that most of e^x underflow; with infinities and NaN here and there.
void wide(int k, std::vector<float>& x, std::mt19937& random) {
    normal(k, x, random);
    for (float& v : x) v = v * 60 + 500;
}
void lowest(int, std::vector<float>& x, std::mt19937& random) {
    for (float& v : x) v = random() % 3 ? -math::infinity<float> : 1.f;
}
/// A mean that is large beside the deviation.
void far_from_0(int k, std::vector<float>& x, std::mt19937& random) {
    normal(k, x, random);
    for (float& v : x) v += 3000;
}
void equal(int, std::vector<float>& x, std::mt19937&) {
    for (float& v : x) v = 2.5f;
}

template<softmax_kind K, int N>
void softmax_rows_of() {
    for (const filler f : {normal, wide, lowest, with_specials<3 * N>})
        agree<[](builder& b) { return softmax(K, in(b, 0, {5, N}), 2); }>(f);
}
template<softmax_kind K>
void softmax_over_any_axes() {
    for (const filler f : {normal, wide, lowest})
        agree<[](builder& b) { return softmax(K, in(b, 0, {5, L - 1}), 1); },
              [](builder& b) { return softmax(K, in(b, 0, {5, 2 * L + 1}), 1); },
              [](builder& b) { return softmax(K, in(b, 0, {2, 3, 4, 5}), 2); },
              [](builder& b) { return softmax(K, in(b, 0, {2, 3, 4, 5}), 6); },
              [](builder& b) { return softmax(K, in(b, 0, {2, 3, 4, 5}), 5); },
              [](builder& b) { return softmax(K, in(b, 0, {2, 3, 4, 5}), 9); },
              [](builder& b) { return softmax(K, in(b, 0, {2, 3, 4, 5}), 10); },
              [](builder& b) { return softmax(K, in(b, 0, {2, 3, 4, 5}), 15); },
              [](builder& b) { return softmax(K, many(b, 0, 3, {4, 5}), 1); },
              [](builder& b) { return softmax(K, many(b, 0, 3, {4, 5}), 2); },
              [](builder& b) { return softmax(K, many(b, 0, 3, {4, 1}), 1); },
              [](builder& b) { return softmax(K, in(b, 0, {4, 1, 7, 1}), 4); }>(f);
}
template<int N>
void standardize_rows_of() {
    for (const filler f : {normal, far_from_0, equal, with_specials<3 * N>})
        agree<[](builder& b) { return standardize(in(b, 0, {5, N}), 2, 1e-3f); }>(f);
}

} // namespace

TEST_CASE("softmax and log_softmax of rows of every length") {
    softmax_rows_of<softmax_kind::softmax, 1>();
    softmax_rows_of<softmax_kind::softmax, L - 1>();
    softmax_rows_of<softmax_kind::softmax, L>();
    softmax_rows_of<softmax_kind::softmax, L + 1>();
    softmax_rows_of<softmax_kind::softmax, 3 * L + 1>();
    softmax_rows_of<softmax_kind::softmax, 1000>();
    softmax_rows_of<softmax_kind::log_softmax, 1>();
    softmax_rows_of<softmax_kind::log_softmax, L + 1>();
    softmax_rows_of<softmax_kind::log_softmax, 5 * L - 1>();
}

TEST_CASE("softmax and log_softmax over any axes") {
    softmax_over_any_axes<softmax_kind::softmax>();
    softmax_over_any_axes<softmax_kind::log_softmax>();
}

TEST_CASE("sparsemax, also with equal numbers") {
    for (const filler f : {normal, wide, equal})
        agree<[](builder& b) { return softmax(softmax_kind::sparsemax, in(b, 0, {5, 9}), 2); },
              [](builder& b) { return softmax(softmax_kind::sparsemax, in(b, 0, {5, 9}), 1); },
              [](builder& b) { return softmax(softmax_kind::sparsemax, in(b, 0, {2, 3, 4, 5}), 5); },
              [](builder& b) { return softmax(softmax_kind::sparsemax, many(b, 0, 3, extents{6}), 1); }>(f);
}

TEST_CASE("rows of every length are standardized") {
    standardize_rows_of<1>();
    standardize_rows_of<L - 1>();
    standardize_rows_of<L>();
    standardize_rows_of<L + 1>();
    standardize_rows_of<3 * L + 1>();
    standardize_rows_of<1000>();
}

TEST_CASE("standardize over any axes") {
    for (const filler f : {normal, far_from_0})
        agree<[](builder& b) { return standardize(in(b, 0, {5, L - 1}), 1, 1e-3f); },
              [](builder& b) { return standardize(in(b, 0, {5, 2 * L + 1}), 1, 1e-3f); },
              [](builder& b) { return standardize(in(b, 0, {2, 3, 4, 5}), 2, 1e-3f); },
              [](builder& b) { return standardize(in(b, 0, {2, 3, 4, 5}), 5, 1e-3f); },
              [](builder& b) { return standardize(in(b, 0, {2, 3, 4, 5}), 9, 1e-3f); },
              [](builder& b) { return standardize(in(b, 0, {2, 3, 4, 5}), 12, 1e-3f); },
              [](builder& b) { return standardize(in(b, 0, {2, 3, 4, 5}), 15, 1e-3f); },
              [](builder& b) { return standardize(many(b, 0, 3, {4, 5}), 1, 1e-3f); },
              [](builder& b) { return standardize(many(b, 0, 3, {4, 5}), 3, 1e-3f); }>(f);
}
