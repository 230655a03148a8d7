/// Follow the regularized leader, which makes weights that are zero.
#pragma once
#include "../../shape/inline.hpp"
#include "../optimizer_options.hpp"
#include "lanes.hpp"

namespace ctnn {

inline constexpr keyword<"learning_rate_power"> learning_rate_power{};
inline constexpr keyword<"l1_regularization_strength"> l1_regularization_strength{};
inline constexpr keyword<"l2_regularization_strength"> l2_regularization_strength{};
inline constexpr keyword<"l2_shrinkage_regularization_strength"> l2_shrinkage_regularization_strength{};

namespace optimizers {

inline constexpr keyword<"beta"> beta{}; // here, since programs have a beta: optimizers::beta = 0.1

template<class Real, bool Root>
struct ftrl_formula {
    static constexpr int slots = 2; // accumulator, linear
    Real learning_rate, exponent, l1, twice_l2, twice_shrinkage;

    template<class V>
    CTNN_INLINE constexpr V power(V x) const {
        if constexpr (Root)
            return lanes::exact_root(x);
        else
            return lanes::power(x, exponent);
    }
    template<class V>
    CTNN_INLINE constexpr void operator()(V& w, V g, V* s) const {
        const V sum = lanes::multiply_add(g, g, s[0]), scale = power(sum);
        s[1] = s[1] + (lanes::multiply_add(w, V(twice_shrinkage), g) - (scale - power(s[0])) / V(learning_rate) * w);
        s[0] = sum;
        w = (lanes::smaller(V(l1), lanes::larger(V(-l1), s[1])) - s[1]) / (scale / V(learning_rate) + V(twice_l2));
    }
};

/// a' = a + g^2; z += g + 2 shrinkage w - (a'^p - a^p) / learning_rate w                          keras.optimizers.Ftrl
/// w = (clip(z, -l1, l1) - z) / (a'^p / learning_rate + 2 l2 + beta / learning_rate); a = a'; p = -learning_rate_power
/// a starts as initial_accumulator_value, z as 0, so that the first step forgets what the weight was.
struct ftrl : optimizer_options {
    double learning_rate_power = -0.5, initial_accumulator_value = 0.1, l1_regularization_strength = 0,
           l2_regularization_strength = 0, l2_shrinkage_regularization_strength = 0, beta = 0;

    static constexpr std::string_view keras_name = "Ftrl";
    static constexpr auto arguments() {
        using c = ftrl;
        return after_learning_rate(ctnn::learning_rate_power, &c::learning_rate_power, ctnn::initial_accumulator_value,
                                   &c::initial_accumulator_value, ctnn::l1_regularization_strength,
                                   &c::l1_regularization_strength, ctnn::l2_regularization_strength,
                                   &c::l2_regularization_strength, ctnn::l2_shrinkage_regularization_strength,
                                   &c::l2_shrinkage_regularization_strength, optimizers::beta, &c::beta);
    }
    constexpr std::string_view mistake() const {
        if (!(initial_accumulator_value >= 0)) return "initial_accumulator_value must not be negative";
        if (!(learning_rate_power <= 0)) return "learning_rate_power must not be positive";
        if (!(l1_regularization_strength >= 0)) return "l1_regularization_strength must not be negative";
        if (!(l2_regularization_strength >= 0)) return "l2_regularization_strength must not be negative";
        if (!(l2_shrinkage_regularization_strength >= 0))
            return "l2_shrinkage_regularization_strength must not be negative";
        return {};
    }
    constexpr slot_list slots(const extents& shape, std::string_view) const {
        slot_list own;
        own.add("accumulator", shape, initial_accumulator_value);
        own.add("linear", shape);
        return own;
    }
    template<class Real, class Use>
    constexpr void with_formula(const optimizer_step<Real>& step, Use use) const {
        const Real rate = step.learning_rate, l2 = Real(l2_regularization_strength) + Real(beta) / (2 * rate);
        const Real p(-learning_rate_power), l1(l1_regularization_strength),
            shrinkage(2 * l2_shrinkage_regularization_strength);
        if (learning_rate_power == -0.5)
            use(ftrl_formula<Real, true>{rate, p, l1, 2 * l2, shrinkage});
        else
            use(ftrl_formula<Real, false>{rate, p, l1, 2 * l2, shrinkage});
    }
};

} // namespace optimizers

inline constexpr configured<optimizers::ftrl> Ftrl{};

} // namespace ctnn
