/// Keras' strings for losses, metrics and optimizers as names: loss = mse, optimizer = adam, metrics = accuracy. What one
/// of them is depends on the keyword that takes it.
#pragma once
#include "../dsl/keyword.hpp"

namespace ctnn {

/// A name of Keras' that is looked up where it is used.
template<fixed_string Name>
struct shortcut {
    static constexpr std::string_view name = Name.view();
    static constexpr std::string_view shown = name; ///< what logs call a metric that was asked for by this name
};
/// A short form of such a name: mse is mean_squared_error, and logs show "mse".
template<fixed_string Name, fixed_string Shown>
struct short_form : shortcut<Name> {
    static constexpr std::string_view shown = Shown.view();
};

// losses and metrics
inline constexpr shortcut<"mean_squared_error"> mean_squared_error{};
inline constexpr short_form<"mean_squared_error", "mse"> mse{};
inline constexpr shortcut<"mean_absolute_error"> mean_absolute_error{};
inline constexpr short_form<"mean_absolute_error", "mae"> mae{};
inline constexpr shortcut<"mean_absolute_percentage_error"> mean_absolute_percentage_error{};
inline constexpr short_form<"mean_absolute_percentage_error", "mape"> mape{};
inline constexpr shortcut<"mean_squared_logarithmic_error"> mean_squared_logarithmic_error{};
inline constexpr short_form<"mean_squared_logarithmic_error", "msle"> msle{};
inline constexpr shortcut<"huber"> huber{};
inline constexpr shortcut<"log_cosh"> log_cosh{};
inline constexpr shortcut<"cosine_similarity"> cosine_similarity{};
inline constexpr shortcut<"hinge"> hinge{};
inline constexpr shortcut<"squared_hinge"> squared_hinge{};
inline constexpr shortcut<"categorical_hinge"> categorical_hinge{};
inline constexpr shortcut<"kl_divergence"> kl_divergence{};
inline constexpr short_form<"kl_divergence", "kld"> kld{};
inline constexpr shortcut<"poisson"> poisson{};
inline constexpr shortcut<"binary_crossentropy"> binary_crossentropy{};
inline constexpr short_form<"binary_crossentropy", "bce"> bce{};
inline constexpr shortcut<"categorical_crossentropy"> categorical_crossentropy{};
inline constexpr shortcut<"sparse_categorical_crossentropy"> sparse_categorical_crossentropy{};
inline constexpr shortcut<"crossentropy"> crossentropy{}; ///< metrics: the one that suits output and loss
inline constexpr short_form<"crossentropy", "ce"> ce{};
inline constexpr shortcut<"binary_focal_crossentropy"> binary_focal_crossentropy{};
inline constexpr shortcut<"categorical_focal_crossentropy"> categorical_focal_crossentropy{};
inline constexpr shortcut<"dice"> dice{};
inline constexpr shortcut<"tversky"> tversky{};
inline constexpr shortcut<"accuracy"> accuracy{}; ///< metrics: the one that suits output and loss
inline constexpr short_form<"accuracy", "acc"> acc{};
inline constexpr shortcut<"binary_accuracy"> binary_accuracy{};
inline constexpr shortcut<"categorical_accuracy"> categorical_accuracy{};
inline constexpr shortcut<"sparse_categorical_accuracy"> sparse_categorical_accuracy{};
inline constexpr shortcut<"top_k_categorical_accuracy"> top_k_categorical_accuracy{};
inline constexpr shortcut<"sparse_top_k_categorical_accuracy"> sparse_top_k_categorical_accuracy{};

// optimizers
inline constexpr shortcut<"sgd"> sgd{};
inline constexpr shortcut<"rmsprop"> rmsprop{};
inline constexpr shortcut<"adam"> adam{};
inline constexpr shortcut<"adamw"> adamw{};
inline constexpr shortcut<"adamax"> adamax{};
inline constexpr shortcut<"nadam"> nadam{};
inline constexpr shortcut<"adagrad"> adagrad{};
inline constexpr shortcut<"adadelta"> adadelta{};
inline constexpr shortcut<"ftrl"> ftrl{};
inline constexpr shortcut<"lion"> lion{};
inline constexpr shortcut<"adafactor"> adafactor{};

namespace detail {

/// What Keras' abbreviations of losses and metrics stand for: "mse" and "MSE" are "mean_squared_error".
constexpr std::string_view full_name(std::string_view name) {
    constexpr std::string_view names[][3] = {{"mse", "MSE", "mean_squared_error"},
                                             {"mae", "MAE", "mean_absolute_error"},
                                             {"mape", "MAPE", "mean_absolute_percentage_error"},
                                             {"msle", "MSLE", "mean_squared_logarithmic_error"},
                                             {"kld", "KLD", "kl_divergence"},
                                             {"bce", "BCE", "binary_crossentropy"},
                                             {"ce", "CE", "crossentropy"}};
    for (const auto& n : names)
        if (name == n[0] || name == n[1]) return n[2];
    return name;
}

} // namespace detail
} // namespace ctnn
