/// What the derivatives of the elementwise functions are computed from.
#pragma once
#include "function.hpp"

namespace ctnn::ops {

/// Which of x and y = f(x) the derivative of f is computed from; the other one may be anything.
struct derivative_operands {
    bool input, output;
    bool operator==(const derivative_operands&) const = default;
};
template<unsigned Options = compiled_for>
constexpr derivative_operands derivative_reads(const function& f) {
    switch (f.kind) {
    // clang-format off
    case function_kind::identity:
    case function_kind::negate:
    case function_kind::affine: return {false, false};
    case function_kind::relu: // y > 0 says that x > 0, unless the parameters are unusual
        if (f.c == 0 && f.a >= 0 && (math::is_infinite(f.b) || (f.b == 6 && f.a == 0))) return {false, true};
        return {true, false};
    case function_kind::elu:
    case function_kind::celu:
        if (f.a > 0) return {false, true};
        return {true, true};
    case function_kind::selu:
    case function_kind::sigmoid:
    case function_kind::tanh:
    case function_kind::exp:
    case function_kind::hard_sigmoid:
    case function_kind::sparse_sigmoid:
    case function_kind::sqrt:
    case function_kind::rsqrt:
    case function_kind::reciprocal: return {false, true};
    case function_kind::squareplus: return {true, true};
    default: return {true, false};
        // clang-format on
    }
}

} // namespace ctnn::ops
