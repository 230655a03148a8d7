#include "passes.hpp"
#include <ctnn/architecture.hpp>
#include <doctest/doctest.h>

using namespace passes_test;
using namespace ctnn::literals;

namespace {

template<passes P, class Def>
constexpr std::size_t bytes_read(const network<Def>&) {
    return detail::compilation<Def, P>::read_bytes();
}

// weight_bytes: the numbers that a sample's run reads, whether they are Keras' own or computed from them
static_assert(Sequential(Input(shape<3>), Dense(5_c)).weight_bytes == 4 * (15 + 5));
constexpr auto folded = Sequential(Input(shape<3>), Dense(5_c), BatchNormalization());
static_assert(folded.param_count == 15 + 5 + 4 * 5 && folded.weight_bytes == 4 * (15 + 5));
static_assert(bytes_read<passes{.fold_scale_shift = false}>(folded) == 4 * (15 + 5 + 2 * 5));
static_assert(bytes_read<passes{.prepare = false}>(folded) == 4 * (15 + 5 + 4 * 5));
static_assert(Sequential(Input(shape<3>), Dense(5_c, use_bias = false_c), BatchNormalization(scale = false_c))
                  .weight_bytes == 4 * (15 + 5));
static_assert(Sequential(Input(shape<7>), BatchNormalization()).weight_bytes == 4 * (7 + 7));
static_assert(Sequential(Input(shape<7>), BatchNormalization(), Dense(5_c), BatchNormalization()).weight_bytes ==
              4 * (7 + 7 + 35 + 5));
static_assert(Sequential(Input(shape<9, 9, 3>), DepthwiseConv2D(3_c), BatchNormalization()).weight_bytes ==
              4 * (9 * 3 + 3));

// weights that two calls share are read once; what nothing reads is not counted
constexpr auto twice = functional([] {
    auto x = Input(shape<3>);
    auto d = Dense(3);
    return Model(inputs = x, outputs = d(d(x)));
});
static_assert(twice.weight_bytes == 4 * (9 + 3));
static_assert(Sequential(Input(shape<7>), ReLU()).weight_bytes == 0);

} // namespace

TEST_CASE("weight_bytes counts the numbers that a run reads") {}
