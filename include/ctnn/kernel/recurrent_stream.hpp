/// A recurrence step by step: its state is kept here between the calls. What comes out is what the kernel puts out for
/// the whole sequence, to the last bit.
#pragma once
#include "recurrent.hpp"

namespace ctnn {
namespace detail {

/// What run_single does with a single step, without its loops and what it keeps for several.
template<class Target, recurrence_key K>
[[gnu::noinline]] void run_step(const recurrence_data& d, const recurrence_start<Target, K>& start,
                                state_of<K, simd::batch<Target>::size>& s, float* y) {
    using recurrence = single_recurrence<Target, K, 1>;
    using B = simd::batch<Target>;
    recurrence r(d, start);
    float *const now = simd::reread(s.h[s.odd]), *const next = s.h[!s.odd];
    if constexpr (K.from != gates_from::step) r.make_ahead(d.x, 1);
    r.step(d.x, r.ahead, now, next, s.c, recurrence::to_and_fro && s.odd);
    s.odd = !s.odd;
    if constexpr (K.readout)
        *y = simd::reduce_add(dot_lanes<B>(next, d.readout, K.units)) + (d.readout_bias ? *d.readout_bias : 0.f);
    else
        put_state<B, K.units>(next, y, K.units);
}

} // namespace detail

/// D::value describes the recurrence over any number of steps; it goes forwards, and runs once for a step.
template<class D, class Target = simd::native>
class recurrent_stream {
    using described = detail::described_recurrence<D>;
    static_assert(!described::attr.reverse,
                  "a recurrence from the last step to the first cannot begin before the last");
    static_assert(described::d.op.times == 1, "a state for each sample");

    static constexpr bool panels = described::key.panel > 0;
    struct nothing {};

    detail::state_of<described::key, simd::batch<Target>::size> state_;
    /// What every step begins with, since making it takes as long as a part of a step.
    [[no_unique_address]] std::conditional_t<panels, detail::recurrence_start<Target, described::key>, nothing> start_;
    bool started_ = false;

public:
    static constexpr int units = described::units;

    recurrent_stream() : recurrent_stream(nullptr) {} ///< of a recurrence whose states begin with zeros
    /// x: the operation's operands. The first is not read here.
    explicit recurrent_stream(const float* const* x) { reset(x); }
    /// Back to the initial states.
    void reset(const float* const* x) {
        state_.begin(described::initial(x, 0, 0), described::initial(x, 1, 0));
        started_ = false; // weights may be others now
    }

    /// The same operands, but that the first holds one step: features, or gates. y (units): the state h after it;
    /// (1) of a readout.
    void step(const float* const* x, float* y) {
        detail::recurrence_data d = described::data(x, 0);
        d.sequence = true;
        // -ffast-math may add in another order in a function of its own; clang's takes longer (20 units: 15 %)
        if constexpr (panels) {
            if (!started_) start_.make(d), started_ = true;
#if defined(__FAST_MATH__) || defined(__ASSOCIATIVE_MATH__) || defined(__clang__)
            detail::run_single<Target, described::key>(d, start_, 1, state_, y);
#else
            detail::run_step<Target, described::key>(d, start_, state_, y);
#endif
        } else
            detail::run_plain<Target, described::key>(d, 1, state_, y);
        described::template finish<Target>(y, 1);
    }
    const float* h() const { return state_.h[state_.odd]; } ///< (units)
    const float* c() const { return state_.c; }             ///< (units), of an LSTM
};

} // namespace ctnn
