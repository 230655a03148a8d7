#include <array>
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

TEST_CASE("rows as bfloat16 are two in one, rows between and behind them stay floats") {
    constexpr ops::row_pairs pairs{.head = 3, .between = 1, .run = 2, .runs = 2};
    static_assert(pairs.words({9, 5}) == extents(6, 5) && !ops::row_pairs{}.any());
    static_assert(ops::row_pairs{}[7].row == 7 && ops::row_pairs{}[7].part == ops::word_part::whole);
    constexpr float fine = 1 + 0x1p-20f; // no bfloat16
    float w[9][3];
    for (int i = 0; i < 9; ++i)
        for (int j = 0; j < 3; ++j) w[i][j] = float(3 * i + j + 1) * fine;
    const extents shape(9, 3);
    const float* x[] = {w[0]};
    const ops::op o = ops::pack_pairs(0, shape, pairs, 1, 2, 2);
    REQUIRE(o.out == extents(6 * 4));
    float y[24];
    ops::operation<ops::op_kind::pack_pairs>::evaluate(o, &shape, x, y);
    for (int row = 0; row < 9; ++row) {
        const auto [at, part] = pairs[row];
        CHECK(at == std::array{0, 0, 1, 2, 3, 3, 4, 4, 5}[std::size_t(row)]);
        for (int j = 0; j < 3; ++j)
            CHECK(ops::part_of_word(y[j / 2 * 12 + at * 2 + j % 2], part) ==
                  float(3 * row + j + 1) * (part == ops::word_part::whole ? fine : 1));
        CHECK(ops::part_of_word(y[12 + at * 2 + 1], part) == 0); // behind the last column
    }
    CHECK(ops::part_of_word(y[2], ops::word_part::upper) == 0); // behind an odd row
}

TEST_CASE("weights are bfloat16 where that is less memory") {
    constexpr hardware h{.lanes = 8, .registers = 16};
    const auto packed = [&](int rows, int columns) {
        ops::op o = ops::op_of(ops::op_kind::matmul);
        o.out = extents(columns);
        const extents in[] = {extents(rows), extents(rows, columns)};
        return detail::smaller_packing_of(o, in, h);
    };
    CHECK(!packed(10, 1).width);
    CHECK(packed(10, 5).pairs == ops::row_pairs{.run = 10, .runs = 1});
    CHECK(!packed(1, 16).width); // nothing to be together with
}

} // namespace
