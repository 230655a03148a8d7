/// The axes in another order                                                                    keras.layers.Permute
///   axis i of y is axis dims[i] of x; both count from 1, the batch not included. Permute(shape<2, 1>): (a, b) -> (b,
///   a)
#pragma once
#include "../op/permute.hpp"
#include "axes.hpp"
#include "layer.hpp"
#include "placed.hpp"

namespace ctnn::layers {

struct permute {
    extents dims{};

    static constexpr std::string_view keras_name = "Permute";
    static constexpr auto arguments() { return takes(required(ctnn::dims), &permute::dims); }

    constexpr void check(report& say, const input_shapes& x) const {
        unsigned seen = 0;
        for (int i = 0; i < dims.rank; ++i)
            if (dims[i] >= 1 && dims[i] <= dims.rank) seen |= 1u << (dims[i] - 1);
        if (seen != (1u << dims.rank) - 1)
            say.fail("dims must hold each of 1 to ", dims.rank, " once, got ", detail::written(dims).view(),
                     "; hint: axes count from 1, without the batch");
        say.unless(x[0].rank == dims.rank, "dims ", dims, " is for an input of rank ", dims.rank, ", got ", x[0]);
    }
    constexpr ops::value call(parameters&, const ops::value& x) const {
        extents order = dims;
        for (int i = 0; i < order.rank; ++i) --order[i];
        return ops::permute(x, order);
    }
};

} // namespace ctnn::layers

namespace ctnn {
inline constexpr factory<layers::permute> Permute{};
}
