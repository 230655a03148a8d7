/// Adam with steps in proportion to the norm of the weight.
#pragma once
#include "../../kernel/update.hpp"
#include "../../shape/inline.hpp"
#include "../optimizer_options.hpp"
#include "lanes.hpp"

namespace ctnn {
namespace optimizers {

/// The step of Adam in place of the gradient.
template<class Real>
struct lamb_formula {
    static constexpr int slots = 2; // momentum, velocity
    Real beta_1_rest, beta_2_rest, factor_1, factor_2, epsilon;

    template<class V>
    CTNN_INLINE constexpr void operator()(V& u, V g, V* s) const {
        s[0] = lanes::multiply_add(g - s[0], V(beta_1_rest), s[0]);
        s[1] = lanes::multiply_add(g * g - s[1], V(beta_2_rest), s[1]);
        u = lanes::ratio(s[0] * V(factor_1), lanes::quick_root(s[1] * V(factor_2)) + V(epsilon));
    }
};

/// w -= factor u
template<class Real>
struct subtract_formula {
    static constexpr int slots = 0;
    Real factor;

    template<class V>
    CTNN_INLINE constexpr void operator()(V& w, V u, V*) const {
        w = w - u * V(factor);
    }
};

/// m += (g - m) (1 - beta_1); v += (g^2 - v) (1 - beta_2)                                         keras.optimizers.Lamb
/// u = m / (1 - beta_1^t) / (sqrt(v / (1 - beta_2^t)) + epsilon), t = 1, 2, ...
/// w -= learning_rate |w| / |u| u, with the norms of the whole weight; without the quotient where one of them is 0.
struct lamb : optimizer_options {
    double beta_1 = 0.9, beta_2 = 0.999, epsilon = 1e-7;

    static constexpr std::string_view keras_name = "Lamb";
    static constexpr auto arguments() {
        using c = lamb;
        return after_learning_rate(ctnn::beta_1, &c::beta_1, ctnn::beta_2, &c::beta_2, ctnn::epsilon, &c::epsilon);
    }
    constexpr slot_list slots(const extents& shape, std::string_view) const {
        slot_list own;
        own.add("momentum", shape);
        own.add("velocity", shape);
        return own;
    }
    template<class Target, class Real>
    constexpr void update(const whole_weight<Real>& w, const optimizer_step<Real>& step, Real*) const {
        const std::size_t n = w.shape.size();
        const lamb_formula<Real> formula{Real(1 - beta_1), Real(1 - beta_2), 1 / (1 - step.power(Real(beta_1))),
                                         1 / (1 - step.power(Real(beta_2))), Real(epsilon)};
        detail::update_elements<Target>(formula, w.gradient, w.gradient, w.slots, n);
        const Real of_weight = math::sqrt(detail::sum_of_squares<Target>(w.value, n)),
                   of_step = math::sqrt(detail::sum_of_squares<Target>(w.gradient, n));
        const Real ratio = of_weight > 0 && of_step > 0 ? of_weight / of_step : Real(1);
        detail::update_elements<Target>(subtract_formula<Real>{ratio * step.learning_rate}, w.value, w.gradient,
                                        w.slots, n);
    }
};

} // namespace optimizers

inline constexpr configured<optimizers::lamb> Lamb{};

} // namespace ctnn
