/// All losses, and which one a name of Keras' means: loss = mse, loss = "mse"_s.
#pragma once
#include "losses/circle.hpp"
#include "losses/crossentropy.hpp"
#include "losses/ctc.hpp"
#include "losses/focal.hpp"
#include "losses/hinge.hpp"
#include "losses/overlap.hpp"
#include "losses/regression.hpp"
#include "shortcut.hpp"

namespace ctnn::detail {

/// A name that is none.
struct no_loss {};

/// The name that the loss itself has.
constexpr std::string_view full_loss_name(std::string_view name) {
    return name == "huber" || name == "Huber" ? "huber_loss" : full_name(name);
}

template<fixed_string Name, class First = no_loss, class... More>
constexpr auto loss_among() {
    if constexpr (std::is_same_v<First, no_loss>)
        return no_loss{};
    else if constexpr (full_loss_name(Name.view()) == First::default_name || Name.view() == First::keras_name)
        return First{};
    else
        return loss_among<Name, More...>();
}

/// The loss of that name with Keras' defaults, no_loss if there is none.
template<fixed_string Name>
constexpr auto loss_named() {
    return loss_among<Name, losses::mean_squared_error, losses::mean_absolute_error,
                      losses::mean_absolute_percentage_error, losses::mean_squared_logarithmic_error, losses::huber,
                      losses::log_cosh, losses::poisson, losses::cosine_similarity, losses::hinge,
                      losses::squared_hinge, losses::categorical_hinge, losses::kl_divergence,
                      losses::binary_crossentropy, losses::categorical_crossentropy,
                      losses::sparse_categorical_crossentropy, losses::crossentropy, losses::binary_focal_crossentropy,
                      losses::categorical_focal_crossentropy, losses::categorical_generalized_cross_entropy,
                      losses::dice, losses::tversky, losses::ctc, losses::circle>();
}

/// What the keyword `loss` was given as a loss: a name becomes its loss, a loss stays what it is.
template<fixed_string Name>
constexpr auto loss_of(shortcut<Name>) {
    return loss_named<Name>();
}
template<fixed_string Name>
constexpr auto loss_of(string_constant<Name>) {
    return loss_named<Name>();
}
template<class Loss>
requires requires(const Loss& loss, const ops::value& y) { loss(y, y); }
constexpr Loss loss_of(const Loss& loss) { return loss; }

} // namespace ctnn::detail
