/// The slope of a crossentropy is softmax(x) - t; numbers of classes have none
#pragma once
#include "../softmax.hpp"
#include "../training/crossentropy.hpp"
#include "../training/one_hot.hpp"
#include "../zip.hpp"
#include "rule.hpp"

namespace ctnn::ops {

/// As TensorFlow has it, whether or not t sums to 1: if it does not, the slope would be sum(t) softmax(x) - t. Targets
/// have none: nothing is learned from them.
template<>
struct gradient_rule<op_kind::crossentropy> {
    static constexpr void apply(const op&, const value* x, const value&, const value& dy, const bool* wanted,
                                value* dx) {
        if (!wanted[1]) return;
        const extents& e = x[1].shape();
        const value p = softmax(softmax_kind::softmax, x[1], 1u << (e.rank - 1));
        dx[1] = multiply(zip(zip_kind::subtract, p, x[0]), reshape(dy, e.with_last(1)));
    }
};

template<>
struct gradient_rule<op_kind::one_hot> {
    static constexpr void apply(const op&, const value*, const value&, const value&, const bool*, value*) {}
};

} // namespace ctnn::ops
