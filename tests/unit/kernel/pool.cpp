// pool: the maximum and the mean of windows of one to three axes.
#include "against_definition.hpp"
#include <ctnn/kernel/pool.hpp>

using namespace ctnn;
using namespace ctnn::test;
using ops::builder, ops::pool, ops::pool_kind;

namespace {

template<pool_kind K, int H, int W, int C, int Size, int Before, int OutH, int OutW, int Stride>
constexpr auto image = [](builder& b) {
    return pool(K, in(b, 0, {H, W, C}), {2, {Size, Size}, {Stride, Stride}, {1, 1}, {Before, Before}}, {OutH, OutW});
};

template<pool_kind K>
void of_every_shape(filler fill) {
    agree<image<K, 4, 6, 1, 2, 0, 2, 3, 2>, image<K, 4, 6, L - 1, 2, 0, 2, 3, 2>, image<K, 5, 6, L, 3, 1, 3, 3, 2>,
          image<K, 5, 23, L + 1, 3, 1, 5, 23, 1>, image<K, 2, 50, 3 * L + 1, 2, 0, 1, 25, 2>,
          image<K, 50, 5, 3, 2, 0, 25, 2, 2>, image<K, 3, 3, 2, 2, 3, 8, 8, 1>, // windows of padding alone
          [](builder& b) {
              return pool(K, in(b, 0, {13, 3}), {1, {5}, {3}, {1}, {2}}, extents{5});
          },
          [](builder& b) {
              return pool(K, in(b, 0, {5, 4, 6, 3}), {3, {2, 3, 2}, {2, 1, 2}, {1, 1, 1}, {1, 1, 0}}, {3, 4, 3});
          },
          [](builder& b) {
              return pool(K, many(b, 0, 3, {4, 4, 3}), {2, {2, 2}, {2, 2}, {1, 1}, {0, 0}}, {2, 2});
          }>(fill);
}

template<int Extent>
constexpr auto all_of = [](builder& b) {
    return pool(pool_kind::mean, in(b, 0, {Extent, Extent, 2}), {2, {Extent, Extent}, {1, 1}, {1, 1}, {0, 0}}, {1, 1});
};

} // namespace

TEST_CASE("windows of any size") { agree<all_of<30>, all_of<70>>(); }

TEST_CASE("the mean of a window counts what is there") { of_every_shape<pool_kind::mean>(normal); }

TEST_CASE("the maximum of a window, also of infinities; NaN stays") {
    of_every_shape<pool_kind::maximum>(normal);
    of_every_shape<pool_kind::maximum>(with_specials<20>);
}
