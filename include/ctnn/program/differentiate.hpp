/// Reverse mode: appends the operations that compute gradients to those that computed a result, so that the passes which
/// follow see one program.
#pragma once
#include "../op/evaluate.hpp"

namespace ctnn::detail {

/// Whether the file of an operation says how it is differentiated.
constexpr bool has_gradient(ops::op_kind kind) {
    bool has = false;
    ops::visit(kind, [&]<ops::op_kind K>() {
        has = requires(const ops::op& o, const ops::value* x, const ops::value& y, ops::value* dx) {
            ops::operation<K>::gradient(o, x, y, y, dx);
        };
    });
    return has;
}

/// What came of it: gradients[i] belongs to operation i of those that were there, value{} where the result does not
/// depend on it. `missing`: an operation on the way that has no gradient, -1 if there is none.
struct gradients {
    growing<ops::value> of;
    int missing = -1;
};

/// From dy, the gradient of y, those of everything that y depends on. dy is a value of the same builder.
constexpr void differentiate(const ops::value& y, const ops::value& dy, gradients& result) {
    ops::builder& to = *y.to;
    result.of.fill(y.index + 1, ops::value{});
    result.of[y.index] = dy;
    for (int i = y.index; i >= 0 && result.missing < 0; --i) {
        const ops::op o = to.list[i]; // a copy: the list grows
        const ops::value d = result.of[i];
        if (d.index < 0 || o.operands == 0) continue;
        if (!has_gradient(o.kind)) {
            result.missing = i;
            return;
        }
        ops::value x[ops::max_operands], dx[ops::max_operands];
        for (int k = 0; k < o.operands; ++k) x[k] = {&to, o.in[k]};
        ops::visit(o.kind, [&]<ops::op_kind K>() {
            if constexpr (requires { ops::operation<K>::gradient(o, x, d, d, dx); })
                ops::operation<K>::gradient(o, x, ops::value{&to, i}, d, dx);
        });
        for (int k = 0; k < o.operands; ++k) {
            ops::value& sum = result.of[o.in[k]];
            if (dx[k].index >= 0) sum = sum.index < 0 ? dx[k] : ops::add(sum, dx[k]);
        }
    }
}

} // namespace ctnn::detail
