/// y = activation(f(a, b)), element by element, broadcast as NumPy does
#pragma once
#include "../shape/inline.hpp"
#include "broadcast.hpp"
#include "epilogue.hpp"

#ifdef __clang__
#pragma float_control(precise, on, push)
#endif

namespace ctnn {
namespace detail {

template<ops::zip_kind Kind, ops::function F = ops::function{}>
struct zip_function {
    template<class T>
    CTNN_INLINE static inline simd::batch<T> of(simd::batch<T> a, simd::batch<T> b) {
        return simd::apply<F>(zipped(a, b));
    }
    template<class T>
    CTNN_INLINE static inline simd::batch<T> zipped(simd::batch<T> a, simd::batch<T> b) {
        using k = ops::zip_kind;
        if constexpr (Kind == k::add)
            return a + b;
        else if constexpr (Kind == k::subtract)
            return a - b;
        else if constexpr (Kind == k::multiply)
            return a * b;
        else if constexpr (Kind == k::divide)
            return simd::divide(a, b);
        else if constexpr (Kind == k::maximum)
            return simd::nan_of(a, simd::keep_nan(b, simd::max(a, b)));
        else
            return simd::nan_of(a, simd::keep_nan(b, simd::min(a, b)));
    }
};

} // namespace detail

template<>
struct kernel<ops::op_kind::zip> {
    template<class D>
    struct plan {
        static constexpr detail::box_builder<2> value() {
            constexpr const descriptor& d = D::value;
            const extents& out = d.op.out;
            detail::box_builder<2> b;
            b.push(d.op.times, {d.each[0], d.each[1]});
            for (int i = 0; i < out.rank; ++i)
                b.push(out[i],
                       {ops::detail::broadcast_step(d.in[0], out, i), ops::detail::broadcast_step(d.in[1], out, i)});
            return b;
        }
    };
    template<class D, class Target>
    CTNN_INLINE static void run(const float* const* x, float* y) {
        using f = detail::zip_function<ops::zip_kind(D::value.op.attr.variant), D::value.op.attr.epilogue>;
        detail::broadcast<plan<D>, Target, f, 2>(x, y);
    }
};

} // namespace ctnn

#ifdef __clang__
#pragma float_control(pop)
#endif
