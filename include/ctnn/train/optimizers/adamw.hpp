/// Adam with a weight decay.
#pragma once
#include "adam.hpp"

namespace ctnn {
namespace optimizers {

/// Adam, and w -= w weight_decay learning_rate in front of each step                             keras.optimizers.AdamW
struct adamw : adam {
    constexpr adamw() { weight_decay = 0.004; }
    static constexpr std::string_view keras_name = "AdamW";
    static constexpr auto arguments() {
        using c = adamw;
        return takes(ctnn::learning_rate, &c::learning_rate, ctnn::weight_decay, &c::weight_decay, ctnn::beta_1,
                     &c::beta_1, ctnn::beta_2, &c::beta_2, ctnn::epsilon, &c::epsilon, ctnn::amsgrad, &c::amsgrad,
                     ctnn::clipnorm, &c::clipnorm, ctnn::clipvalue, &c::clipvalue, ctnn::global_clipnorm,
                     &c::global_clipnorm, ctnn::use_ema, &c::use_ema, ctnn::ema_momentum, &c::ema_momentum,
                     ctnn::ema_overwrite_frequency, &c::ema_overwrite_frequency, ctnn::loss_scale_factor,
                     &c::loss_scale_factor, ctnn::gradient_accumulation_steps, &c::gradient_accumulation_steps);
    }
    constexpr std::string_view mistake() const {
        return weight_decay.given ? "" : "weight_decay must be a number, got None";
    }
};

} // namespace optimizers

inline constexpr configured<optimizers::adamw> AdamW{};

} // namespace ctnn
