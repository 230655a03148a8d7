// How many samples run together, and in which runs any number of them is cut.
#include "passes.hpp"
#include <ctnn/program/sample_runs.hpp>
#include <doctest/doctest.h>

using namespace passes_test;

namespace {

using detail::batch_of, detail::batched, detail::takes_batches, detail::sample_runs;
constexpr hardware avx512{16, 32}, avx2{8, 16}, sse2{4, 16};
constexpr int cache = 1 << 18; // floats

/// A product of so many weights, an input row and a workspace: what the number of samples depends on.
struct sizes {
    int rows, columns;
    std::size_t workspace = 0;
};
constexpr program<3> product(sizes s) {
    program<3> p = {};
    ops::builder b;
    const auto w = ops::parameter(b, 0, extents(s.rows, s.columns));
    const auto x = ops::input(b, 0, extents(1, s.rows));
    const auto y = ops::matmul(x, w);
    for (const ops::op& o : b.list) p.push(o);
    p.weights = 1, p.input_count = p.output_count = 1, p.outputs[0] = y.index, p.steps[2].works = true;
    p.workspace = s.workspace;
    return p;
}
/// The same behind which something recurs.
constexpr program<3> recurrence(sizes s) {
    program<3> p = product(s);
    p.op(2).kind = k::recurrent;
    return p;
}

// as many as keep what they need near, half as many until they do; more where weights come from far
static_assert(batch_of(product({100, 10}), avx512) == 32 && batch_of(product({100, 10}), sse2) == 32);
static_assert(batch_of(product({100, 10, cache / 32 - 100}), avx2) == 32);
static_assert(batch_of(product({100, 10, cache / 32 - 99}), avx2) == 16);
static_assert(batch_of(product({100, 10, cache / 2 - 100}), avx2) == 2);
static_assert(batch_of(product({100, 10, cache}), avx2) == 1);
static_assert(batch_of(product({1024, 512}), avx512) == 32 && batch_of(product({1024, 513}), avx512) == 128);
static_assert(batch_of(product({1024, 513, cache / 128}), avx512) == 64);

// recurrences fill two vectors, with four times as much memory, or none
static_assert(batch_of(recurrence({100, 10}), avx512) == 32 && batch_of(recurrence({100, 10}), avx2) == 16 &&
              batch_of(recurrence({100, 10}), sse2) == 8);
static_assert(batch_of(recurrence({1024, 513}), avx2) == 16);
static_assert(batch_of(recurrence({100, 10, 4 * cache / 16 - 100}), avx2) == 16);
static_assert(batch_of(recurrence({100, 10, 4 * cache / 16 - 99}), avx2) == 1);

// what depends on a sample runs as often as there are samples; weights stay, and the plan is to be made
constexpr auto five = batched(product({100, 10, 64}), 5);
static_assert(five.op(0).times == 1 && five.op(1).times == 5 && five.op(2).times == 5);
static_assert(five.workspace == 0 && !five.steps[2].works && takes_batches(five));

// one value of a sample for several runs of an operation: samples run alone
constexpr auto shared = [] {
    auto p = product({100, 10});
    p.op(2).times = 3;
    return p;
}();
static_assert(takes_batches(product({100, 10})) && !takes_batches(shared) && batch_of(shared, avx512) == 1);

/// What any number of samples is cut into.
constexpr bool are(const sample_runs& r, std::initializer_list<int> samples) {
    if (r.count != int(samples.size())) return false;
    int i = 0;
    for (int n : samples)
        if (r.of[i++].samples != n) return false;
    return true;
}
/// Smaller ones follow larger ones, and none is filled up with more than there are; at last comes one alone.
constexpr bool in_order(const sample_runs& r) {
    for (int i = 0; i < r.count; ++i) {
        if (r.of[i].from < 1 || r.of[i].from > r.of[i].samples) return false;
        if (i > 0 && r.of[i].samples >= r.of[i - 1].samples) return false;
    }
    return r.of[r.count - 1].samples == 1;
}
constexpr sample_runs near{product({256, 128}), avx512}, far{product({1024, 1024}), avx512},
    tiny{product({4, 3}), sse2}, large{product({100, 10, cache}), avx2}, step{recurrence({100, 10}), avx2};
static_assert(in_order(near) && in_order(far) && in_order(tiny) && in_order(large) && in_order(step));
static_assert(are(far, {128, 32, 8, 1}) && are(near, {32, 8, 1}));
static_assert(are(large, {1}));    // where no two have room
static_assert(are(step, {16, 1})); // a few fill no vector

} // namespace

TEST_CASE("samples run together where that saves time (constant expressions)") {}
