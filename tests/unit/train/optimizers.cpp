// Optimizers, and what all of them have, against what real Keras computes in 20 steps.
#include "optimizer_tables.hpp"
#include <doctest/doctest.h>

using namespace ctnn;
using namespace ctnn::literals;
using test::follow;

namespace {

template<class Optimizer>
Optimizer without_bias(Optimizer o) {
    o.exclude_from_weight_decay("bias", "gamma");
    return o;
}

} // namespace

TEST_CASE("SGD is Keras'") {
    follow("sgd", SGD());
    follow("sgd_momentum", SGD(0.1, momentum = 0.9));
    follow("sgd_nesterov", SGD(0.05_c, momentum = 0.8_c, nesterov = true_c));
}

TEST_CASE("clipping, decay, moving average and accumulation are Keras', in Keras' order") {
    follow("sgd_clipnorm", SGD(0.1, clipnorm = 0.5));
    follow("sgd_global_clipnorm", SGD(0.1, momentum = 0.9, global_clipnorm = 1));
    follow("sgd_clipvalue", SGD(0.1, clipvalue = 0.3));
    follow("sgd_weight_decay", SGD(0.1, weight_decay = 0.1));
    follow("sgd_excluded", without_bias(SGD(0.1, weight_decay = 0.1)));
    follow("sgd_ema", SGD(0.1, use_ema = true, ema_momentum = 0.9));
    follow("sgd_ema_overwrite",
           SGD(0.1, momentum = 0.5, use_ema = true, ema_momentum = 0.9, ema_overwrite_frequency = 3));
    follow("sgd_accumulate", SGD(0.1, momentum = 0.9, gradient_accumulation_steps = 4));
    follow("sgd_constrained",
           SGD(0.1, momentum = 0.9, use_ema = true, ema_momentum = 0.8, ema_overwrite_frequency = 4));
    follow("sgd_piecewise", SGD(PiecewiseConstantDecay(tuple(5, 12), tuple(0.1, 0.05, 0.01)), momentum = 0.9));
}

TEST_CASE("Adam and AdamW are Keras'") {
    follow("adam", Adam());
    follow("adam", detail::optimizer_of(adam));
    follow("adam_betas", Adam(0.02, beta_1 = 0.8, beta_2 = 0.95, epsilon = 1e-3));
    follow("adam_amsgrad", Adam(0.01, amsgrad = true, clipnorm = 0.7, weight_decay = 0.01));
    follow("adam_cosine", Adam(CosineDecay(0.0, 10, alpha = 0.1, warmup_target = 0.02, warmup_steps = 5)));
    follow("adam_everything",
           Adam(learning_rate = ExponentialDecay(0.02, 5, 0.5), clipnorm = 0.7, weight_decay = 0.05, use_ema = true,
                ema_momentum = 0.7, ema_overwrite_frequency = 2, gradient_accumulation_steps = 3));
    follow("adamw", AdamW());
    auto o = AdamW(0.01, 0.1, amsgrad = true, clipvalue = 0.5);
    o.exclude_from_weight_decay(var_names = "bias");
    follow("adamw_excluded", o);
}

TEST_CASE("RMSprop, Adadelta and Adagrad are Keras'") {
    follow("rmsprop", RMSprop());
    follow("rmsprop_momentum", RMSprop(0.01, rho = 0.8, momentum = 0.9));
    follow("rmsprop_centered",
           RMSprop(0.01, centered = true, epsilon = 1e-3, global_clipnorm = 0.5, weight_decay = 0.01));
    follow("rmsprop_both", RMSprop(0.005, momentum = 0.5, centered = true, epsilon = 1e-4));
    follow("adadelta", Adadelta());
    follow("adadelta_options", Adadelta(1.0, rho = 0.8, epsilon = 1e-4, weight_decay = 0.001));
    follow("adagrad", Adagrad());
    follow("adagrad_options", Adagrad(0.1, initial_accumulator_value = 0.5, epsilon = 1e-3, clipvalue = 0.2));
}
