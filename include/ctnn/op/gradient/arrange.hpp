/// What only moves elements: the gradient goes the way back.
#pragma once
#include "../concat.hpp"
#include "../copy.hpp"
#include "../pad.hpp"
#include "../permute.hpp"
#include "../repeat.hpp"
#include "../reverse.hpp"
#include "../slice.hpp"
#include "rule.hpp"

namespace ctnn::ops {

template<>
struct gradient_rule<op_kind::reshape> {
    static constexpr void apply(const op&, const value* x, const value&, const value& dy, const bool*, value* dx) {
        dx[0] =
            dy.times() == x[0].times() ? reshape(dy, x[0].shape()) : detail::regroup(dy, x[0].shape(), x[0].times());
    }
};

template<>
struct gradient_rule<op_kind::copy> {
    static constexpr void apply(const op&, const value*, const value&, const value& dy, const bool*, value* dx) {
        dx[0] = dy;
    }
};

template<>
struct gradient_rule<op_kind::permute> {
    static constexpr void apply(const op& o, const value*, const value&, const value& dy, const bool*, value* dx) {
        extents back = o.attr.at;
        for (int i = 0; i < back.rank; ++i) back[o.attr.at[i]] = i;
        dx[0] = permute(dy, back);
    }
};

template<>
struct gradient_rule<op_kind::reverse> {
    static constexpr void apply(const op& o, const value*, const value&, const value& dy, const bool*, value* dx) {
        dx[0] = reverse(dy, o.attr.axis);
    }
};

template<>
struct gradient_rule<op_kind::slice> {
    static constexpr void apply(const op& o, const value* x, const value&, const value& dy, const bool*, value* dx) {
        extents after = x[0].shape();
        for (int i = 0; i < after.rank; ++i) after[i] -= o.attr.at[i] + o.out[i];
        dx[0] = pad(dy, o.attr.at, after);
    }
};

template<>
struct gradient_rule<op_kind::pad> {
    static constexpr void apply(const op& o, const value* x, const value&, const value& dy, const bool*, value* dx) {
        dx[0] = slice(dy, o.attr.at, x[0].shape());
    }
};

template<>
struct gradient_rule<op_kind::concat> {
    static constexpr void apply(const op& o, const value* x, const value&, const value& dy, const bool* wanted,
                                value* dx) {
        extents begin = dy.shape();
        for (int i = 0; i < begin.rank; ++i) begin[i] = 0;
        for (int k = 0; k < o.operands; ++k) {
            if (wanted[k]) dx[k] = sum_to(slice(dy, begin, x[k].shape()), x[k]);
            begin[o.attr.axis] += x[k].shape()[o.attr.axis];
        }
    }
};

/// Each element's gradient is the sum over its copies: dy (n0 t0, n1 t1, ...) as (n0, t0, n1, t1, ...).
template<>
struct gradient_rule<op_kind::repeat> {
    static constexpr void apply(const op& o, const value* x, const value&, const value& dy, const bool*, value* dx) {
        extents parts = {};
        unsigned axes = 0;
        for (int i = 0; i < x[0].shape().rank; ++i) {
            parts = parts.append(x[0].shape()[i]);
            if (o.attr.at[i] > 1) axes |= 1u << parts.rank, parts = parts.append(o.attr.at[i]);
        }
        dx[0] = reshape(reduce(reduce_kind::sum, reshape(dy, parts), axes), x[0].shape());
    }
};

} // namespace ctnn::ops
