/// Gradient descent, with momentum if that is wanted.
#pragma once
#include "../../shape/inline.hpp"
#include "../optimizer_options.hpp"
#include "lanes.hpp"

namespace ctnn {
namespace optimizers {

enum class sgd_kind : unsigned char { plain, momentum, nesterov };

template<class Real, sgd_kind Kind>
struct sgd_formula {
    static constexpr int slots = Kind != sgd_kind::plain;
    Real learning_rate, momentum;

    template<class V>
    CTNN_INLINE constexpr void operator()(V& w, V g, V* s) const {
        const V step = g * V(learning_rate);
        if constexpr (Kind == sgd_kind::plain) {
            w = w - step;
        } else {
            s[0] = s[0] * V(momentum) - step;
            w = w + (Kind == sgd_kind::nesterov ? s[0] * V(momentum) - step : s[0]);
        }
    }
};

/// w -= learning_rate g                                                                            keras.optimizers.SGD
/// With momentum: m = momentum m - learning_rate g; w += m, nesterov: w += momentum m - learning_rate g.
struct sgd : optimizer_options {
    double momentum = 0;
    bool nesterov = false;

    constexpr sgd() { learning_rate = 0.01; }
    static constexpr std::string_view keras_name = "SGD";
    static constexpr auto arguments() {
        return after_learning_rate(ctnn::momentum, &sgd::momentum, ctnn::nesterov, &sgd::nesterov);
    }
    constexpr std::string_view mistake() const {
        return momentum >= 0 && momentum <= 1 ? "" : "momentum must be from 0 to 1";
    }
    constexpr slot_list slots(const extents& shape, std::string_view) const {
        slot_list own;
        if (momentum != 0) own.add("momentum", shape);
        return own;
    }
    template<class Real, class Use>
    constexpr void with_formula(const optimizer_step<Real>& step, Use use) const {
        const Real rate = step.learning_rate, m(momentum);
        if (momentum == 0)
            use(sgd_formula<Real, sgd_kind::plain>{rate, m});
        else if (nesterov)
            use(sgd_formula<Real, sgd_kind::nesterov>{rate, m});
        else
            use(sgd_formula<Real, sgd_kind::momentum>{rate, m});
    }
};

} // namespace optimizers

inline constexpr configured<optimizers::sgd> SGD{};

} // namespace ctnn
