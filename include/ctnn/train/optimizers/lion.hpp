/// Steps that are all of one size.
#pragma once
#include "../../shape/inline.hpp"
#include "../optimizer_options.hpp"
#include "lanes.hpp"

namespace ctnn {
namespace optimizers {

template<class Real>
struct lion_formula {
    static constexpr int slots = 1; // momentum
    Real learning_rate, beta_1, beta_1_rest, beta_2, beta_2_rest;

    template<class V>
    CTNN_INLINE constexpr void operator()(V& w, V g, V* s) const {
        w = w - lanes::sign(s[0] * V(beta_1) + g * V(beta_1_rest)) * V(learning_rate);
        s[0] = s[0] * V(beta_2) + g * V(beta_2_rest);
    }
};

/// w -= learning_rate sign(beta_1 m + (1 - beta_1) g); m = beta_2 m + (1 - beta_2) g              keras.optimizers.Lion
struct lion : optimizer_options {
    double beta_1 = 0.9, beta_2 = 0.99;

    static constexpr std::string_view keras_name = "Lion";
    static constexpr auto arguments() {
        return after_learning_rate(ctnn::beta_1, &lion::beta_1, ctnn::beta_2, &lion::beta_2);
    }
    constexpr std::string_view mistake() const {
        return beta_1 > 0 && beta_1 <= 1 ? "" : "beta_1 must be above 0 and at most 1";
    }
    constexpr slot_list slots(const extents& shape, std::string_view) const {
        slot_list own;
        own.add("momentum", shape);
        return own;
    }
    template<class Real, class Use>
    constexpr void with_formula(const optimizer_step<Real>& step, Use use) const {
        const Real b1(beta_1), b2(beta_2);
        use(lion_formula<Real>{step.learning_rate, b1, 1 - b1, b2, 1 - b2});
    }
};

} // namespace optimizers

inline constexpr configured<optimizers::lion> Lion{};

} // namespace ctnn
