/// Steps as large as the steps before them were, in units of the gradient.
#pragma once
#include "../../shape/inline.hpp"
#include "../optimizer_options.hpp"
#include "lanes.hpp"

namespace ctnn {
namespace optimizers {

template<class Real>
struct adadelta_formula {
    static constexpr int slots = 2; // accumulated_grad, accumulated_delta_var
    Real learning_rate, rho, rho_rest, epsilon;

    template<class V>
    CTNN_INLINE constexpr void operator()(V& w, V g, V* s) const {
        s[0] = lanes::multiply_add(s[0], V(rho), g * g * V(rho_rest));
        const V delta = lanes::ratio(lanes::quick_root(s[1] + V(epsilon)) * g, lanes::quick_root(s[0] + V(epsilon)));
        s[1] = lanes::multiply_add(s[1], V(rho), delta * delta * V(rho_rest));
        w = w - delta * V(learning_rate);
    }
};

/// a = rho a + (1 - rho) g^2; d = sqrt(b + epsilon) / sqrt(a + epsilon) g                     keras.optimizers.Adadelta
/// b = rho b + (1 - rho) d^2; w -= learning_rate d
struct adadelta : optimizer_options {
    double rho = 0.95, epsilon = 1e-7;

    static constexpr std::string_view keras_name = "Adadelta";
    static constexpr auto arguments() {
        return after_learning_rate(ctnn::rho, &adadelta::rho, ctnn::epsilon, &adadelta::epsilon);
    }
    constexpr slot_list slots(const extents& shape, std::string_view) const {
        slot_list own;
        own.add("accumulated_grad", shape);
        own.add("accumulated_delta_var", shape);
        return own;
    }
    template<class Real, class Use>
    constexpr void with_formula(const optimizer_step<Real>& step, Use use) const {
        use(adadelta_formula<Real>{step.learning_rate, Real(rho), Real(1 - rho), Real(epsilon)});
    }
};

} // namespace optimizers

inline constexpr configured<optimizers::adadelta> Adadelta{};

} // namespace ctnn
