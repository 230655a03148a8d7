/// CTC by its definition, in memory that the plan gives it.
#pragma once
#include "../op/training/ctc.hpp"
#include "../shape/inline.hpp"
#include "kernel.hpp"

namespace ctnn {
namespace detail {

/// f(sequence, x, y) for every run; x[k] and y move on.
template<class D, class F>
CTNN_INLINE inline void each_ctc_sequence(const float* const* x, float* y, float* scratch, const F& f) {
    constexpr auto& d = D::value;
    for (int r = 0; r < d.op.times; ++r, y += d.op.out.size()) {
        const float* at[ops::max_operands] = {};
        for (int k = 0; k < d.op.operands; ++k) at[k] = x[k] + r * d.each[k];
        ops::detail::ctc_sequence<float> s(d.in, at, reinterpret_cast<double*>(scratch));
        f(s, at, y);
    }
}

} // namespace detail

template<>
struct kernel<ops::op_kind::ctc> {
    template<class D, class Target>
    static void run(const float* const* x, float* y, float* scratch) {
        detail::each_ctc_sequence<D>(x, y, scratch, [](auto& s, const float* const*, float* to) {
            const double all = s.run_forward();
            *to = all <= s.none ? math::infinity<float> : float(-all);
        });
    }
};
template<>
struct kernel<ops::op_kind::ctc_gradient> {
    template<class D, class Target>
    static void run(const float* const* x, float* y, float* scratch) {
        detail::each_ctc_sequence<D>(x, y, scratch,
                                     [](auto& s, const float* const* at, float* to) { s.run_backward(at[2][0], to); });
    }
};

} // namespace ctnn
