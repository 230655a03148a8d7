/// What slides a window: a weight that is the same for all gets the sum over all stops of all runs
#pragma once
#include "../conv.hpp"
#include "../conv_transpose.hpp"
#include "../depthwise.hpp"
#include "../pool.hpp"
#include "../training/conv_input.hpp"
#include "../training/conv_weights.hpp"
#include "../training/depthwise_input.hpp"
#include "../training/depthwise_weights.hpp"
#include "../training/pool_gradient.hpp"
#include "rule.hpp"

namespace ctnn::ops {

template<>
struct gradient_rule<op_kind::conv> {
    static constexpr void apply(const op& o, const value* x, const value&, const value& dy, const bool* wanted,
                                value* dx) {
        const attributes& a = o.attr;
        if (wanted[0]) dx[0] = conv_input(dy, x[1], a.win, x[0].shape(), a.groups);
        if (wanted[1]) dx[1] = conv_weights(x[0], dy, a.win, x[1].shape(), a.groups, !x[1].moves_with(dy));
    }
};

/// The gradient of what a convolution's gradient does is the convolution: input and result change places.
template<>
struct gradient_rule<op_kind::conv_transpose> {
    static constexpr void apply(const op& o, const value* x, const value&, const value& dy, const bool* wanted,
                                value* dx) {
        const window& win = o.attr.win;
        if (wanted[0]) dx[0] = conv(dy, x[1], win, x[0].shape().slice(0, win.rank));
        if (wanted[1]) dx[1] = conv_weights(dy, x[0], win, x[1].shape(), 1, !x[1].moves_with(dy));
    }
};

template<>
struct gradient_rule<op_kind::depthwise> {
    static constexpr void apply(const op& o, const value* x, const value&, const value& dy, const bool* wanted,
                                value* dx) {
        if (wanted[0]) dx[0] = depthwise_input(dy, x[1], o.attr.win, x[0].shape());
        if (wanted[1]) dx[1] = depthwise_weights(x[0], dy, o.attr.win, x[1].shape(), !x[1].moves_with(dy));
    }
};

template<>
struct gradient_rule<op_kind::pool> {
    static constexpr void apply(const op& o, const value* x, const value& y, const value& dy, const bool*, value* dx) {
        dx[0] = pool_gradient(pool_kind(o.attr.variant), dy, x[0], y, o.attr.win);
    }
};

} // namespace ctnn::ops
