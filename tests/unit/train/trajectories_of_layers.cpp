// 100 training steps of networks with more than Dense layers, as Keras makes them.
#include "trajectory.hpp"
#include <ctnn/train.hpp>

using namespace ctnn;
using namespace ctnn::literals;

TEST_CASE("Convolutions, pooling and BatchNormalization train as in Keras") {
    constexpr auto net =
        Sequential(Conv2D(5_c, 3_c, padding = same, use_bias = false_c, input_shape = shape<6, 5, 2>),
                   BatchNormalization(), ReLU(), MaxPooling2D(2_c), Conv2D(3_c, shape<2, 1>, activation = elu),
                   BatchNormalization(momentum = 0.9_c, scale = false_c), Flatten(), Dense(3_c));
    constexpr auto crossentropy = losses::SparseCategoricalCrossentropy(from_logits = true_c);
    auto model = net.build();
    {
        auto trainer = compile(model, optimizer = Adam(0.003), loss = crossentropy);
        check_trajectory("conv_adam", model, trainer, 9);
    }
    auto trainer = compile(model, optimizer = SGD(0.02, momentum = 0.9), loss = crossentropy);
    check_trajectory("conv_sgd", model, trainer, 9);
}

TEST_CASE("Stacked LSTMs train as in Keras") {
    constexpr auto net =
        Sequential(LSTM(6_c, return_sequences = true_c, input_shape = shape<5, 3>), LSTM(4_c), Dense(1_c));
    auto model = net.build();
    {
        auto trainer = compile(model, optimizer = rmsprop, loss = mse);
        check_trajectory("lstm_rmsprop", model, trainer, 8);
    }
    auto trainer = compile(model, optimizer = Adam(0.01), loss = Huber(delta = 0.5_c));
    check_trajectory("lstm_adam", model, trainer, 8);
}

TEST_CASE("Bidirectional GRUs train as in Keras") {
    constexpr auto net = Sequential(Bidirectional(GRU(5_c, return_sequences = true_c), input_shape = shape<5, 3>),
                                    GRU(3_c, reset_after = false_c), Dense(2_c));
    auto model = net.build();
    auto trainer = compile(model, optimizer = Adam(0.01), loss = mae);
    check_trajectory("gru_adam", model, trainer, 8);
}

TEST_CASE("Embeddings train as in Keras") {
    constexpr auto net = Sequential(Embedding(11_c, 4_c, input_shape = shape<6>), GlobalAveragePooling1D(),
                                    Dense(1_c, activation = sigmoid));
    auto model = net.build();
    {
        auto trainer = compile(model, optimizer = SGD(0.5, momentum = 0.5), loss = binary_crossentropy);
        check_trajectory("embedding_sgd", model, trainer, 8);
    }
    auto trainer = compile(model, optimizer = Adam(0.02), loss = binary_crossentropy);
    check_trajectory("embedding_adam", model, trainer, 8); // of a dense gradient, see make.py
}
