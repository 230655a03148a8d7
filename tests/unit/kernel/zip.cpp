// zip and scale_shift: operands broadcast to the result.
#include "against_definition.hpp"
#include <ctnn/kernel/scale_shift.hpp>
#include <ctnn/kernel/zip.hpp>

using namespace ctnn;
using namespace ctnn::test;
using ops::builder, ops::zip, ops::zip_kind;

namespace {

template<zip_kind K>
void of_every_length() {
    agree<[](builder& b) { return zip(K, in(b, 0, extents{1}), in(b, 1, extents{1})); },
          [](builder& b) { return zip(K, in(b, 0, extents{L - 1}), in(b, 1, extents{L - 1})); },
          [](builder& b) { return zip(K, in(b, 0, {L, 2}), in(b, 1, {L, 2})); },
          [](builder& b) { return zip(K, in(b, 0, {2, L + 1}), in(b, 1, extents{1})); },
          [](builder& b) { return zip(K, in(b, 0, extents{1}), in(b, 1, extents{3 * L + 1})); }>(with_specials<4>);
}

} // namespace

TEST_CASE("two values, element by element, of every length") {
    of_every_length<zip_kind::add>();
    of_every_length<zip_kind::subtract>();
    of_every_length<zip_kind::multiply>();
    of_every_length<zip_kind::divide>();
    of_every_length<zip_kind::maximum>();
    of_every_length<zip_kind::minimum>();
}

TEST_CASE("extents of 1 stretch, on either side") {
    constexpr auto K = zip_kind::subtract;
    agree<[](builder& b) { return zip(K, in(b, 0, {3, L + 1}), in(b, 1, extents{L + 1})); },
          [](builder& b) { return zip(K, in(b, 0, extents{5}), in(b, 1, {4, 3, 5})); },
          [](builder& b) { return zip(K, in(b, 0, {4, 3, 5}), in(b, 1, {4, 1, 5})); },
          [](builder& b) { return zip(K, in(b, 0, {4, 3, 5}), in(b, 1, {4, 3, 1})); },
          [](builder& b) { return zip(K, in(b, 0, {1, 3, 1}), in(b, 1, {4, 1, 5})); },
          [](builder& b) { return zip(K, in(b, 0, {4, 1}), in(b, 1, {1, 5})); },
          [](builder& b) { return zip(K, in(b, 0, {2, 1, 3, 1, 2, 1}), in(b, 1, {1, 2, 1, 3, 1, 7})); },
          [](builder& b) { return zip(K, in(b, 0, {2, 3, 1, 1}), in(b, 1, {2, 3, 4, 5})); }>();
}

TEST_CASE("an activation behind them") {
    agree<[](builder& b) {
              const ops::value v = zip(zip_kind::add, many(b, 0, 3, {L + 1, 5}), many(b, 1, 3, {L + 1, 5}));
              b.list[v.index].attr.epilogue = ops::function_of(ops::function_kind::relu);
              return v;
          },
          [](builder& b) {
              const ops::value v = zip(zip_kind::multiply, in(b, 0, {4, L}), in(b, 1, extents{L}));
              b.list[v.index].attr.epilogue = ops::function_of(ops::function_kind::abs);
              return v;
          }>();
}

TEST_CASE("runs share what is the same for all") {
    constexpr auto K = zip_kind::subtract;
    agree<[](builder& b) { return zip(K, many(b, 0, 3, {4, 5}), many(b, 1, 3, {4, 5})); },
          [](builder& b) { return zip(K, many(b, 0, 3, {4, 5}), in(b, 1, {4, 5})); },
          [](builder& b) { return zip(K, many(b, 0, 3, {4, 5}), in(b, 1, extents{5})); },
          [](builder& b) { return zip(K, in(b, 0, {4, 1}), many(b, 1, 3, {4, 5})); },
          [](builder& b) { return zip(K, in(b, 0, {4, 5}), many(b, 1, 3, extents{1})); }>();
}

TEST_CASE("scale and shift along any axis") {
    const auto at = []<int Axis, int... D>(std::integer_sequence<int, Axis, D...>) {
        agree<[](builder& b) {
            const extents e{D...};
            return ops::scale_shift(in(b, 0, e), in(b, 1, extents{e[Axis]}), in(b, 2, extents{e[Axis]}), Axis);
        }>(with_specials<20>);
    };
    at(std::integer_sequence<int, 0, 1>{});
    at(std::integer_sequence<int, 0, L - 1>{});
    at(std::integer_sequence<int, 0, L, 3>{});
    at(std::integer_sequence<int, 1, 2, L + 1>{});
    at(std::integer_sequence<int, 1, 2, 3, L + 1>{});
    at(std::integer_sequence<int, 2, 2, 3, 3 * L + 1>{});
    at(std::integer_sequence<int, 0, 3, 2, L>{});
    agree<[](builder& b) {
              const auto s = in(b, 1, extents{5}), t = in(b, 2, extents{5});
              return ops::scale_shift(many(b, 0, 3, {2, 5}), s, t, 1);
          },
          [](builder& b) {
              const auto s = many(b, 1, 3, extents{2});
              return ops::scale_shift(in(b, 0, {2, 5}), s, in(b, 2, extents{2}), 0);
          },
          [](builder& b) {
              const auto s = many(b, 1, 3, extents{2}), t = many(b, 2, 3, extents{2});
              return ops::scale_shift(many(b, 0, 3, {2, 5}), s, t, 0);
          }>();
}
