/// Makes a weight what its constraint allows.
#pragma once
#include "../op/math.hpp"
#include "constraints.hpp"

namespace ctnn::detail {

/// The axes of a shape that a norm goes over, or those that are left.
struct strided_axes {
    int rank = 0;
    int n[max_rank] = {}, step[max_rank] = {};

    constexpr void push(int extent, int stride) {
        n[rank] = extent;
        step[rank++] = stride;
    }
    constexpr int size() const {
        int all = 1;
        for (int i = 0; i < rank; ++i) all *= n[i];
        return all;
    }
    /// How far element i is from the first.
    constexpr int offset(int i) const {
        int at = 0;
        for (int d = rank; d-- > 0; i /= n[d]) at += i % n[d] * step[d];
        return at;
    }
};

/// What a norm becomes, divided by the norm as Keras does.
template<class Options, class Real>
constexpr Real norm_factor(const constraint& c, Real norm) {
    const auto clip = [norm](double low, double high) {
        return norm < Real(low) ? Real(low) : norm > Real(high) ? Real(high) : norm;
    };
    const Real divisor = Real(1e-7) + norm;
    switch (c.kind) {
    case constraint_kind::max_norm:
        return clip(0, c.max_value) / divisor;
    case constraint_kind::min_max_norm:
        return (Real(c.rate) * clip(c.min_value, c.max_value) + Real(1 - c.rate) * norm) / divisor;
    default:
        return 1 / divisor;
    }
}

/// In place. Options is a type that tells sources with different -m flags apart: a kernel's Target.
template<class Options, class Real>
constexpr void constrain(const constraint& c, Real* w, const extents& shape) {
    if (c.kind == constraint_kind::none) return;
    if (c.kind == constraint_kind::non_neg) {
        for (std::size_t i = 0, n = shape.size(); i < n; ++i) w[i] = Real(0) > w[i] ? Real(0) : w[i]; // NaN stays
        return;
    }
    unsigned over = 0;
    for (int i = 0; i < c.axis.rank; ++i) over |= 1u << (c.axis[i] < 0 ? c.axis[i] + shape.rank : c.axis[i]);
    strided_axes inside, outside;
    for (int d = 0; d < shape.rank; ++d) {
        const int stride = int(shape.product(d + 1, shape.rank));
        (over >> d & 1 ? inside : outside).push(shape[d], stride);
    }
    const int n = inside.size();
    for (int i = 0, all = outside.size(); i < all; ++i) {
        Real* const first = w + outside.offset(i);
        Real sum = 0;
        for (int k = 0; k < n; ++k) {
            const Real x = first[inside.offset(k)];
            sum += x * x;
        }
        const Real f = norm_factor<Options>(c, math::sqrt(sum));
        for (int k = 0; k < n; ++k) first[inside.offset(k)] *= f;
    }
}

} // namespace ctnn::detail
