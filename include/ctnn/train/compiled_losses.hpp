/// From what `loss`, `metrics` and `loss_weights` were given to types that a program can be made of, and what is wrong
/// with them.
#pragma once
#include "../model/network.hpp"
#include "../program/differentiate.hpp"
#include "losses.hpp"
#include "lower.hpp"
#include "metrics.hpp"
#include <tuple>

namespace ctnn::detail {

template<class T>
struct given_list {
    using type = std::tuple<T>;
};
template<class... T>
struct given_list<std::tuple<T...>> {
    using type = std::tuple<T...>;
};

/// A plain string, whose characters are no part of its type.
template<class V>
inline constexpr bool is_plain_string = is_text_argument<V>;
template<fixed_string S>
inline constexpr bool is_plain_string<string_constant<S>> = false;

/// "compile(): loss" is a plain string. `example`: how it is written.
constexpr text& say_plain_string(text& t, std::string_view what, std::string_view key, std::string_view example) {
    return t << what << " is a plain string, which the compiler cannot read; hint: " << key << " = \"" << example
             << "\"_s or " << key << " = " << example;
}

template<class Given>
struct loss_type {
    static constexpr text wrong = [] {
        text t;
        if constexpr (is_plain_string<Given>) return say_plain_string(t, "compile(): loss", "loss", "mse");
        return t << "compile(): loss takes a loss, for example loss = mse or loss = losses::Huber(delta = 0.5_c)";
    }();
    using type = without_loss;
};
template<>
struct loss_type<none_t> {
    static constexpr text wrong{};
    using type = without_loss;
};
template<>
struct loss_type<without_loss> : loss_type<none_t> {};
/// A loss whose type says all.
template<class C, class... Args>
struct loss_type<constant_value<C, Args...>> {
    static constexpr text wrong{};
    using type = constant_value<C, Args...>;
};
/// Arguments that only a variable knows, or a loss of the user's.
template<class Loss>
requires requires(const Loss& loss, const ops::value& y) { loss(y, y); }
struct loss_type<Loss> {
    static constexpr text wrong = [] {
        text t;
        if constexpr (requires { Loss::keras_name; })
            if constexpr (!std::is_empty_v<Loss>)
                t << "compile(): " << Loss::keras_name
                  << " becomes part of the program, its arguments must be constants; hint: delta = 0.5_c, not 0.5";
        if constexpr (!std::is_default_constructible_v<Loss>)
            t << "compile(): a loss of your own must be made by its type alone, without members or captures";
        return t;
    }();
    using type = Loss;
};
template<fixed_string Name, fixed_string Shown = Name>
struct named_loss {
    using found = decltype(loss_of(shortcut<Name>{}));
    static constexpr text wrong = [] {
        text t;
        if constexpr (!requires(const found& loss, const ops::value& y) { loss(y, y); })
            t << "compile(): '" << Shown.view()
              << "' is no loss; hint: mse, binary_crossentropy or categorical_crossentropy is one";
        return t;
    }();
    using type = std::conditional_t<wrong.empty(), constant_value<found>, without_loss>;
};
template<fixed_string Name>
struct loss_type<shortcut<Name>> : named_loss<Name> {};
template<fixed_string Name, fixed_string Shown>
struct loss_type<short_form<Name, Shown>> : named_loss<Name, Shown> {};
template<fixed_string Name>
struct loss_type<string_constant<Name>> : named_loss<Name> {};

} // namespace ctnn::detail
