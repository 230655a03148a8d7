// 100 training steps as Keras makes them: losses and final weights.
#include "trajectory.hpp"
#include <ctnn/train.hpp>

using namespace ctnn;
using namespace ctnn::literals;

namespace {

constexpr auto dense_net = Sequential(Dense(7_c, activation = ctnn::tanh, input_shape = shape<4>),
                                      Dense(5_c, activation = relu), Dense(3_c, activation = softmax));

template<class Optimizer>
void check_dense(const char* name, const Optimizer& o) {
    auto model = dense_net.build();
    auto trainer = compile(model, optimizer = o, loss = categorical_crossentropy);
    check_trajectory(name, model, trainer, 7);
}

} // namespace

TEST_CASE("Every optimizer goes Keras' way on a network of Dense layers") {
    check_dense("dense_sgd", SGD(0.1));
    check_dense("dense_momentum", SGD(0.05, momentum = 0.9));
    check_dense("dense_nesterov", SGD(0.05, momentum = 0.9, nesterov = true, weight_decay = 0.01));
    check_dense("dense_rmsprop", RMSprop(0.01));
    check_dense("dense_rmsprop_centered", RMSprop(0.005, momentum = 0.5, centered = true));
    check_dense("dense_adam", Adam(0.01));
    check_dense("dense_amsgrad", Adam(0.02, amsgrad = true, clipnorm = 0.5));
    check_dense("dense_adamw", AdamW(0.01, weight_decay = 0.02));
    check_dense("dense_adamax", Adamax(0.01));
    check_dense("dense_nadam", Nadam(0.01));
    check_dense("dense_adagrad", Adagrad(0.1));
    check_dense("dense_adadelta", Adadelta(1.0));
    check_dense("dense_adafactor", Adafactor(0.02));
    check_dense("dense_ftrl", Ftrl(0.1, l1_regularization_strength = 0.001));
    check_dense("dense_lion", Lion(0.003));
    check_dense("dense_lamb", Lamb(0.01));
    check_dense("dense_muon", Muon(0.01));
    check_dense("dense_schedule_free", ScheduleFreeAdamW(0.01));
    check_dense("dense_global_clipnorm", SGD(0.3, global_clipnorm = 0.2));
    check_dense("dense_clipvalue", SGD(0.3, clipvalue = 0.05));
    check_dense("dense_ema", Adam(0.01, use_ema = true, ema_momentum = 0.9, ema_overwrite_frequency = 10));
    check_dense("dense_accumulation", Adam(0.02, gradient_accumulation_steps = 3));
    check_dense("dense_cosine", SGD(CosineDecay(0.2, 80)));
}
