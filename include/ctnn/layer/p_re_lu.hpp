/// y = max(x, 0) + alpha * min(x, 0)                                                                 keras.layers.PReLU
///   x (...) -> y (...);  alpha: x's shape, 1 along shared_axes (which count from 1, the batch is axis 0)
#pragma once
#include "../op/map.hpp"
#include "../op/zip.hpp"
#include "axes.hpp"
#include "layer.hpp"
#include "placed.hpp"

namespace ctnn::layers {

struct p_re_lu {
    initializer alpha_initializer{initializer_kind::zeros};
    extents shared_axes{};

    static constexpr std::string_view keras_name = "PReLU";
    static constexpr auto masks = mask_rule::keeps;
    static constexpr auto arguments() {
        return takes(ctnn::alpha_initializer, &p_re_lu::alpha_initializer, ctnn::shared_axes, &p_re_lu::shared_axes);
    }

    constexpr void check(report& say, const input_shapes& x) const {
        for (int i = 0; i < shared_axes.rank; ++i)
            if (shared_axes[i] < 1 || shared_axes[i] > x[0].rank)
                say.fail("shared_axes must be from 1 to ", x[0].rank, " for an input of shape ", x[0], ", got ",
                         detail::written(shared_axes).view(), "; hint: axis 1 is the first axis of a sample");
    }
    constexpr ops::value call(parameters& own, const ops::value& x) const {
        extents shape = x.shape();
        for (int i = 0; i < shared_axes.rank; ++i) shape[shared_axes[i] - 1] = 1;
        const auto alpha = own.add("alpha", shape, alpha_initializer);
        const auto below = ops::map(x, {ops::function_kind::clip, -__builtin_huge_valf(), 0});
        return ops::add(ops::map(x, ops::function_of(ops::function_kind::relu)), ops::multiply(below, alpha));
    }
};

} // namespace ctnn::layers

namespace ctnn {
inline constexpr factory<layers::p_re_lu> PReLU{};
}
