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

template<class C, class... Args>
constexpr C configure(const hana::basic_tuple<Args...>& args) {
    C c{};
    layer_options common;
    read_arguments(args, c, common);
    return c;
}

} // namespace detail

/// Makes values of the class C, which says its keywords as a layer does: inline constexpr configured<adam> Adam{}.
/// Arguments may be plain numbers or constants; numbers that make no sense are C's own to refuse.
template<class C>
struct configured {
    template<class... Args>
    constexpr C operator()(const Args&... args) const {
        using mistake = detail::configured_mistake<C, typename detail::kept_argument<Args>::type...>;
        if constexpr (mistake::value.empty())
            return detail::configure<C>(hana::basic_tuple<typename detail::kept_argument<Args>::type...>{args...});
        else {
            CTNN_SAY_ALWAYS(mistake::value);
            return {};
        }
    }
};

/// A value of C that its type knows: `value`.
template<class C, class... Args>
struct constant_value : C {
    static constexpr C value = detail::configure<C>(hana::basic_tuple<Args...>{});
    constexpr constant_value() : C(value) {}
};

/// The same for what becomes part of a program: where all arguments are constants, Huber(delta = 0.5_c), the result's
/// type knows its value.
template<class C>
struct configured_type {
    template<class... Args>
    constexpr auto operator()(const Args&... args) const {
        using mistake = detail::configured_mistake<C, Args...>;
        if constexpr (!mistake::value.empty()) {
            CTNN_SAY_ALWAYS(mistake::value);
            return C{};
        } else if constexpr ((detail::is_constant<Args> && ...))
            return constant_value<C, Args...>{};
        else
            return detail::configure<C>(hana::basic_tuple<Args...>{args...});
    }
};

} // namespace ctnn
