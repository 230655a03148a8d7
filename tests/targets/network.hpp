// A network that two sources share, each compiled for another instruction set.
#pragma once
#include <ctnn/ctnn.hpp>

struct shared_network {
    constexpr auto operator()() const {
        using namespace ctnn;
        auto x = Input(shape<7, 6, 3>);
        auto h = Conv2D(9, 3, padding = same, use_bias = false)(x);
        h = ReLU()(BatchNormalization()(h));
        auto branch = Conv2D(9, 3, padding = same, activation = swish)(h);
        h = MaxPooling2D()(Add()(h, branch));
        auto sequence = LSTM(5)(Reshape(shape<9, 9>)(h));
        auto features = Concatenate()(GlobalAveragePooling2D()(h), sequence);
        return Model(inputs = x, outputs = Dense(4, activation = softmax)(Dense(21, activation = tanh)(features)));
    }
};
inline constexpr auto net = ctnn::functional(shared_network{});

static ctnn::tensor<float, 7, 6, 3> sample() { // static: every source has its own
    ctnn::tensor<float, 7, 6, 3> x;
    for (std::size_t i = 0; i < x.size(); ++i) x.data()[i] = float(i * 37 % 101) / 50 - 1;
    return x;
}
