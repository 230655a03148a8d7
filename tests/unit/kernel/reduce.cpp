// reduce: sums, means and maxima over any set of axes.
#include "against_definition.hpp"
#include <ctnn/kernel/reduce.hpp>

using namespace ctnn;
using namespace ctnn::test;
using ops::builder, ops::reduce, ops::reduce_kind;

namespace {

template<reduce_kind K, unsigned Axes, int... E>
constexpr auto over = [](builder& b) { return reduce(K, in(b, 0, extents{E...}), Axes); };

template<reduce_kind K>
void of_every_shape(filler fill) {
    agree<over<K, 1, 1>, over<K, 1, L - 1>, over<K, 1, L>, over<K, 1, L + 1>, over<K, 1, 9 * L + 3>, // all
          over<K, 2, 3, 1>, over<K, 2, 3, 3 * L + 1>, over<K, 6, 2, 3, 5>,                           // at the end
          over<K, 1, 3, 1>, over<K, 3, 5, 7, L - 1>, over<K, 3, 2, 3, L>, over<K, 1, 9, 3 * L + 1>,  // in front
          over<K, 2, 2, 6, L + 1>, over<K, 6, 3, 2, 2, 3>,                                           // in the middle
          over<K, 5, 3, 4, 5>, over<K, 10, 3, 4, 5, 6>, over<K, 21, 3, 4, 5, 2, 3>,
          over<K, 5, 3, 4, 5, L + 2>,            // in several places
          over<K, 0, 3, 4>, over<K, 2, 3, 1, 4>, // none
          [](builder& b) {
              return reduce(K, many(b, 0, 3, {4, 5}), 1);
          },
          [](builder& b) {
              return reduce(K, many(b, 0, 3, {4, 5}), 2, true);
          },
          [](builder& b) {
              return reduce(K, many(b, 0, 3, {4, 5}), 3);
          }>(fill);
}

} // namespace

TEST_CASE("sums over any set of axes") { of_every_shape<reduce_kind::sum>(normal); }

TEST_CASE("means over any set of axes") { of_every_shape<reduce_kind::mean>(normal); }

TEST_CASE("maxima over any set of axes, also of infinities; NaN stays") {
    of_every_shape<reduce_kind::maximum>(normal);
    of_every_shape<reduce_kind::maximum>(with_specials<30>);
}
