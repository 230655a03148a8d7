// Data movement: slice, concat, reverse, permute, repeat, copy, constant.
#include "against_definition.hpp"
#include <ctnn/kernel/concat.hpp>
#include <ctnn/kernel/constant.hpp>
#include <ctnn/kernel/copy.hpp>
#include <ctnn/kernel/permute.hpp>
#include <ctnn/kernel/repeat.hpp>
#include <ctnn/kernel/reverse.hpp>
#include <ctnn/kernel/slice.hpp>

using namespace ctnn;
using namespace ctnn::test;
using ops::builder;

namespace {

constexpr ops::value copy(const ops::value& x) { return ops::detail::emit(ops::op_kind::copy, x.shape(), {}, x); }

template<int N>
void move_rows_of() {
    agree<[](builder& b) { return ops::slice(in(b, 0, {3, N + 2}), {1, 1}, {2, N}); },
          [](builder& b) { return ops::concat(in(b, 0, {3, N}), in(b, 1, {3, 2}), 1); },
          [](builder& b) { return ops::reverse(in(b, 0, {3, N}), 1); },
          [](builder& b) { return ops::permute(in(b, 0, {5, N}), {1, 0}); },
          [](builder& b) { return ops::repeat(in(b, 0, {3, N}), {2, 1}); },
          [](builder& b) { return ops::repeat(in(b, 0, extents{3}), extents{N + 1}); }>(with_specials<9>);
}

} // namespace

TEST_CASE("rows of every length are moved") {
    move_rows_of<1>();
    move_rows_of<L - 1>();
    move_rows_of<L>();
    move_rows_of<L + 1>();
    move_rows_of<3 * L + 1>();
}

TEST_CASE("a slice may cut every axis") {
    agree<[](builder& b) { return ops::slice(in(b, 0, {4, 5, 6, 7}), {1, 2, 3, 4}, {2, 2, 2, 3}); },
          [](builder& b) { return ops::slice(in(b, 0, {4, 5, 6}), {1, 0, 0}, {2, 5, 6}); },
          [](builder& b) { return ops::slice(in(b, 0, {4, 5, 6}), {0, 1, 0}, {4, 3, 6}); },
          [](builder& b) { return ops::slice(in(b, 0, {2, 3, 2, 3, 2, 3}), {0, 1, 1, 0, 0, 2}, {1, 2, 1, 2, 2, 1}); },
          [](builder& b) { return ops::slice(many(b, 0, 3, {4, 5}), {1, 2}, {2, 2}); },
          [](builder& b) { return ops::slice(many(b, 0, 3, extents{9}), extents{3}, extents{1}); }>();
}

TEST_CASE("operands are put together along any axis, also one that is the same for all runs") {
    agree<[](builder& b) { return ops::concat(in(b, 0, extents{1}), in(b, 1, extents{5}), 0); },
          [](builder& b) { return ops::concat(in(b, 0, {2, 3, 4}), in(b, 1, {1, 3, 4}), 0); },
          [](builder& b) { return ops::concat(in(b, 0, {2, 3, 4}), in(b, 1, {2, 20, 4}), 1); },
          [](builder& b) { return ops::concat(in(b, 0, {2, 3, 4}), in(b, 1, {2, 3, 1}), 2); },
          [](builder& b) { return ops::concat(many(b, 0, 3, {2, 3}), in(b, 1, {2, 5}), 1); },
          [](builder& b) { return ops::concat(in(b, 0, extents{2}), many(b, 1, 3, extents{4}), 0); },
          [](builder& b) {
              const ops::value parts[] = {in(b, 0, {2, 1}), in(b, 1, {2, 2}), in(b, 2, {2, 3}), in(b, 3, {2, 4}),
                                          in(b, 4, {2, 5}), in(b, 5, {2, 6}), in(b, 6, {2, 7}), in(b, 7, {2, 8})};
              return ops::concat(parts, 8, 1);
          }>();
}

TEST_CASE("axes are reversed") {
    agree<[](builder& b) { return ops::reverse(in(b, 0, {3, 4, 5}), 0); },
          [](builder& b) { return ops::reverse(in(b, 0, {3, 4, 5}), 1); },
          [](builder& b) { return ops::reverse(in(b, 0, {3, 4, 5}), 2); },
          [](builder& b) { return ops::reverse(in(b, 0, {3, 1, 5}), 1); },
          [](builder& b) { return ops::reverse(many(b, 0, 2, {3, 4}), 0); }>();
}

TEST_CASE("axes change places") {
    agree<[](builder& b) { return ops::permute(in(b, 0, {3, 4, 5}), {0, 2, 1}); },
          [](builder& b) { return ops::permute(in(b, 0, {3, 4, 5}), {1, 0, 2}); },
          [](builder& b) { return ops::permute(in(b, 0, {3, 4, 5}), {1, 2, 0}); },
          [](builder& b) { return ops::permute(in(b, 0, {3, 4, 5}), {2, 0, 1}); },
          [](builder& b) { return ops::permute(in(b, 0, {3, 4, 5}), {2, 1, 0}); },
          [](builder& b) { return ops::permute(in(b, 0, {1, 9, 1}), {2, 1, 0}); },
          [](builder& b) { return ops::permute(in(b, 0, {2, 3, 4, 5, 2, 3}), {5, 0, 4, 1, 3, 2}); },
          [](builder& b) { return ops::permute(in(b, 0, {2, 3, 4, 5, 2, 3}), {3, 1, 0, 2, 4, 5}); },
          [](builder& b) { return ops::permute(in(b, 0, {67, 41}), {1, 0}); },
          [](builder& b) { return ops::permute(many(b, 0, 3, {6, 7}), {1, 0}); }>();
}

TEST_CASE("elements are repeated along any axis") {
    agree<[](builder& b) { return ops::repeat(in(b, 0, {3, 4, 5}), {2, 3, 1}); },
          [](builder& b) { return ops::repeat(in(b, 0, {3, 4, 5}), {1, 2, 2}); },
          [](builder& b) { return ops::repeat(in(b, 0, {3, 4, 1}), {1, 2, 33}); },
          [](builder& b) { return ops::repeat(in(b, 0, {1, 7}), {5, 1}); },
          [](builder& b) { return ops::repeat(in(b, 0, {2, 1, 2, 1, 2, 1}), {2, 2, 2, 2, 2, 2}); },
          [](builder& b) { return ops::repeat(many(b, 0, 3, {2, 3}), {2, 2}); }>();
}

TEST_CASE("copies and constants") {
    agree<[](builder& b) { return copy(in(b, 0, {3, 5, 7})); }, [](builder& b) { return copy(in(b, 0, extents{1})); },
          [](builder& b) { return copy(many(b, 0, 3, {5, 7})); },
          [](builder& b) { return ops::fill(b, extents{1}, 2.5f); },
          [](builder& b) { return ops::fill(b, extents{3 * L + 1}, -0.25f); },
          [](builder& b) { return ops::fill(b, extents{L}, math::infinity<float>); },
          [](builder& b) { return ops::fill(b, {3, 3}, math::nan<float>); }>(with_specials<9>);
}
