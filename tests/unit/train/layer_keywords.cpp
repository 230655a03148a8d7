// kernel_regularizer, kernel_constraint and the like, as Keras trains with them.
#include "layer_keywords.hpp"
#include <ctnn/train.hpp>

using namespace ctnn;
using namespace ctnn::literals;

namespace {

constexpr auto dense_net = Sequential(
    Dense(7_c, activation = ctnn::tanh, kernel_regularizer = L1(0.02_c), bias_regularizer = L2(0.5_c),
          kernel_constraint = MaxNorm(0.8_c), input_shape = shape<4>),
    Dense(6_c, activation = relu, kernel_regularizer = OrthogonalRegularizer(0.3_c), bias_constraint = NonNeg()),
    Dense(5_c, kernel_regularizer = L1L2(l1 = 0.01_c, l2 = 0.03_c), kernel_constraint = UnitNorm(axis = 1_c)),
    Dense(5_c, kernel_regularizer = "l2"_s,
          kernel_constraint = MinMaxNorm(min_value = 0.3_c, max_value = 0.9_c, rate = 0.7_c)),
    Dense(4_c, kernel_regularizer = L2(0.4_c), kernel_constraint = "unit_norm"_s, trainable = false_c),
    Dense(3_c, activation = softmax, kernel_regularizer = OrthogonalRegularizer(0.2_c, mode = "columns"_s),
          kernel_constraint = "non_neg"_s, bias_regularizer = None, bias_constraint = None));

constexpr auto embedding_net = Sequential(
    Embedding(11_c, 4_c, embeddings_regularizer = L2(0.02_c), embeddings_constraint = UnitNorm(1_c), input_shape = shape<6>),
    GlobalAveragePooling1D(), Dense(1_c, activation = sigmoid, kernel_regularizer = L1L2(0.01_c, 0.01_c)));

} // namespace

TEST_CASE("Regularizers and constraints of Dense layers, one of them frozen") {
    auto model = dense_net.build();
    auto trainer = compile(model, optimizer = SGD(0.1, momentum = 0.5), loss = categorical_crossentropy);
    check_keywords("keywords_dense", model, trainer, 7);
}

TEST_CASE("Regularizer and constraint of an Embedding") {
    auto model = embedding_net.build();
    auto trainer = compile(model, optimizer = SGD(0.5, momentum = 0.5), loss = binary_crossentropy);
    check_keywords("keywords_embedding", model, trainer, 8);
}
