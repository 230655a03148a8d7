/// Reverse mode: appends the operations that compute gradients to those that computed a result, so that the passes
/// which follow see one program.
#pragma once
#include "../op/gradient/all.hpp"
#include "../op/training.hpp"

namespace ctnn::detail {

/// Whether an operation's gradient is known.
constexpr bool has_gradient(ops::op_kind kind) {
    bool has = false;
    ops::visit_training(kind, [&]<ops::op_kind K>() {
        has = requires { sizeof(ops::gradient_rule<K>); };
    });
    return has;
}

/// What came of it: of[i] is the gradient of operation i of those that were there, value{} where the result does not
/// depend on it or nobody asked. `missing`: an operation on the way that has no gradient, -1 if there is none.
struct gradients {
    growing<ops::value> of;
    int missing = -1;

    constexpr void add(const ops::value& x, const ops::value& dx) {
        ops::value& sum = of[x.index];
        sum = sum.index < 0 ? dx : ops::add(sum, dx);
    }
};

/// Which operations depend on one of those that `is_variable(op)` says are to be learned.
template<class F>
constexpr void depending_on(const ops::builder& b, const F& is_variable, growing<bool>& depends) {
    depends.clear();
    for (int i = 0; i < b.list.size(); ++i) {
        const ops::op& o = b.list[i];
        bool d = is_variable(o);
        for (int k = 0; k < o.operands; ++k) d = d || depends[o.in[k]];
        depends.push(d);
    }
}

/// From the gradients that result.of holds for some of the operations (the seeds) those of everything that is wanted
/// and that they depend on.
constexpr void differentiate(ops::builder& to, const growing<bool>& wanted, gradients& result) {
    for (int i = wanted.size(); i-- > 0;) {
        const ops::value d = result.of[i];
        if (d.index < 0 || !wanted[i]) continue;
        const ops::op o = to.list[i]; // a copy: the list grows
        if (o.operands == 0) continue;
        ops::value x[ops::max_operands], dx[ops::max_operands];
        bool wants[ops::max_operands] = {}, any = false;
        for (int k = 0; k < o.operands; ++k) x[k] = {&to, o.in[k]}, any |= wants[k] = wanted[o.in[k]];
        if (!any) continue;
        bool known = false;
        to.list.make_room(64); // rules refer to shapes of values while they emit operations, fewer than that
        ops::visit_training(o.kind, [&]<ops::op_kind K>() {
            if constexpr (requires { sizeof(ops::gradient_rule<K>); }) {
                known = true;
                if constexpr (requires { ops::gradient_rule<K>::knows(o); }) known = ops::gradient_rule<K>::knows(o);
                if (known) ops::gradient_rule<K>::apply(o, x, ops::value{&to, i}, d, wants, dx);
            }
        });
        if (!known) {
            result.missing = i;
            return;
        }
        for (int k = 0; k < o.operands; ++k)
            if (wants[k] && dx[k].index >= 0) result.add(x[k], ops::sum_to(dx[k], x[k]));
    }
}

/// From dy, the gradient of y, those of everything that y depends on. dy is a value of the same builder.
constexpr void differentiate(const ops::value& y, const ops::value& dy, gradients& result) {
    ops::builder& to = *y.to;
    growing<bool> all;
    all.fill(y.index + 1, true);
    result.of.fill(to.list.size(), ops::value{});
    result.of[y.index] = dy;
    differentiate(to, all, result);
}

} // namespace ctnn::detail
