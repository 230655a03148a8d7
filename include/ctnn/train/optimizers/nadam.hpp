/// Adam with Nesterov's momentum.
#pragma once
#include "../../shape/inline.hpp"
#include "../optimizer_options.hpp"
#include "lanes.hpp"

namespace ctnn {
namespace optimizers {

template<class Real>
struct nadam_formula {
    static constexpr int slots = 2; // momentum, velocity
    Real beta_1_rest, beta_2_rest, epsilon, momentum_factor, gradient_factor, velocity_factor;

    template<class V>
    CTNN_INLINE constexpr void operator()(V& w, V g, V* s) const {
        s[0] = lanes::multiply_add(g - s[0], V(beta_1_rest), s[0]);
        s[1] = lanes::multiply_add(g * g - s[1], V(beta_2_rest), s[1]);
        const V mean = lanes::multiply_add(s[0], V(momentum_factor), g * V(gradient_factor));
        w = w - lanes::ratio(mean, lanes::quick_root(s[1] * V(velocity_factor)) + V(epsilon));
    }
};

/// m += (g - m) (1 - beta_1); v += (g^2 - v) (1 - beta_2)                                        keras.optimizers.Nadam
/// w -= learning_rate (u_t+1 m / (1 - U_t+1) + (1 - u_t) g / (1 - U_t)) / (sqrt(v / (1 - beta_2^t)) + epsilon)
/// with u_t = beta_1 (1 - 0.96^t / 2) and U_t = u_1 ... u_t, t = 1, 2, ...
struct nadam : optimizer_options {
    double beta_1 = 0.9, beta_2 = 0.999, epsilon = 1e-7;

    static constexpr std::string_view keras_name = "Nadam";
    static constexpr auto arguments() {
        using c = nadam;
        return after_learning_rate(ctnn::beta_1, &c::beta_1, ctnn::beta_2, &c::beta_2, ctnn::epsilon, &c::epsilon);
    }
    constexpr slot_list slots(const extents& shape, std::string_view) const {
        slot_list own;
        own.add("momentum", shape);
        own.add("velocity", shape);
        return own;
    }
    /// U_t from U_t-1: the one number that an optimizer keeps besides its slots, Keras' `_u_product`.
    template<class Real>
    constexpr Real next_product(const optimizer_step<Real>& step) const {
        return step.product * Real(beta_1) * (1 - Real(0.5) * step.power(Real(0.96)));
    }
    template<class Real, class Use>
    constexpr void with_formula(const optimizer_step<Real>& step, Use use) const {
        const Real b1(beta_1), b2(beta_2), now = b1 * (1 - Real(0.5) * step.power(Real(0.96))),
                                           next = b1 * (1 - Real(0.5) * step.power(Real(0.96), 1));
        const Real rate = step.learning_rate, p = step.product;
        use(nadam_formula<Real>{1 - b1, 1 - b2, Real(epsilon), rate * next / (1 - p * next), rate * (1 - now) / (1 - p),
                                1 / (1 - step.power(b2))});
    }
};

} // namespace optimizers

inline constexpr configured<optimizers::nadam> Nadam{};

} // namespace ctnn
