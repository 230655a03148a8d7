/// Several inputs, element by element, broadcast as NumPy does
///   keras.layers.Add, Subtract (two inputs), Multiply, Average, Maximum, Minimum
///   x (...), y (...), ... -> the common shape: from the last axis, extents of 1 stretch, missing axes count as 1
/// With masks, Keras 3 leaves masked steps out of Multiply, Maximum and Minimum.
#pragma once
#include "../op/map.hpp"
#include "../op/zip.hpp"
#include "layer.hpp"
#include "placed.hpp"

namespace ctnn {

namespace detail {

constexpr void check_merge(report& say, const input_shapes& x) {
    say.unless(x.size() >= 2, "takes at least two inputs, got ", x.size());
    if (say.failed()) return;
    extents all = x[0];
    for (int i = 1; i < x.size(); ++i) {
        const extents both = ops::broadcast(all, x[i]);
        if (both.rank < 0) {
            say.fail("inputs must have the same shape, got ", all, " and ", x[i],
                     all.size() == x[i].size() ? "; hint: Reshape one of them" : "");
            return;
        }
        all = both;
    }
}
constexpr ops::value merge(ops::zip_kind kind, const inputs_view& x) {
    ops::value y = x[0];
    for (int i = 1; i < x.size(); ++i) y = ops::zip(kind, y, x[i]);
    return y;
}

} // namespace detail

namespace layers {

struct add {
    static constexpr std::string_view keras_name = "Add";
    static constexpr auto masks = mask_rule::keeps;
    static constexpr auto batches = batch_rule::any;
    static constexpr auto arguments() { return takes(); }
    constexpr void check(report& say, const input_shapes& x) const { detail::check_merge(say, x); }
    constexpr ops::value call(parameters&, const inputs_view& x) const { return detail::merge(ops::zip_kind::add, x); }
};

struct subtract {
    static constexpr std::string_view keras_name = "Subtract";
    static constexpr auto masks = mask_rule::keeps;
    static constexpr auto batches = batch_rule::any;
    static constexpr auto arguments() { return takes(); }
    constexpr void check(report& say, const input_shapes& x) const {
        say.unless(x.size() == 2, "takes two inputs, got ", x.size());
        detail::check_merge(say, x);
    }
    constexpr ops::value call(parameters&, const inputs_view& x) const {
        return detail::merge(ops::zip_kind::subtract, x);
    }
};

struct multiply {
    static constexpr std::string_view keras_name = "Multiply";
    static constexpr auto masks = mask_rule::uses;
    static constexpr auto batches = batch_rule::any;
    static constexpr auto arguments() { return takes(); }
    constexpr void check(report& say, const input_shapes& x) const { detail::check_merge(say, x); }
    constexpr ops::value call(parameters&, const inputs_view& x) const {
        return detail::merge(ops::zip_kind::multiply, x);
    }
};

struct average {
    static constexpr std::string_view keras_name = "Average";
    static constexpr auto masks = mask_rule::keeps;
    static constexpr auto batches = batch_rule::any;
    static constexpr auto arguments() { return takes(); }
    constexpr void check(report& say, const input_shapes& x) const { detail::check_merge(say, x); }
    constexpr ops::value call(parameters&, const inputs_view& x) const {
        return ops::map(detail::merge(ops::zip_kind::add, x), {ops::function_kind::affine, 1 / float(x.size()), 0});
    }
};

struct maximum {
    static constexpr std::string_view keras_name = "Maximum";
    static constexpr auto masks = mask_rule::uses;
    static constexpr auto batches = batch_rule::any;
    static constexpr auto arguments() { return takes(); }
    constexpr void check(report& say, const input_shapes& x) const { detail::check_merge(say, x); }
    constexpr ops::value call(parameters&, const inputs_view& x) const {
        return detail::merge(ops::zip_kind::maximum, x);
    }
};

struct minimum {
    static constexpr std::string_view keras_name = "Minimum";
    static constexpr auto masks = mask_rule::uses;
    static constexpr auto batches = batch_rule::any;
    static constexpr auto arguments() { return takes(); }
    constexpr void check(report& say, const input_shapes& x) const { detail::check_merge(say, x); }
    constexpr ops::value call(parameters&, const inputs_view& x) const {
        return detail::merge(ops::zip_kind::minimum, x);
    }
};

} // namespace layers

inline constexpr factory<layers::add> Add{};
inline constexpr factory<layers::subtract> Subtract{};
inline constexpr factory<layers::multiply> Multiply{};
inline constexpr factory<layers::average> Average{};
inline constexpr factory<layers::maximum> Maximum{};
inline constexpr factory<layers::minimum> Minimum{};

} // namespace ctnn
