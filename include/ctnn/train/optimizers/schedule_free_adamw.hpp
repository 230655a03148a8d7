/// Adam that averages the weights in place of a learning-rate schedule.
#pragma once
#include "../../shape/inline.hpp"
#include "../optimizer_options.hpp"
#include "lanes.hpp"

namespace ctnn {
namespace optimizers {

template<class Real>
struct schedule_free_adamw_formula {
    static constexpr int slots = 2; // momentum, velocity
    Real learning_rate, beta_1, beta_1_rest, beta_1_inverse, beta_2_rest, factor_2, epsilon, weight, weight_rest;

    template<class V>
    CTNN_INLINE constexpr void operator()(V& w, V g, V* s) const {
        s[1] = lanes::multiply_add(g * g - s[1], V(beta_2_rest), s[1]);
        V& z = s[0];
        z = z - lanes::ratio(g * V(learning_rate), lanes::quick_root(s[1] * V(factor_2)) + V(epsilon));
        const V x = (w - z * V(beta_1_rest)) * V(beta_1_inverse);
        w = z * V(beta_1_rest) + (x * V(weight_rest) + z * V(weight)) * V(beta_1);
    }
};

/// v += (g^2 - v) (1 - beta_2); z -= learning_rate g / (sqrt(v / (1 - beta_2^t)) + epsilon)
/// x = (w - (1 - beta_1) z) / beta_1; w = (1 - beta_1) z + beta_1 ((1 - 1 / t) x + z / t)
/// with t = 1, 2, ...                                                                keras.optimizers.ScheduleFreeAdamW
/// z, Keras' slot "momentum", starts as the weight: in Keras after optimizer.build; where fit builds it, that
/// has no effect there. The learning rate grows from 0 over warmup_steps.
/// x is computed from the new z, as Keras does on TensorFlow; on JAX, where arrays do not change, from the old one.
struct schedule_free_adamw : optimizer_options {
    double beta_1 = 0.9, beta_2 = 0.999, epsilon = 1e-8;
    double warmup_steps = 0;

    constexpr schedule_free_adamw() { learning_rate = 0.0025; }
    static constexpr std::string_view keras_name = "ScheduleFreeAdamW";
    static constexpr auto arguments() {
        using c = schedule_free_adamw;
        return after_learning_rate(ctnn::beta_1, &c::beta_1, ctnn::beta_2, &c::beta_2, ctnn::epsilon, &c::epsilon,
                                   ctnn::warmup_steps, &c::warmup_steps);
    }
    constexpr std::string_view mistake() const { return beta_1 > 0 ? "" : "beta_1 must be positive"; }
    constexpr slot_list slots(const extents& shape, std::string_view) const {
        slot_list own;
        own.add("momentum", shape);
        own.at[0].starts_as_weight = true;
        own.add("velocity", shape);
        return own;
    }
    template<class Real, class Use>
    constexpr void with_formula(const optimizer_step<Real>& step, Use use) const {
        const Real b1(beta_1), b2(beta_2), t = Real(step.iterations + 1), weight = 1 / t;
        Real rate = step.learning_rate;
        if (const Real part = t / Real(warmup_steps > 0 ? warmup_steps : 1); warmup_steps > 0 && part < 1) rate *= part;
        use(schedule_free_adamw_formula<Real>{rate, b1, 1 - b1, 1 / b1, 1 - b2, 1 / (1 - step.power(b2)), Real(epsilon),
                                              weight, 1 - weight});
    }
};

} // namespace optimizers

inline constexpr configured<optimizers::schedule_free_adamw> ScheduleFreeAdamW{};

} // namespace ctnn
