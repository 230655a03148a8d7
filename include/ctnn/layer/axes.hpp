/// Axes as Keras counts them: the batch is axis 0, negative ones count from the last.
#pragma once
#include "report.hpp"

namespace ctnn::detail {

/// Numbers as they were written: (2, -1), which as a shape would be (2, None).
constexpr text written(const extents& numbers) {
    text t;
    for (int i = 0; i < numbers.rank; ++i) t << (i ? ", " : "(") << numbers[i];
    return t << (numbers.rank ? ")" : "()");
}

/// The same axis of one sample, counted from 0. Right for axes that check_axis let pass.
constexpr int sample_axis(int axis, int rank) { return axis < 0 ? axis + rank : axis - 1; }

/// Says what is wrong with an axis of a sample of shape `x`.
constexpr void check_axis(report& say, words what, int axis, const extents& x) {
    if (axis == 0 || axis == -x.rank - 1)
        say.fail(what, " must not be the batch axis, got ", axis, "; hint: axis 1 is the first axis of a sample");
    else if (axis > x.rank || axis < -x.rank)
        say.fail(what, " must be from 1 to ", x.rank, " or from ", -x.rank, " to -1 for an input of shape ", x, ", got ", axis);
}

/// Several axes as a set of bits.
constexpr unsigned axes_of(const extents& axes, int rank) {
    unsigned set = 0;
    for (int i = 0; i < axes.rank; ++i) set |= 1u << sample_axis(axes[i], rank);
    return set;
}
constexpr void check_axes(report& say, words what, const extents& axes, const extents& x) {
    unsigned seen = 0;
    for (int i = 0; i < axes.rank && !say.failed(); ++i) {
        check_axis(say, what, axes[i], x);
        if (say.failed()) return;
        const unsigned bit = 1u << sample_axis(axes[i], x.rank);
        if (seen & bit) say.fail(what, " names the same axis twice, got ", written(axes).view());
        seen |= bit;
    }
}

/// The axes of the set alone, and the shape with extent 1 everywhere else.
constexpr extents kept(const extents& x, unsigned set) {
    extents e = {};
    for (int d = 0; d < x.rank; ++d)
        if (set >> d & 1) e = e.append(x[d]);
    return e;
}
constexpr extents stretched(const extents& x, unsigned set) {
    extents e = x;
    for (int d = 0; d < x.rank; ++d)
        if (!(set >> d & 1)) e[d] = 1;
    return e;
}

} // namespace ctnn::detail
