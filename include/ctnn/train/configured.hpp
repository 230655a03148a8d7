/// What training is told by Keras' classes, Adam(learning_rate = 0.01): a value with its arguments in it.
#pragma once
#include "../layer/arguments.hpp"

namespace ctnn {
namespace detail {

template<class C, class... Args>
struct configured_mistake {
    static constexpr text value = [] {
        text t = argument_mistake<C, Args...>();
        if (constexpr std::string_view missing = missing_argument<C, Args...>(); t.empty() && !missing.empty())
            t << C::keras_name << " needs " << missing;
        return t;
    }();
};

/// What an argument is kept as: a string literal by its characters.
template<class A>
struct kept_argument {
    using type = A;
};
template<std::size_t N>
struct kept_argument<char[N]> {
    using type = std::string_view;
};

} // namespace detail

/// Makes values of the class C, which says its keywords as a layer does: inline constexpr configured<adam> Adam{}.
/// Arguments may be plain numbers or constants; numbers that make no sense are C's own to refuse.
template<class C>
struct configured {
    template<class... Args>
    constexpr C operator()(const Args&... args) const {
        using mistake = detail::configured_mistake<C, typename detail::kept_argument<Args>::type...>;
        C c{};
        if constexpr (mistake::value.empty()) {
            layer_options common;
            detail::read_arguments(hana::basic_tuple<typename detail::kept_argument<Args>::type...>{args...}, c, common);
        } else
            CTNN_SAY_ALWAYS(mistake::value);
        return c;
    }
};

} // namespace ctnn
