/// Functions as a callback.                                                          keras.callbacks.LambdaCallback
#pragma once
#include "../keywords.hpp"
#include "hooks.hpp"

namespace ctnn {

/// Any of Keras' on_... members, given by its name; each takes what hooks.hpp says.
///
///     LambdaCallback(on_epoch_end = [&](int epoch, const logs& l) { losses.push_back(l["loss"]); })
template<class... Arguments>
struct lambda_callback;
template<>
struct lambda_callback<> {};
template<class... Key, class... F>
struct lambda_callback<argument<Key, F>...> : detail::function_of_hook<Key, F>... {};

namespace detail {

template<class A>
inline constexpr bool is_hook_argument = false;
template<class Key, class F>
inline constexpr bool is_hook_argument<argument<Key, F>> = requires {
    sizeof(function_of_hook<Key, F>);
};

struct lambda_callback_factory {
    template<class... A>
    struct mistake {
        template<class Key, class V>
        static constexpr void check(text& t, const argument<Key, V>*) {
            if (t.empty() && !is_hook_argument<argument<Key, V>>)
                t << "LambdaCallback has no keyword '" << Key::name
                  << "', it takes Keras' on_...: on_epoch_end, on_train_begin";
        }
        static constexpr void check(text& t, const void*) {
            if (t.empty()) t << "LambdaCallback takes functions by their names; hint: LambdaCallback(on_epoch_end = f)";
        }
        static constexpr text value = [] {
            text t;
            (check(t, static_cast<const A*>(nullptr)), ...);
            return t;
        }();
    };
    template<class... A>
    auto operator()(A... all) const {
        if constexpr (mistake<A...>::value.empty())
            return lambda_callback<A...>{{all.value}...};
        else {
            CTNN_SAY_ALWAYS(mistake<A...>::value);
            return lambda_callback<>{};
        }
    }
};

} // namespace detail

inline constexpr detail::lambda_callback_factory LambdaCallback{};

} // namespace ctnn
