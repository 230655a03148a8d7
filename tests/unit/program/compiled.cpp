#include "passes.hpp"
#include <ctnn/architecture.hpp>
#include <doctest/doctest.h>

using namespace passes_test;
using namespace ctnn::literals;

namespace {

template<passes P, hardware H = hardware{4, 16}, class Def>
constexpr std::size_t bytes_read(const network<Def>&) {
    return detail::compilation<Def, P, H>::read_bytes();
}
/// With weights as Keras has them.
constexpr std::size_t plain_bytes(const auto& net) { return bytes_read<passes{.pack = false}>(net); }

// weight_bytes: the numbers that a sample's run reads, whether they are Keras' own or computed from them
constexpr auto dense = Sequential(Input(shape<3>), Dense(5_c));
static_assert(plain_bytes(dense) == 4 * (15 + 5));
constexpr auto folded = Sequential(Input(shape<3>), Dense(5_c), BatchNormalization());
static_assert(folded.param_count == 15 + 5 + 4 * 5 && plain_bytes(folded) == 4 * (15 + 5));
static_assert(bytes_read<passes{.fold_scale_shift = false, .pack = false}>(folded) == 4 * (15 + 5 + 2 * 5));
static_assert(bytes_read<passes{.pack = false, .prepare = false}>(folded) == 4 * (15 + 5 + 4 * 5));
static_assert(plain_bytes(Sequential(Input(shape<3>), Dense(5_c, use_bias = false_c),
                                     BatchNormalization(scale = false_c))) == 4 * (15 + 5));
static_assert(plain_bytes(Sequential(Input(shape<7>), BatchNormalization())) == 4 * (7 + 7));
static_assert(plain_bytes(Sequential(Input(shape<7>), BatchNormalization(), Dense(5_c), BatchNormalization())) ==
              4 * (7 + 7 + 35 + 5));
static_assert(plain_bytes(Sequential(Input(shape<9, 9, 3>), DepthwiseConv2D(3_c), BatchNormalization())) ==
              4 * (9 * 3 + 3));

// in panels with the zeros that make vectors whole; as they are where nothing would change
static_assert(bytes_read<passes{}>(dense) == 4 * (3 * 8 + 5));
static_assert(bytes_read<passes{}, hardware{16, 32}>(dense) == 4 * (3 * 16 + 5));
static_assert(dense.weight_bytes == bytes_read<passes{}, this_hardware>(dense));
static_assert(bytes_read<passes{}>(Sequential(Input(shape<3>), Dense(32_c))) == 4 * (3 * 32 + 32));
static_assert(bytes_read<passes{}>(Sequential(Input(shape<3>), Dense(1_c))) == 4 * (3 + 1));

// weights that two calls share are read once; what nothing reads is not counted
constexpr auto twice = functional([] {
    auto x = Input(shape<3>);
    auto d = Dense(3);
    return Model(inputs = x, outputs = d(d(x)));
});
static_assert(plain_bytes(twice) == 4 * (9 + 3));
static_assert(Sequential(Input(shape<7>), ReLU()).weight_bytes == 0);

} // namespace

TEST_CASE("weight_bytes counts the numbers that a run reads") {}
