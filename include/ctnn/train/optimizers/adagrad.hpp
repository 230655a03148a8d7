/// Steps divided by the root of the sum of all squared gradients.
#pragma once
#include "../../shape/inline.hpp"
#include "../optimizer_options.hpp"
#include "lanes.hpp"

namespace ctnn {
namespace optimizers {

template<class Real>
struct adagrad_formula {
    static constexpr int slots = 1; // accumulator
    Real learning_rate, epsilon;

    template<class V>
    CTNN_INLINE constexpr void operator()(V& w, V g, V* s) const {
        s[0] = lanes::multiply_add(g, g, s[0]);
        w = w - lanes::ratio(g * V(learning_rate), lanes::quick_root(s[0] + V(epsilon)));
    }
};

/// a += g^2; w -= learning_rate g / sqrt(a + epsilon)                                          keras.optimizers.Adagrad
/// a starts as initial_accumulator_value.
struct adagrad : optimizer_options {
    double initial_accumulator_value = 0.1, epsilon = 1e-7;

    static constexpr std::string_view keras_name = "Adagrad";
    static constexpr auto arguments() {
        using c = adagrad;
        return after_learning_rate(ctnn::initial_accumulator_value, &c::initial_accumulator_value, ctnn::epsilon,
                                   &c::epsilon);
    }
    constexpr slot_list slots(const extents& shape, std::string_view) const {
        slot_list own;
        own.add("accumulator", shape, initial_accumulator_value);
        return own;
    }
    template<class Real, class Use>
    constexpr void with_formula(const optimizer_step<Real>& step, Use use) const {
        use(adagrad_formula<Real>{step.learning_rate, Real(epsilon)});
    }
};

} // namespace optimizers

inline constexpr configured<optimizers::adagrad> Adagrad{};

} // namespace ctnn
