/// y = (x - mean) / max(sqrt(variance), 1e-7), or the way back                              keras.layers.Normalization
///   x (...) -> y (...);  mean, variance: x's shape along `axis`. They are numbers that are given, or weights that Keras'
///   adapt() set (their count is a weight of its own that nothing reads).
#pragma once
#include "../op/map.hpp"
#include "../op/reshape.hpp"
#include "../op/zip.hpp"
#include "axes.hpp"
#include "layer.hpp"
#include "numbers.hpp"
#include "placed.hpp"

namespace ctnn::layers {

struct normalization {
    extents axis{-1}; ///< those with numbers of their own, the batch is axis 0; None: one number for all
    numbers mean{}, variance{};
    bool invert = false;

    static constexpr std::string_view keras_name = "Normalization";
    static constexpr auto masks = mask_rule::keeps;
    static constexpr auto arguments() {
        using c = normalization;
        return takes(ctnn::axis, &c::axis, ctnn::mean, &c::mean, ctnn::variance, &c::variance, ctnn::invert, &c::invert);
    }

    constexpr void check(report& say, const input_shapes& x) const {
        detail::check_axes(say, "axis", axis, x[0]);
        say.unless(mean.given() == variance.given(), "mean and variance must be given together, got only ",
                   mean.given() ? "mean" : "variance");
        if (say.failed() || !mean.given()) return;
        say.unless(mean.rank == variance.rank && mean.n == variance.n, "mean and variance must have as many numbers, got ",
                   mean.n, " and ", variance.n);
        for (int i = 0; i < variance.n; ++i)
            say.unless(variance.values[i] >= 0, "variance must not be negative, got ", variance.values[i]);
        if (mean.rank == 0) return;
        say.unless(axis.rank > 0, "mean must be one number when axis is None, got ", mean.n);
        if (say.failed()) return;
        const int last = last_axis(x[0].rank);
        say.unless(mean.n == 1 || mean.n == x[0][last], "mean must be one number or one for each position of axis ", last + 1,
                   ", got ", mean.n, " for ", x[0]);
    }
    constexpr ops::value call(parameters& own, const ops::value& x) const {
        const extents e = x.shape();
        const unsigned axes = detail::axes_of(axis, e.rank);
        ops::value m, v;
        if (mean.given()) {
            extents one = extents::filled(e.rank, 1);
            if (mean.n > 1) one[last_axis(e.rank)] = mean.n;
            m = ops::reshape(detail::constant_of(own.to(), mean), one);
            v = ops::reshape(detail::constant_of(own.to(), variance), one);
        } else {
            const extents shape = detail::kept(e, axes), one = detail::stretched(e, axes);
            m = ops::reshape(own.add("mean", shape, {initializer_kind::zeros}, false), one);
            v = ops::reshape(own.add("variance", shape, {initializer_kind::ones}, false), one);
            own.add("count", {}, {initializer_kind::zeros}, false);
        }
        const auto root = ops::map(v, {ops::function_kind::sqrt});
        const auto deviation = ops::map(root, {ops::function_kind::clip, 1e-7f, __builtin_huge_valf()});
        if (invert) return ops::add(ops::multiply(x, deviation), m);
        const auto inverse = ops::map(deviation, {ops::function_kind::reciprocal});
        return ops::multiply(ops::zip(ops::zip_kind::subtract, x, m), inverse);
    }

private:
    /// The last of the axes that have numbers of their own.
    constexpr int last_axis(int rank) const {
        int last = 0;
        for (int i = 0; i < axis.rank; ++i) {
            const int at = detail::sample_axis(axis[i], rank);
            if (at > last) last = at;
        }
        return last;
    }
};

} // namespace ctnn::layers

namespace ctnn {
inline constexpr factory<layers::normalization> Normalization{};
}
