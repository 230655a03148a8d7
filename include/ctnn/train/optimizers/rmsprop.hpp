/// Steps divided by a moving root mean square of the gradient.
#pragma once
#include "../../shape/inline.hpp"
#include "../optimizer_options.hpp"
#include "lanes.hpp"

namespace ctnn {
namespace optimizers {

template<class Real, bool Momentum, bool Centered>
struct rmsprop_formula {
    static constexpr int slots = 1 + Momentum + Centered; // velocity, momentum, average_gradient
    Real learning_rate, rho, rho_rest, momentum, epsilon;

    template<class V>
    CTNN_INLINE constexpr void operator()(V& w, V g, V* s) const {
        V& velocity = s[0];
        velocity = lanes::multiply_add(velocity, V(rho), g * g * V(rho_rest));
        V under_root = velocity;
        if constexpr (Centered) {
            V& average = s[1 + Momentum];
            average = lanes::multiply_add(average, V(rho), g * V(rho_rest));
            under_root = under_root - average * average;
        }
        under_root = under_root + V(epsilon);
        // a difference may be below 0: then NaN comes out, as in Keras
        const V step = lanes::ratio(g * V(learning_rate),
                                    Centered ? lanes::exact_root(under_root) : lanes::quick_root(under_root));
        if constexpr (Momentum) {
            s[1] = lanes::multiply_add(s[1], V(momentum), step);
            w = w - s[1];
        } else
            w = w - step;
    }
};

/// v = rho v + (1 - rho) g^2; w -= learning_rate g / sqrt(v + epsilon)                         keras.optimizers.RMSprop
/// centered: v minus the square of the gradient's moving average; momentum: m = momentum m + step; w -= m.
struct rmsprop : optimizer_options {
    double rho = 0.9, momentum = 0, epsilon = 1e-7;
    bool centered = false;

    static constexpr std::string_view keras_name = "RMSprop";
    static constexpr auto arguments() {
        using c = rmsprop;
        return after_learning_rate(ctnn::rho, &c::rho, ctnn::momentum, &c::momentum, ctnn::epsilon, &c::epsilon,
                                   ctnn::centered, &c::centered);
    }
    constexpr slot_list slots(const extents& shape, std::string_view) const {
        slot_list own;
        own.add("velocity", shape);
        if (momentum > 0) own.add("momentum", shape, 0, 1);
        if (centered) own.add("average_gradient", shape, 0, 2);
        return own;
    }
    template<class Real, class Use>
    constexpr void with_formula(const optimizer_step<Real>& step, Use use) const {
        const Real rate = step.learning_rate, r(rho), rest(1 - rho), m(momentum), e(epsilon);
        if (momentum > 0 && centered)
            use(rmsprop_formula<Real, true, true>{rate, r, rest, m, e});
        else if (momentum > 0)
            use(rmsprop_formula<Real, true, false>{rate, r, rest, m, e});
        else if (centered)
            use(rmsprop_formula<Real, false, true>{rate, r, rest, m, e});
        else
            use(rmsprop_formula<Real, false, false>{rate, r, rest, m, e});
    }
};

} // namespace optimizers

inline constexpr configured<optimizers::rmsprop> RMSprop{};

} // namespace ctnn
