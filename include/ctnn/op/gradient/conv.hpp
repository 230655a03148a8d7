/// What slides a window: a weight that is the same for all gets the sum over all stops of all runs
#pragma once
#include "../conv.hpp"
#include "../conv_transpose.hpp"
#include "../depthwise.hpp"
#include "../permute.hpp"
#include "../pool.hpp"
#include "../reverse.hpp"
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
        if (wanted[0]) dx[0] = input(dy, x[1], a, x[0].shape());
        if (wanted[1]) dx[1] = conv_weights(x[0], dy, a.win, x[1].shape(), a.groups, !x[1].moves_with(dy));
    }

private:
    /// Where the window moves by single steps the gradient is a convolution itself, by weights with their taps reversed
    /// and their channels exchanged. These are made once for all samples.
    static constexpr value input(const value& dy, const value& w, const attributes& a, const extents& x) {
        window win = a.win;
        bool steps = a.groups != 1;
        for (int i = 0; i < win.rank; ++i) steps |= win.stride[i] != 1;
        if (steps) return conv_input(dy, w, a.win, x, a.groups);
        value back = w;
        extents order = w.shape();
        for (int i = 0; i < order.rank; ++i) order[i] = i;
        for (int i = 0; i < win.rank; ++i) {
            if (win.size[i] > 1) back = reverse(back, i);
            win.before[i] = (win.size[i] - 1) * win.dilation[i] - win.before[i];
        }
        order[win.rank] = win.rank + 1, order[win.rank + 1] = win.rank;
        return conv(dy, permute(back, order), win, x.slice(0, win.rank));
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
