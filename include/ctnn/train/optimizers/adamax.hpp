/// Adam with the largest gradient in place of the mean square.
#pragma once
#include "../../shape/inline.hpp"
#include "../optimizer_options.hpp"
#include "lanes.hpp"

namespace ctnn {
namespace optimizers {

template<class Real>
struct adamax_formula {
    static constexpr int slots = 2; // momentum, norm
    Real learning_rate, beta_1_rest, beta_2, correction, epsilon;

    template<class V>
    CTNN_INLINE constexpr void operator()(V& w, V g, V* s) const {
        s[0] = lanes::multiply_add(g - s[0], V(beta_1_rest), s[0]);
        s[1] = lanes::larger(s[1] * V(beta_2), lanes::magnitude(g));
        w = w - lanes::ratio(s[0] * V(learning_rate), (s[1] + V(epsilon)) * V(correction));
    }
};

/// m += (g - m) (1 - beta_1); u = max(beta_2 u, |g|)                                            keras.optimizers.Adamax
/// w -= learning_rate m / ((1 - beta_1^t) (u + epsilon)), t = 1, 2, ...
struct adamax : optimizer_options {
    double beta_1 = 0.9, beta_2 = 0.999, epsilon = 1e-7;

    static constexpr std::string_view keras_name = "Adamax";
    static constexpr auto arguments() {
        using c = adamax;
        return after_learning_rate(ctnn::beta_1, &c::beta_1, ctnn::beta_2, &c::beta_2, ctnn::epsilon, &c::epsilon);
    }
    constexpr slot_list slots(const extents& shape, std::string_view) const {
        slot_list own;
        own.add("momentum", shape);
        own.add("norm", shape);
        return own;
    }
    template<class Real, class Use>
    constexpr void with_formula(const optimizer_step<Real>& step, Use use) const {
        use(adamax_formula<Real>{step.learning_rate, Real(1 - beta_1), Real(beta_2), 1 - step.power(Real(beta_1)),
                                 Real(epsilon)});
    }
};

} // namespace optimizers

inline constexpr configured<optimizers::adamax> Adamax{};

} // namespace ctnn
