/// dx of a user's function, by a user's derivative
#pragma once
#include "../custom.hpp"

namespace ctnn::ops {

/// x: the n operands of the function; `derivative` as custom() says. -> dx of one operand, or those of all of them one
/// behind the other.
constexpr value custom_gradient(const value* x, int n, const value& dy, custom_function derivative) {
    op o = op_of(op_kind::custom_gradient);
    o.attr.call = derivative;
    std::size_t all = 0;
    for (int i = 0; i < n; ++i) o.in[o.operands++] = x[i].index, all += x[i].shape().size();
    o.in[o.operands++] = dy.index;
    o.out = n == 1 ? x[0].shape() : extents(int(all));
    return dy.to->emit(o);
}

template<>
struct operation<op_kind::custom_gradient> {
    template<class T>
    static constexpr void evaluate(const op& o, const extents* in, const T* const* x, T* y) {
        operation<op_kind::custom>::evaluate(o, in, x, y);
    }
};

} // namespace ctnn::ops
