/// Two values, element by element: each gets its part, summed up to where it was stretched.
#pragma once
#include "../map.hpp"
#include "../training/map_gradient.hpp"
#include "../zip.hpp"
#include "rule.hpp"

namespace ctnn::ops {
namespace detail {

/// dy where a > b, 0 elsewhere.
constexpr value where_greater(const value& a, const value& b, const value& dy) {
    const value d = zip(zip_kind::subtract, a, b);
    return map_gradient(function_of(function_kind::relu), d, d, dy); // a relu's derivative asks for the sign alone
}
constexpr value negate(const value& x) { return map(x, function_of(function_kind::negate)); }

} // namespace detail

template<>
struct gradient_rule<op_kind::zip> {
    static constexpr void apply(const op& o, const value* x, const value& y, const value& dy, const bool* wanted,
                                value* dx) {
        const value &a = x[0], &b = x[1];
        switch (zip_kind(o.attr.variant)) {
        case zip_kind::add:
            if (wanted[0]) dx[0] = sum_to(dy, a);
            if (wanted[1]) dx[1] = sum_to(dy, b);
            break;
        case zip_kind::subtract:
            if (wanted[0]) dx[0] = sum_to(dy, a);
            if (wanted[1]) dx[1] = detail::negate(sum_to(dy, b));
            break;
        case zip_kind::multiply:
            if (wanted[0]) dx[0] = sum_to(multiply(dy, b), a);
            if (wanted[1]) dx[1] = sum_to(multiply(dy, a), b);
            break;
        case zip_kind::divide:
            if (wanted[0]) dx[0] = sum_to(zip(zip_kind::divide, dy, b), a);
            if (wanted[1]) dx[1] = detail::negate(sum_to(zip(zip_kind::divide, multiply(dy, y), b), b));
            break;
        case zip_kind::maximum: // where both are equal, TensorFlow gives all of it to the first
        case zip_kind::minimum: {
            const bool most = zip_kind(o.attr.variant) == zip_kind::maximum;
            const value second = most ? detail::where_greater(b, a, dy) : detail::where_greater(a, b, dy);
            if (wanted[0]) dx[0] = sum_to(zip(zip_kind::subtract, dy, second), a);
            if (wanted[1]) dx[1] = sum_to(second, b);
            break;
        }
        }
    }
};

} // namespace ctnn::ops
