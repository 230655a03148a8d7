#include <ctnn/architecture.hpp>
#include <doctest/doctest.h>

using namespace ctnn;
using namespace ctnn::literals;

namespace {

constexpr auto chain = Sequential(Input(shape<6, 4>), Dense(8_c), BatchNormalization(), Activation("relu"_s),
                                  LayerNormalization(axis = shape<1, 2>), PReLU(shared_axes = 1_c), LeakyReLU(),
                                  ELU(0.5_c), ReLU(max_value = 6_c), Dropout(0.5_c), SpatialDropout1D(0.1_c),
                                  Softmax(axis = 1_c), Identity(), Rescaling(0.5_c), Activation(glu), GaussianNoise(0.1_c));
static_assert(chain.output_shape == shape<6, 4>);
static_assert(chain.param_count == 40 + 32 + 96 + 8);

constexpr auto merged = functional([] {
    auto a = Input(shape<6, 4>);
    auto b = Input(shape<1, 4>);
    auto c = Input(shape<4>);
    auto sum = Add()(a, b, c);
    auto all = Concatenate(axis = 1)(Subtract()(sum, b), Average()(a, Multiply()(a, c)), Maximum()(b, Minimum()(b, c)));
    return Model(tuple(a, b, c), tuple(all, Dot(axes = 2)(all, a), Dot(axes = shape<2, 1>, normalize = true)(all, c)));
});
static_assert(merged.output_shape[0] == shape<13, 4>);
static_assert(merged.output_shape[1] == shape<13, 6>);
static_assert(merged.output_shape[2] == shape<13>);

} // namespace

TEST_CASE("normalizations and merges have Keras' shapes") {}
