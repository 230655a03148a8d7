/// w (taps..., c, f) -> u (positions, c, f), transformed for Winograd's filtering: channels and filters are one axis
/// that lies in the lanes. What a training step does each time; of a network that only predicts, weights are
/// transformed once.
#pragma once
#include "../op/winograd.hpp"
#include "../shape/inline.hpp"
#include "kernel.hpp"
#include "simd.hpp"
#include "winograd_transform.hpp"

namespace ctnn {
namespace detail {

/// to (M + 2) = G . from (3)
template<int M, class B>
CTNN_INLINE inline void winograd_weights(const B* from, B* to) {
    if constexpr (M == 2) {
        const B outer = from[0] + from[2];
        to[0] = from[0], to[3] = from[2];
        to[1] = (outer + from[1]) * B(.5f), to[2] = (outer - from[1]) * B(.5f);
    } else {
        using k = winograd_factors;
        const B even = simd::fma(from[2], k::p2, from[0]) * B(k::by_p), odd = from[1] * B(k::by_p * k::p);
        const B even2 = simd::fma(from[2], k::q2, from[0]) * B(k::by_q), odd2 = from[1] * B(k::by_q * k::q);
        to[0] = from[0], to[5] = from[2];
        to[1] = even + odd, to[2] = even - odd, to[3] = even2 + odd2, to[4] = even2 - odd2;
    }
}

/// n: elements from tap to tap. Plane: two axes of taps.
template<class Target, int M, bool Plane>
[[gnu::noinline]] void winograd_weights_of(const float* w, float* u, int n) {
    using B = simd::batch<Target>;
    constexpr int A = M + 2, rows = Plane ? 3 : 1;
    for (int i = 0; i < n; i += B::size) {
        const int count = n - i < B::size ? n - i : int(B::size);
        const auto put = [&](int position, B v)
                             CTNN_INLINE { simd::store_first(u + std::ptrdiff_t(position) * n + i, count, v); };
        B half[rows][A];
#pragma GCC unroll 3
        for (int r = 0; r < rows; ++r) {
            B from[3];
#pragma GCC unroll 3
            for (int k = 0; k < 3; ++k) from[k] = simd::load_first<B>(w + std::ptrdiff_t(r * 3 + k) * n + i, count);
            winograd_weights<M>(from, half[r]);
        }
#pragma GCC unroll 6
        for (int c = 0; c < A; ++c) {
            if constexpr (Plane) {
                const B from[3] = {half[0][c], half[1][c], half[2][c]};
                B to[A];
                winograd_weights<M>(from, to);
#pragma GCC unroll 6
                for (int r = 0; r < A; ++r) put(r * A + c, to[r]);
            } else
                put(c, half[0][c]);
        }
    }
}

} // namespace detail

template<>
struct kernel<ops::op_kind::winograd_weights> {
    template<class D, class Target>
    CTNN_INLINE static void run(const float* const* x, float* y) {
        constexpr const descriptor& d = D::value;
        constexpr int n = int(d.op.out.size()) / d.op.out[0];
        detail::winograd_weights_of<Target, d.op.attr.tile, d.in[0].rank == 4>(x[0], y, n);
    }
};

} // namespace ctnn
