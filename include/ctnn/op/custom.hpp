/// y = a user's function of its operands
#pragma once
#include "builder.hpp"
#include "operation.hpp"

namespace ctnn::ops {

/// `call` computes all of y (out) from the operands. `derivative`, if there is one, gets the operands and dy behind
/// them, and writes the gradients of all operands, one behind the other.
constexpr value custom(const value* x, int n, custom_function call, const extents& out) {
    op o = op_of(op_kind::custom);
    o.out = out;
    o.attr.call = call;
    for (int i = 0; i < n; ++i) o.in[o.operands++] = x[i].index;
    return x[0].to->emit(o);
}
constexpr value custom(const value* x, int n, custom_function call, custom_function derivative, const extents& out) {
    const value y = custom(x, n, call, out);
    attributes& a = y.to->list[y.index].attr;
    a.derivative = derivative,
    a.variant = 1; // a function is not compared with null: no constant under g++'s sanitizers
    return y;
}

template<>
struct operation<op_kind::custom> {
    template<class T>
    static constexpr void evaluate(const op& o, const extents* in, const T* const* x, T* y) {
        if constexpr (sizeof(T) == sizeof(float))
            o.attr.call(x, in, y, o.out);
        else {
            // the function takes floats: round on the way in
            const int n = o.operands - o.attr.bias - o.attr.residual;
            float* rounded[max_operands] = {};
            for (int k = 0; k < n; ++k) {
                rounded[k] = new float[in[k].size()]();
                for (std::size_t i = 0; i < in[k].size(); ++i) rounded[k][i] = float(x[k][i]);
            }
            float* out = new float[o.out.size()]();
            o.attr.call(rounded, in, out, o.out);
            for (std::size_t i = 0; i < o.out.size(); ++i) y[i] = T(out[i]);
            for (int k = 0; k < n; ++k) delete[] rounded[k];
            delete[] out;
        }
    }
};

} // namespace ctnn::ops
