/// Losses of overlapping sets, for segmentation: y is the target, p the output, of one shape.
///   Dice(axis)                   1 - 2 I / (sum(y) + sum(p) + 1e-7), I = sum(y p)
///   Tversky(alpha, beta, axis)   1 - I / (I + alpha sum(y (1 - p)) + beta sum((1 - y) p) + 1e-7)
/// The sums are over the axes that `axis` names, where the batch is axis 0; without it over everything, so that there
/// is one value for the whole batch, as in Keras. axis = shape<1, 2, 3> gives one for each image.
#pragma once
#include "../loss.hpp"
#include "arithmetic.hpp"

namespace ctnn::losses {

/// What the losses of this family share.
struct overlap_loss : elementwise_loss {
    extents axis = {}; ///< as Keras counts; no axes: all of them

    constexpr values_kind values() const {
        return over_batch() ? values_kind::of_the_batch : values_kind::of_each_sample;
    }
    constexpr void check(text& say, const extents& y_true, const extents& y_pred,
                         output_kind ends_in = output_kind::other) const {
        const extents shape = ctnn::detail::aligned_shape(y_true, y_pred);
        report wrong;
        ctnn::detail::check_axes(wrong, "axis", sample_axes(), shape);
        if (say.empty()) say << wrong.sentence();
        elementwise_loss::check(say, y_true, y_pred, ends_in);
    }
    constexpr bool operator==(const overlap_loss&) const = default;

protected:
    constexpr bool over_batch() const { return axis.rank == 0 || sample_axes().rank < axis.rank; }
    constexpr extents sample_axes() const {
        extents e = {};
        for (int i = 0; i < axis.rank; ++i)
            if (axis[i] != 0) e = e.append(axis[i]);
        return e;
    }
    constexpr ops::value sum(const ops::value& x) const {
        const unsigned axes = axis.rank ? ctnn::detail::axes_of(sample_axes(), x.shape().rank) : loss_math::all_axes(x);
        return over_batch() ? loss_math::sum_of_batch(x, axes) : loss_math::reduced(ops::reduce_kind::sum, x, axes);
    }
};

struct dice : overlap_loss {
    static constexpr std::string_view keras_name = "Dice", default_name = "dice";
    static constexpr auto arguments() {
        return takes(ctnn::reduction, &dice::reduction, ctnn::name, &dice::name, ctnn::axis, &dice::axis);
    }
    constexpr ops::value operator()(const ops::value& y_true, const ops::value& y_pred) const {
        using namespace loss_math;
        const auto [y, p] = ctnn::detail::aligned(y_true, y_pred);
        const auto both = affine(sum(times(y, p)), 2, 0), all = affine(plus(sum(y), sum(p)), 1, keras_epsilon);
        return affine(quotient(both, all), -1, 1);
    }
    constexpr bool operator==(const dice&) const = default;
};

struct tversky : overlap_loss {
    float alpha = 0.5f, beta = 0.5f;

    static constexpr std::string_view keras_name = "Tversky", default_name = "tversky";
    static constexpr auto arguments() {
        return takes(ctnn::alpha, &tversky::alpha, ctnn::beta, &tversky::beta, ctnn::reduction, &tversky::reduction,
                     ctnn::name, &tversky::name, ctnn::axis, &tversky::axis);
    }
    constexpr ops::value operator()(const ops::value& y_true, const ops::value& y_pred) const {
        using namespace loss_math;
        const auto [y, p] = ctnn::detail::aligned(y_true, y_pred);
        const auto both = sum(times(y, p));
        const auto missed = affine(sum(times(affine(p, -1, 1), y)), alpha, 0);
        const auto wrong = affine(sum(times(p, affine(y, -1, 1))), beta, keras_epsilon);
        return affine(quotient(both, plus(plus(both, missed), wrong)), -1, 1);
    }
    constexpr bool operator==(const tversky&) const = default;
};

inline constexpr configured_type<dice> Dice{};
inline constexpr configured_type<tversky> Tversky{};

} // namespace ctnn::losses

namespace ctnn {
using losses::Dice, losses::Tversky;
}
