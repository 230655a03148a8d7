/// What all optimizers do besides their own formula: clipping, decay, accumulation, the moving average.
#pragma once
#include "../kernel/team.hpp"
#include "../kernel/update.hpp"
#include "optimizers/lanes.hpp"
#include "trained_weight.hpp"

namespace ctnn::detail {

/// g scaled or limited, and w decayed, in front of a formula. Bounded: clipvalue.
template<class Real, class F, bool Bounded>
struct prepared_formula {
    static constexpr int slots = F::slots;
    F formula;
    Real scale, bound, decay, learning_rate;

    template<class V>
    [[gnu::always_inline]] constexpr void operator()(V& w, V g, V* s) const {
        if constexpr (Bounded)
            g = lanes::smaller(V(bound), lanes::larger(V(-bound), g));
        else
            g = g * V(scale);
        w = w - w * V(decay) * V(learning_rate);
        formula(w, g, s);
    }
};
/// Leaves the prepared gradient in the slot, which is the gradient itself: in front of a whole weight's update.
template<class Real>
struct keep_gradient {
    static constexpr int slots = 1;
    template<class V>
    [[gnu::always_inline]] constexpr void operator()(V&, V g, V* s) const {
        s[0] = g;
    }
};
/// w is a gradient, the slot what accumulates; Update: the mean of all comes out.
template<class Real, bool Update>
struct accumulate_formula {
    static constexpr int slots = 1;
    Real steps;
    template<class V>
    [[gnu::always_inline]] constexpr void operator()(V& w, V g, V* s) const {
        if constexpr (Update) {
            w = (g + s[0]) / V(steps);
            s[0] = V(Real(0));
        } else
            s[0] = s[0] + g;
    }
};
/// The slot is the moving average. Overwrite: and becomes the weight.
template<class Real, bool Overwrite>
struct average_formula {
    static constexpr int slots = 1;
    Real momentum, rest;
    template<class V>
    [[gnu::always_inline]] constexpr void operator()(V& w, V, V* s) const {
        s[0] = s[0] * V(momentum) + w * V(rest);
        if constexpr (Overwrite) w = s[0];
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
        if (!needed())
            use(f);
        else if (bound > 0)
            use(prepared_formula<Real, F, true>{f, scale, bound, decay, learning_rate});
        else
            use(prepared_formula<Real, F, false>{f, scale, bound, decay, learning_rate});
    }
    template<class Target, class F>
    constexpr void update(const F& f, const trained_weight<Real>& w, Real* const* slots) const {
        update<Target>(f, w, slots, {0, std::ptrdiff_t(w.shape.size())});
    }
    /// Of some elements.
    template<class Target, class F>
    constexpr void update(const F& f, const trained_weight<Real>& w, Real* const* slots, part_of_all own) const {
        Real* at[F::slots > 0 ? F::slots : 1] = {};
        for (int k = 0; k < F::slots; ++k) at[k] = slots[k] + own.first;
        with(f, [&](const auto& prepared) {
            update_elements<Target>(prepared, w.value + own.first, w.gradient + own.first, at,
                                    std::size_t(own.end - own.first));
        });
    }
};

} // namespace ctnn::detail
