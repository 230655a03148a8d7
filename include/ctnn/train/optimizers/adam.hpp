/// Adam: moving averages of the gradient and of its square.
#pragma once
#include "../../shape/inline.hpp"
#include "../optimizer_options.hpp"
#include "lanes.hpp"

namespace ctnn {
namespace optimizers {

template<class Real, bool Amsgrad>
struct adam_formula {
    static constexpr int slots = 2 + Amsgrad; // momentum, velocity, velocity_hat
    Real alpha, beta_1_rest, beta_2_rest, epsilon;

    template<class V>
    CTNN_INLINE constexpr void operator()(V& w, V g, V* s) const {
        s[0] = lanes::multiply_add(g - s[0], V(beta_1_rest), s[0]);
        s[1] = lanes::minus_product(lanes::minus_product(g, g, s[1]), V(beta_2_rest), s[1]);
        V velocity = s[1];
        if constexpr (Amsgrad) velocity = s[2] = lanes::larger(s[2], velocity);
        w = lanes::minus_by_root(w, s[0] * V(alpha), velocity, V(epsilon));
    }
    /// beta_1 and beta_2 are the averages' factors, in front of step t = iterations + 1.
    static constexpr adam_formula at(const optimizer_step<Real>& step, Real rate, double beta_1, double beta_2,
                                     double epsilon) {
        const Real power_1 = step.power(Real(beta_1)), power_2 = step.power(Real(beta_2));
        return {rate * math::sqrt(1 - power_2) / (1 - power_1), Real(1 - beta_1), Real(1 - beta_2), Real(epsilon)};
    }
};

/// m += (g - m) (1 - beta_1); v += (g^2 - v) (1 - beta_2)                                         keras.optimizers.Adam
/// w -= alpha m / (sqrt(v) + epsilon) with alpha = learning_rate sqrt(1 - beta_2^t) / (1 - beta_1^t), t = 1, 2, ...
/// amsgrad: the largest v so far.
struct adam : optimizer_options {
    double beta_1 = 0.9, beta_2 = 0.999, epsilon = 1e-7;
    bool amsgrad = false;

    static constexpr std::string_view keras_name = "Adam";
    static constexpr auto arguments() {
        using c = adam;
        return after_learning_rate(ctnn::beta_1, &c::beta_1, ctnn::beta_2, &c::beta_2, ctnn::epsilon, &c::epsilon,
                                   ctnn::amsgrad, &c::amsgrad);
    }
    constexpr slot_list slots(const extents& shape, std::string_view) const {
        slot_list own;
        own.add("momentum", shape);
        own.add("velocity", shape);
        if (amsgrad) own.add("velocity_hat", shape, 0, 1);
        return own;
    }
    template<class Real, class Use>
    constexpr void with_formula(const optimizer_step<Real>& step, Use use) const {
        if (amsgrad)
            use(adam_formula<Real, true>::at(step, step.learning_rate, beta_1, beta_2, epsilon));
        else
            use(adam_formula<Real, false>::at(step, step.learning_rate, beta_1, beta_2, epsilon));
    }
};

} // namespace optimizers

inline constexpr configured<optimizers::adam> Adam{};

} // namespace ctnn
