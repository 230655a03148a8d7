#include <ctnn/op/evaluate.hpp>
#include <ctnn/program/pack.hpp>
#include <doctest/doctest.h>

using namespace ctnn;

namespace {

constexpr ops::panels panels(extents(3, 5), 1, 4, 2);
static_assert(panels.count() == 2 && panels.last == 2 && panels.columns() == 6 && panels.size() == 18);
static_assert(panels.begin(1) == 12);

TEST_CASE("weights in panels: row after row, zeros behind the last column") {
    const float w[] = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10};
    const extents shape(2, 5);
    const float* x[] = {w};
    const ops::op o = ops::pack(0, shape, 1, 4, 2);
    REQUIRE(o.out == extents(12));
    float y[12];
    ops::operation<ops::op_kind::pack>::evaluate(o, &shape, x, y);
    const float expected[] = {1, 2, 3, 4, 6, 7, 8, 9, 5, 0, 10, 0};
    for (int i = 0; i < 12; ++i) CHECK(y[i] == expected[i]);
}

TEST_CASE("gates stand side by side for every row of a panel") {
    const float w[] = {1, 2, 3, 4, 5, 6}; // one row: two gates of three units
    const extents shape(1, 6);
    const float* x[] = {w};
    const ops::op o = ops::pack(0, shape, 2, 2, 2);
    REQUIRE(o.out == extents(8));
    float y[8];
    ops::operation<ops::op_kind::pack>::evaluate(o, &shape, x, y);
    const float expected[] = {1, 2, 4, 5, 3, 0, 6, 0};
    for (int i = 0; i < 8; ++i) CHECK(y[i] == expected[i]);
}

TEST_CASE("two groups may share a vector of the last panel, whose rows are whole vectors") {
    const float w[] = {1, 2, 3, 4, 5, 6, 7, 8, 9}; // one row: three gates of three units
    const extents shape(1, 9);
    const float* x[] = {w};
    const ops::op o = ops::pack(0, shape, 3, 2, 2, 1);
    REQUIRE(o.out == extents(10));
    float y[10];
    ops::operation<ops::op_kind::pack>::evaluate(o, &shape, x, y);
    const float expected[] = {1, 2, 4, 5, 7, 8, 3, 6, 9, 0};
    for (int i = 0; i < 10; ++i) CHECK(y[i] == expected[i]);
}

} // namespace
