// activity_regularizer, as Keras trains with it.
#include "layer_keywords.hpp"
#include <ctnn/train.hpp>
#include <ctnn/train/constant_trainer.hpp>

using namespace ctnn;
using namespace ctnn::literals;

namespace {

/// Of sequences and states, of a layer that is called twice, where there are no weights, of a frozen layer.
constexpr auto net = functional([] {
    auto x = Input(shape<5, 3>);
    auto [h, state, carry] = LSTM(4, return_sequences = true_c, return_state = true_c, activity_regularizer = L2(0.05))(x);
    auto flat = Flatten(activity_regularizer = L1(0.01))(h);
    auto shared = Dense(4, activation = relu, activity_regularizer = L1L2(0.02, 0.03), kernel_regularizer = L2(0.1));
    auto first = shared(state);
    auto y = Concatenate()(first, shared(shared(carry)), flat);
    y = BatchNormalization(activity_regularizer = "l2")(y);
    y = Dense(3, trainable = false, activity_regularizer = L2(0.2), kernel_regularizer = L2(0.1))(y);
    return Model(inputs = x, outputs = Dense(1, activity_regularizer = L1(0.1))(y));
});

constexpr auto small = Sequential(Dense(1_c, activity_regularizer = L2(0.5_c), input_shape = shape<2>));
constexpr std::array<tensor<float, 2>, 1> x{tensor<float, 2>{1, 2}};
constexpr std::array<tensor<float, 1>, 1> y{tensor<float, 1>{0}};
/// 1.5 y^2 falls at once; without the penalty y^2 would be the loss.
constexpr auto losses_of_steps = [] {
    constant_trainer trainer(small, SGD(0.05), mse, 1);
    std::array<float, 2> l{};
    for (float& one : l) one = trainer.train_on_batch(x, y);
    return l;
}();
static_assert(losses_of_steps[1] < losses_of_steps[0]);

} // namespace

TEST_CASE("activity_regularizer counts every output of every call, divided by the batch") {
    auto model = net.build();
    auto trainer = compile(model, optimizer = SGD(0.02), loss = mse);
    check_keywords("keywords_activity", model, trainer, 8);
}
