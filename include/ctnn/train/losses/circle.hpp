/// Circle(gamma, margin, remove_diagonal)   of embeddings: those of one class shall be alike, others not
///   y (): a class number, p (d): an embedding of length 1 -> (), against all other samples of the batch
/// Samples without a partner of their class, or without one of another class, do not count.
/// Sun et al.: Circle Loss: A Unified Perspective of Pair Similarity Optimization, 2020.
#pragma once
#include "../../op/training/circle.hpp"
#include "../loss.hpp"
#include "arithmetic.hpp"

namespace ctnn::losses {

struct circle : loss_options {
    float gamma = 80, margin = 0.4f;
    bool remove_diagonal = true;

    static constexpr std::string_view keras_name = "Circle", default_name = "circle";
    static constexpr auto arguments() {
        return takes(ctnn::gamma, &circle::gamma, ctnn::margin, &circle::margin, ctnn::remove_diagonal,
                     &circle::remove_diagonal, ctnn::reduction, &circle::reduction, ctnn::name, &circle::name);
    }
    static constexpr extents target_shape(const extents&) { return extents(); }
    constexpr void check(text& say, const extents& y_true, const extents& y_pred,
                         output_kind ends_in = output_kind::other) const {
        ctnn::detail::check_options(say, *this, y_pred, ends_in);
        if (!say.empty()) return;
        if (y_pred.rank != 1)
            say << "Circle takes embeddings of shape (n), got " << y_pred;
        else if (y_true.size() != 1 || y_true.rank > 1)
            say << "targets must have shape (), got " << y_true;
    }
    constexpr ops::value operator()(const ops::value& y_true, const ops::value& y_pred) const {
        return ops::circle(y_true, y_pred, {gamma, margin, remove_diagonal});
    }
    /// 1 where the loss is not 0.
    constexpr ops::value counted(const ops::value& y_true, const ops::value& y_pred) const {
        return loss_math::clipped(loss_math::affine((*this)(y_true, y_pred), 1e30f, 0), 0, 1);
    }
    /// The same, known from the targets of all samples alone.
    constexpr bool counts(const float* y_true, int samples, int sample) const {
        bool alike = !remove_diagonal, other = false;
        for (int j = 0; j < samples; ++j) {
            if (int(y_true[j]) != int(y_true[sample]))
                other = true;
            else if (j != sample)
                alike = true;
        }
        return alike && other;
    }
    constexpr bool operator==(const circle&) const = default;
};

inline constexpr configured_type<circle> Circle{};

} // namespace ctnn::losses

namespace ctnn {
using losses::Circle;
}
