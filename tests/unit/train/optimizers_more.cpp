// The other optimizers against what real Keras computes in 20 steps.
#include "optimizer_tables.hpp"
#include <doctest/doctest.h>

using namespace ctnn;
using namespace ctnn::literals;
using test::follow;

TEST_CASE("Adamax and Nadam are Keras'") {
    follow("adamax", Adamax());
    follow("adamax_options", Adamax(0.02, beta_1 = 0.7, beta_2 = 0.9, epsilon = 1e-2, weight_decay = 0.01));
    follow("nadam", Nadam());
    follow("nadam_options", Nadam(0.02, beta_1 = 0.8, beta_2 = 0.9, epsilon = 1e-3, gradient_accumulation_steps = 2));
}

TEST_CASE("Adafactor is Keras'") {
    follow("adafactor", Adafactor());
    follow("adafactor_options", Adafactor(0.1, beta_2_decay = -0.5, epsilon_2 = 0.1, clip_threshold = 0.5,
                                          relative_step = false, clipnorm = 0.9, weight_decay = 0.01));
    follow("adafactor_schedule", Adafactor(InverseTimeDecay(0.5, 4, 0.5)));
}

// what Ftrl keeps is a sum of differences of nearly equal numbers divided by the learning rate: Keras' own float32 is
// as far from its float64
TEST_CASE("Ftrl and Lion are Keras'") {
    follow("ftrl", Ftrl(), 10);
    follow("ftrl_options",
           Ftrl(0.1, initial_accumulator_value = 0.3, l1_regularization_strength = 0.05,
                l2_regularization_strength = 0.1, l2_shrinkage_regularization_strength = 0.02, optimizers::beta = 0.1));
    follow("ftrl_power", Ftrl(0.05, learning_rate_power = -0.3, weight_decay = 0.01), 10);
    follow("lion", Lion());
    follow("lion_options", Lion(0.01, beta_1 = 0.8, beta_2 = 0.95, weight_decay = 0.1, clipnorm = 0.5));
}

TEST_CASE("Lamb and Muon are Keras'") {
    follow("lamb", Lamb());
    follow("lamb_options",
           Lamb(0.01, beta_1 = 0.8, beta_2 = 0.9, epsilon = 1e-3, weight_decay = 0.01, clipvalue = 0.4));
    follow("muon", Muon());
    auto o = Muon(0.02, weight_decay = 0.1, adam_weight_decay = 0.05, adam_lr_ratio = 0.5, ns_steps = 3,
                  nesterov = false, rms_rate = None, momentum = 0.8);
    o.exclude_from_weight_decay("bias");
    follow("muon_options", o);
    follow("muon_excluded", Muon(0.01, exclude_layers = tuple("x"_s, "d/k"_s), adam_beta_1 = 0.8));
}

TEST_CASE("ScheduleFreeAdamW is Keras' on TensorFlow") {
    follow("schedule_free_adamw", ScheduleFreeAdamW());
    follow("schedule_free_adamw_options",
           ScheduleFreeAdamW(0.02, beta_1 = 0.8, beta_2 = 0.95, epsilon = 1e-4, warmup_steps = 8, weight_decay = 0.01));
}
