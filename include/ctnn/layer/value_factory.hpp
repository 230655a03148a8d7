/// Makes descriptions of Keras' classes with their arguments in them: L2(0.01_c), MaxNorm(2_c).
#pragma once
#include "arguments.hpp"

namespace ctnn::detail {

/// Of Keras' class C with these arguments: what C's make() gives. It is a constant if they are.
template<class T, class C, class... Args>
struct made_of_arguments {
    [[no_unique_address]] hana::basic_tuple<Args...> args;
    constexpr operator T() const {
        C c{};
        layer_options common;
        read_arguments(args, c, common);
        return c.make();
    }
};
template<class T, class C, class... Args>
inline constexpr bool is_constant<made_of_arguments<T, C, Args...>> = (is_constant<Args> && ...);

template<class T, class C>
struct value_factory {
    template<class... Args>
    struct mistake {
        static constexpr text value = argument_mistake<C, Args...>();
    };
    template<class... Args>
    constexpr auto operator()(Args... args) const {
        if constexpr (mistake<Args...>::value.empty())
            return made_of_arguments<T, C, Args...>{hana::basic_tuple<Args...>{args...}};
        else {
            CTNN_SAY_ALWAYS(mistake<Args...>::value);
            return T{};
        }
    }
};

} // namespace ctnn::detail
