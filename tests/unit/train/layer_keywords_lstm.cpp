// Regularizers and constraints of recurrent layers, and of layers inside others, as Keras trains with them.
#include "layer_keywords.hpp"
#include <ctnn/train.hpp>

using namespace ctnn;
using namespace ctnn::literals;

namespace {

constexpr auto net = Sequential(
    Bidirectional(LSTM(4_c, return_sequences = true_c, kernel_regularizer = L2(0.03_c), recurrent_regularizer = L1(0.01_c),
                       bias_regularizer = L2(0.02_c), recurrent_constraint = MaxNorm(0.6_c),
                       kernel_constraint = MinMaxNorm(0.2_c, 0.7_c, 0.5_c, axis = 0_c), bias_constraint = NonNeg()),
                  input_shape = shape<5, 3>),
    Bidirectional(GRU(2_c, return_sequences = true_c, kernel_regularizer = L2(0.2_c)),
                  backward_layer = GRU(2_c, return_sequences = true_c, go_backwards = true_c,
                                       recurrent_regularizer = OrthogonalRegularizer(0.5_c))),
    TimeDistributed(Dense(3_c, kernel_regularizer = L1(0.05_c), bias_constraint = NonNeg())),
    SimpleRNN(3_c, recurrent_regularizer = OrthogonalRegularizer(0.1_c), recurrent_constraint = UnitNorm(axis = -1_c)),
    Dense(1_c));

} // namespace

TEST_CASE("Regularizers and constraints of recurrent layers, both directions, and of a layer inside another") {
    auto model = net.build();
    auto trainer = compile(model, optimizer = RMSprop(0.01), loss = mse);
    check_keywords("keywords_lstm", model, trainer, 8);
}
