#include <ctnn/shape/extents.hpp>
#include <doctest/doctest.h>
#include <tuple>

using namespace ctnn;

namespace {

constexpr extents image{28, 24, 3};
static_assert(image.rank == 3 && image[1] == 24 && image.last() == 3 && image.size() == 28 * 24 * 3);
static_assert(extents().rank == 0 && extents().size() == 1 && extents().last() == 1);
static_assert(image == shape<28, 24, 3> && image != extents(28, 24) && extents(3, 1) != extents(3));
static_assert(shape<2, 3> == shape<2, 3> && !(shape<2, 3> == shape<3, 2>)&&shape<2, 3>.size() == 6 &&
              shape<>.size() == 1);

static_assert(image.product(0, 2) == 28 * 24 && image.product(1, 1) == 1);
static_assert(image.with(1, 5) == shape<28, 5, 3> && image.with_last(1) == shape<28, 24, 1>);
static_assert(image.append(2) == shape<28, 24, 3, 2> && image.prepend(2) == shape<2, 28, 24, 3>);
static_assert(image.without(0) == shape<24, 3> && image.slice(1, 3) == shape<24, 3> && image.slice(1, 1) == extents());
static_assert(extents::filled(3, 1) == shape<1, 1, 1>);

// more elements than an int counts, also where the product leaves 64 bits
static_assert(!extents(2147483647).too_large() && extents(65536, 32768).too_large() &&
              !extents(65536, 32767).too_large());
static_assert(extents(2147483647, 2147483647, 2147483647).too_large() &&
              extents(65536, 65536, 65536, 65536).too_large());

} // namespace

TEST_CASE("A shape is a list of extents") {}
