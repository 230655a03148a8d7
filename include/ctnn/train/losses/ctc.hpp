/// CTC   -log of the probability of a sequence of labels, wherever they are in time
///   y (l): numbers of classes, filled up with 0, the blank; p (timesteps, classes): logits -> ()
/// Graves et al.: Connectionist Temporal Classification, 2006.
#pragma once
#include "../../op/training/ctc.hpp"
#include "../loss.hpp"

namespace ctnn::losses {

struct ctc : loss_options {
    static constexpr std::string_view keras_name = "CTC", default_name = "ctc";
    static constexpr auto arguments() { return takes(ctnn::reduction, &ctc::reduction, ctnn::name, &ctc::name); }
    /// As many labels as steps, if nobody says otherwise; fewer fit, too.
    static constexpr extents target_shape(const extents& y_pred) { return extents(y_pred.rank > 0 ? y_pred[0] : 1); }
    constexpr void check(text& say, const extents& y_true, const extents& y_pred,
                         output_kind ends_in = output_kind::other) const {
        ctnn::detail::check_options(say, *this, y_pred, ends_in);
        if (!say.empty()) return;
        if (y_pred.rank != 2)
            say << "CTC takes logits of shape (timesteps, classes), got " << y_pred;
        else if (y_true.rank != 1)
            say << "targets must have shape (labels), got " << y_true;
        else if (y_true[0] > y_pred[0])
            say << "CTC needs a time step for each label, got " << y_pred[0] << " steps and " << y_true[0] << " labels";
    }
    constexpr ops::value operator()(const ops::value& y_true, const ops::value& y_pred) const {
        return ops::ctc(y_true, y_pred);
    }
    constexpr bool operator==(const ctc&) const = default;
};

inline constexpr configured_type<ctc> CTC{};

} // namespace ctnn::losses

namespace ctnn {
using losses::CTC;
}
