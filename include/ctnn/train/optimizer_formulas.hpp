/// What all optimizers do besides their own formula: clipping, decay, accumulation, the moving average.
#pragma once
#include "../kernel/team.hpp"
#include "../kernel/update.hpp"
#include "../shape/inline.hpp"
#include "optimizers/lanes.hpp"
#include "trained_weight.hpp"

namespace ctnn::detail {

/// g scaled or limited, and w decayed, in front of a formula. What does not apply leaves every bit: a scale of 1, an
/// infinite bound, a decay of 0.
template<class Real, class F>
struct prepared_formula {
    static constexpr int slots = F::slots;
    F formula;
    Real scale, bound, decay, learning_rate;

    template<class V>
    CTNN_INLINE constexpr void operator()(V& w, V g, V* s) const {
        g = lanes::smaller(V(bound), lanes::larger(V(-bound), g * V(scale)));
        w = w - w * V(decay) * V(learning_rate);
        formula(w, g, s);
    }
};
/// Leaves the prepared gradient in the slot, which is the gradient itself: in front of a whole weight's update.
template<class Real>
struct keep_gradient {
    static constexpr int slots = 1;
    template<class V>
    CTNN_INLINE constexpr void operator()(V&, V g, V* s) const {
        s[0] = g;
    }
};
/// w is a gradient, the slot what accumulates; in an update the mean of all comes out.
template<class Real>
struct accumulate_formula {
    static constexpr int slots = 1;
    Real steps;
    bool update;
    template<class V>
    CTNN_INLINE constexpr void operator()(V& w, V g, V* s) const {
        if (update) {
            w = (g + s[0]) / V(steps);
            s[0] = V(Real(0));
        } else
            s[0] = s[0] + g;
    }
};
/// The slot is the moving average, and may become the weight.
template<class Real>
struct average_formula {
    static constexpr int slots = 1;
    Real momentum, rest;
    bool overwrite;
    template<class V>
    CTNN_INLINE constexpr void operator()(V& w, V, V* s) const {
        s[0] = s[0] * V(momentum) + w * V(rest);
        if (overwrite) w = s[0];
    }
};

/// What happens to a weight's gradient and value in front of its update.
template<class Real>
struct preparation_of {
    Real scale = 1, bound = 0, decay = 0, learning_rate = 0;
    constexpr bool needed() const { return scale != 1 || bound > 0 || decay != 0; }

    /// use(f, prepared)
    template<class F, class Use>
    constexpr void with(const F& f, const Use& use) const {
        if (needed())
            use(prepared_formula<Real, F>{f, scale, bound > 0 ? bound : math::infinity<Real>, decay, learning_rate});
        else
            use(f);
    }
    template<class Target, class F>
    constexpr void update(const F& f, const trained_weight<Real>& w, Real* const* slots) const {
        with(f, [&](const auto& prepared) {
            update_elements<Target>(prepared, w.value, w.gradient, slots, w.shape.size());
        });
    }
};

} // namespace ctnn::detail
