// Regularizers and constraints of convolutions and normalizations, as Keras trains with them.
#include "layer_keywords.hpp"
#include <ctnn/train.hpp>

using namespace ctnn;
using namespace ctnn::literals;

namespace {

constexpr auto net = Sequential(
    Conv2D(4_c, 3_c, padding = same, kernel_regularizer = L1L2(0.01_c, 0.02_c),
           kernel_constraint = MaxNorm(0.7_c, axis = shape<0, 1, 2>), bias_regularizer = L1(0.1_c),
           bias_constraint = NonNeg(), input_shape = shape<6, 5, 2>),
    BatchNormalization(gamma_regularizer = L2(0.05_c), beta_regularizer = L1(0.03_c), gamma_constraint = NonNeg(),
                       beta_constraint = MaxNorm(0.05_c)),
    DepthwiseConv2D(2_c, depthwise_regularizer = L2(0.2_c),
                    depthwise_constraint = MinMaxNorm(0.5_c, 1_c, 0.9_c, axis = shape<0, 1>)),
    PReLU(alpha_regularizer = L2(0.7_c), alpha_constraint = NonNeg(), shared_axes = shape<1, 2>),
    SeparableConv2D(3_c, 2_c, depthwise_regularizer = L2(0.1_c), pointwise_regularizer = L1(0.02_c),
                    depthwise_constraint = UnitNorm(axis = shape<0, 1>), pointwise_constraint = MaxNorm(0.9_c, axis = 2_c),
                    bias_regularizer = L2(0.3_c)),
    LayerNormalization(gamma_regularizer = L1(0.02_c), beta_regularizer = L2(0.04_c)),
    Conv2DTranspose(2_c, 2_c, kernel_regularizer = L2(0.03_c)), Flatten(), Dense(3_c));

} // namespace

TEST_CASE("Regularizers and constraints of convolutions and normalizations") {
    auto model = net.build();
    auto trainer = compile(model, optimizer = SGD(0.05), loss = losses::SparseCategoricalCrossentropy(from_logits = true_c));
    check_keywords("keywords_conv", model, trainer, 9);
}
