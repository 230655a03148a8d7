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

namespace layers {

/// The inputs, element by element, by one operation.
template<ops::zip_kind Kind>
struct merging {
    static constexpr std::string_view keras_name = [] {
        switch (Kind) {
        case ops::zip_kind::add: return "Add";
        case ops::zip_kind::subtract: return "Subtract";
        case ops::zip_kind::multiply: return "Multiply";
        case ops::zip_kind::maximum: return "Maximum";
        case ops::zip_kind::minimum: return "Minimum";
        }
    }();
    static constexpr bool linear = Kind == ops::zip_kind::add || Kind == ops::zip_kind::subtract;
    static constexpr auto masks = linear ? mask_rule::keeps : mask_rule::uses;
    static constexpr auto batches = batch_rule::any;
    static constexpr auto arguments() { return takes(); }

    constexpr void check(report& say, const input_shapes& x) const {
        if (Kind == ops::zip_kind::subtract) say.unless(x.size() == 2, "takes two inputs, got ", x.size());
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
    constexpr ops::value call(parameters&, const inputs_view& x) const {
        ops::value y = x[0];
        for (int i = 1; i < x.size(); ++i) y = ops::zip(Kind, y, x[i]);
        return y;
    }
};

using add = merging<ops::zip_kind::add>;
using subtract = merging<ops::zip_kind::subtract>;
using multiply = merging<ops::zip_kind::multiply>;
using maximum = merging<ops::zip_kind::maximum>;
using minimum = merging<ops::zip_kind::minimum>;

struct average : add {
    static constexpr std::string_view keras_name = "Average";
    constexpr ops::value call(parameters& own, const inputs_view& x) const {
        return ops::map(add::call(own, x), {ops::function_kind::affine, 1 / float(x.size()), 0});
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
