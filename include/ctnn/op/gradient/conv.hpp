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

// Where a window moves by single steps, the gradient of its input slides a window itself, over dy, by weights with
// their taps reversed. These are made once for all samples.

namespace detail {

constexpr bool moves_by_steps(const window& win) {
    bool steps = true;
    for (int i = 0; i < win.rank; ++i) steps &= win.stride[i] == 1;
    return steps;
}
/// w (taps..., ...)
constexpr value taps_reversed(value w, const window& win) {
    for (int i = 0; i < win.rank; ++i)
        if (win.size[i] > 1) w = reverse(w, i);
    return w;
}
/// The last two axes.
constexpr value exchanged(const value& w) {
    extents order = w.shape();
    for (int i = 0; i < order.rank; ++i) order[i] = i;
    order[order.rank - 2] = order.rank - 1, order[order.rank - 1] = order.rank - 2;
    return permute(w, order);
}
constexpr window window_back(window win) {
    for (int i = 0; i < win.rank; ++i) win.before[i] = (win.size[i] - 1) * win.dilation[i] - win.before[i];
    return win;
}

} // namespace detail

template<>
struct gradient_rule<op_kind::conv> {
    static constexpr void apply(const op& o, const value* x, const value&, const value& dy, const bool* wanted,
                                value* dx) {
        const attributes& a = o.attr;
        if (wanted[0]) {
            const window& win = a.win;
            dx[0] = detail::moves_by_steps(win) && a.groups == 1
                        ? conv(dy, detail::exchanged(detail::taps_reversed(x[1], win)), detail::window_back(win),
                               x[0].shape().slice(0, win.rank))
                        : conv_input(dy, x[1], win, x[0].shape(), a.groups);
        }
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
        const window& win = o.attr.win;
        if (wanted[0])
            dx[0] = detail::moves_by_steps(win) && x[1].shape().last() == 1
                        ? depthwise(dy, detail::taps_reversed(x[1], win), detail::window_back(win),
                                    x[0].shape().slice(0, win.rank))
                        : depthwise_input(dy, x[1], win, x[0].shape());
        if (wanted[1]) dx[1] = depthwise_weights(x[0], dy, win, x[1].shape(), !x[1].moves_with(dy));
    }
};

template<>
struct gradient_rule<op_kind::pool> {
    static constexpr void apply(const op& o, const value* x, const value& y, const value& dy, const bool*, value* dx) {
        dx[0] = pool_gradient(pool_kind(o.attr.variant), dy, x[0], y, o.attr.win);
    }
};

} // namespace ctnn::ops
