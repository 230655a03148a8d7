/// Sums of products along one axis of each of two inputs                                              keras.layers.Dot
///   x (..., k, ...), y (..., k, ...) -> x's other axes, then y's other axes; (1) if there are none
#pragma once
#include "../op/map.hpp"
#include "../op/matmul.hpp"
#include "../op/permute.hpp"
#include "../op/reduce.hpp"
#include "../op/reshape.hpp"
#include "../op/zip.hpp"
#include "axes.hpp"
#include "layer.hpp"
#include "placed.hpp"

namespace ctnn::layers {

struct dot {
    extents axes{}; ///< one number for both inputs, or one for each; the batch is axis 0
    bool normalize = false;

    static constexpr std::string_view keras_name = "Dot";
    static constexpr auto arguments() {
        return takes(required(ctnn::axes), &dot::axes, ctnn::normalize, &dot::normalize);
    }

    constexpr void check(report& say, const input_shapes& x) const {
        say.unless(x.size() == 2, "takes two inputs, got ", x.size());
        say.unless(axes.rank == 1 || axes.rank == 2, "axes must be one number or two, got ", axes);
        for (int i = 0; i < 2 && !say.failed(); ++i) detail::check_axis(say, "axes", axis(i), x[i]);
        if (say.failed()) return;
        const int a = x[0][at(0, x[0])], b = x[1][at(1, x[1])];
        say.unless(a == b, "inputs must have the same extent along axes, got ", a, " on axis ", axis(0), " of ", x[0],
                   " and ", b, " on axis ", axis(1), " of ", x[1]);
        say.unless(x[0].rank + x[1].rank - 2 <= max_rank, "the result would have more than ", max_rank, " axes");
    }
    constexpr ops::value call(parameters&, const inputs_view& in) const {
        const int a = at(0, in[0].shape()), b = at(1, in[1].shape());
        const auto x = last(normalize ? unit(in[0], a) : in[0], a), y = first(normalize ? unit(in[1], b) : in[1], b);
        const extents left = x.shape().slice(0, x.shape().rank - 1), right = y.shape().slice(1, y.shape().rank);
        const auto z = ops::matmul(x, ops::reshape(y, {y.shape()[0], int(right.size())}));
        extents out = left;
        for (int i = 0; i < right.rank; ++i) out = out.append(right[i]);
        return ops::reshape(z, out.rank ? out : extents(1));
    }

private:
    constexpr int axis(int input) const { return axes.rank == 1 ? axes[0] : axes[input]; }
    constexpr int at(int input, const extents& x) const { return detail::sample_axis(axis(input), x.rank); }

    /// x / max(|x|, 1e-12) along an axis.
    static constexpr ops::value unit(const ops::value& x, int axis) {
        const auto squares = ops::reduce(ops::reduce_kind::sum, ops::map(x, {ops::function_kind::square}), 1u << axis, true);
        const auto inverse = ops::map(squares, {ops::function_kind::rsqrt, 0});
        return ops::multiply(x, ops::map(inverse, {ops::function_kind::clip, 0, 1e12f}));
    }
    static constexpr ops::value last(const ops::value& x, int axis) {
        const int rank = x.shape().rank;
        extents order = extents::filled(rank, axis);
        for (int i = 0; i + 1 < rank; ++i) order[i] = i + (i >= axis);
        return ops::permute(x, order);
    }
    static constexpr ops::value first(const ops::value& x, int axis) {
        const int rank = x.shape().rank;
        extents order = extents::filled(rank, axis);
        for (int i = 1; i < rank; ++i) order[i] = i - (i <= axis);
        return ops::permute(x, order);
    }
};

} // namespace ctnn::layers

namespace ctnn {
inline constexpr factory<layers::dot> Dot{};
}
