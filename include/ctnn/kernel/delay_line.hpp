/// What a causal convolution reads of a sequence that comes step by step: the time steps that it still needs are kept
/// here between the calls, in a ring.
#pragma once
#include "kernel.hpp"
#include <cstring>

namespace ctnn {

/// D::value describes the operation, x (1, ...) -> y (taps, ...).
template<class D>
class delay_line {
    static constexpr const ops::window& window = D::value.op.attr.win;
    static constexpr int taps = window.size[0], dilation = window.dilation[0], steps = (taps - 1) * dilation;
    static constexpr std::size_t row = D::value.in[0].size();
    static_assert(D::value.op.times == 1 && steps > 0);

    alignas(64) float rows_[steps * row] = {}; ///< (steps, ...), the oldest one at `oldest_`
    int oldest_ = 0;

public:
    /// Back to the beginning: zeros were there before.
    void reset() {
        oldest_ = 0;
        std::memset(rows_, 0, sizeof rows_);
    }
    void step(const float* const* x, float* y) {
        int at = oldest_;
        for (int i = 0; i + 1 < taps; ++i, y += row) {
            std::memcpy(y, rows_ + std::size_t(at) * row, row * sizeof(float));
            at += dilation;
            if (at >= steps) at -= steps;
        }
        std::memcpy(y, x[0], row * sizeof(float));
        std::memcpy(rows_ + std::size_t(oldest_) * row, x[0], row * sizeof(float));
        if (++oldest_ == steps) oldest_ = 0;
    }
};

} // namespace ctnn
