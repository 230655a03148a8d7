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

template<class Given>
struct loss_type {
    static constexpr text wrong = [] {
        text t;
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
template<class Name>
struct named_loss {
    using found = decltype(loss_of(Name{}));
    static constexpr text wrong = [] {
        text t;
        if constexpr (!requires(const found& loss, const ops::value& y) { loss(y, y); })
            t << "compile(): there is no loss of that name; hint: loss = mse";
        return t;
    }();
    using type = std::conditional_t<wrong.empty(), constant_value<found>, without_loss>;
};
template<fixed_string Name>
struct loss_type<shortcut<Name>> : named_loss<shortcut<Name>> {};
template<fixed_string Name, fixed_string Shown>
struct loss_type<short_form<Name, Shown>> : named_loss<shortcut<Name>> {};
template<fixed_string Name>
struct loss_type<string_constant<Name>> : named_loss<string_constant<Name>> {};

} // namespace ctnn::detail
