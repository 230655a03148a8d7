// pad: a constant around x.
#include "against_definition.hpp"
#include <ctnn/kernel/pad.hpp>

using namespace ctnn;
using namespace ctnn::test;
using ops::builder, ops::pad;

TEST_CASE("a constant before and after any axis") {
    agree<[](builder& b) { return pad(in(b, 0, extents{5}), extents{2}, extents{0}); },
          [](builder& b) {
              return pad(in(b, 0, {4, 3}), {1, 0}, {2, 0}, 7);
          },
          [](builder& b) {
              return pad(in(b, 0, {4, 3}), {0, 1}, {0, 2}, -1);
          },
          [](builder& b) {
              return pad(in(b, 0, {1, L - 1}), {0, L}, {3, 1});
          },
          [](builder& b) {
              return pad(in(b, 0, {4, 5, 3 * L + 1}), {1, 2, 0}, {1, 0, 0});
          },
          [](builder& b) {
              return pad(in(b, 0, {2, 3, 4, 5}), {0, 1, 0, 2}, {1, 0, 0, 0}, -math::infinity<float>);
          },
          [](builder& b) {
              return pad(many(b, 0, 3, {4, 5}), {1, 0}, {0, 2});
          },
          [](builder& b) { return pad(many(b, 0, 3, extents{4}), extents{1}, extents{1}); }>();
}
