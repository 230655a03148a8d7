// resample: interpolation along one axis.
#include "against_definition.hpp"
#include <ctnn/kernel/resample.hpp>

using namespace ctnn;
using namespace ctnn::test;
using ops::builder, ops::resample, ops::resample_kind;

namespace {

template<resample_kind K>
void of_every_shape() {
    agree<[](builder& b) { return resample(K, in(b, 0, extents{5}), 0, 10); },
          [](builder& b) {
              return resample(K, in(b, 0, {5, L - 1}), 0, 10);
          },
          [](builder& b) {
              return resample(K, in(b, 0, {2, 5, L}), 1, 15);
          },
          [](builder& b) {
              return resample(K, in(b, 0, {3, 5, L + 1}), 1, 7);
          },
          [](builder& b) {
              return resample(K, in(b, 0, {9, 2, 3 * L + 1}), 0, 4);
          },
          [](builder& b) {
              return resample(K, in(b, 0, {3, 7}), 1, 14);
          },
          [](builder& b) {
              return resample(K, in(b, 0, {1, 2}), 0, 3);
          },
          [](builder& b) {
              return resample(K, in(b, 0, {7, 2}), 0, 601);
          },
          [](builder& b) {
              return resample(K, many(b, 0, 3, {4, 3}), 0, 8);
          }>();
}

} // namespace

TEST_CASE("interpolation along any axis") {
    of_every_shape<resample_kind::bilinear>();
    of_every_shape<resample_kind::bicubic>();
    of_every_shape<resample_kind::lanczos3>();
    of_every_shape<resample_kind::lanczos5>();
}
