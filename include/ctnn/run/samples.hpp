/// What goes into a prediction and what comes out, as types.
#pragma once
#include "../model/network.hpp"
#include "../tensor/tensor.hpp"
#include <tuple>

namespace ctnn::detail {

/// The output, or the outputs as a std::tuple.
template<class Def>
struct output_types {
    static constexpr auto& a = architecture<Def>::value;
    static constexpr int count = a.models[0].outputs.count;
    template<int I>
    static constexpr extents shape = a.output(I);
    template<int... I>
    static auto all(std::integer_sequence<int, I...>) -> std::tuple<typename tensor_shaped<shape<I>>::type...>;
    using tuple = decltype(all(std::make_integer_sequence<int, count>{}));
    using type = std::conditional_t<count == 1, std::tuple_element_t<0, tuple>, tuple>;
};

/// What predict says about an argument of another shape.
template<class Def, class... X>
struct input_mistake {
    template<class T>
    static constexpr void put_shape(text& t) {
        if constexpr (is_tensor<T>)
            t << extents(T::shape);
        else
            t << "no tensor";
    }
    template<class T>
    static constexpr bool fits(const extents& e) {
        if constexpr (is_tensor<T>)
            return e == extents(T::shape);
        else
            return (void)e, false;
    }
    static constexpr text value = [] {
        text t;
        const auto& a = architecture<Def>::value;
        const int n = a.models[0].inputs.count;
        if (int(sizeof...(X)) != n)
            t << "predict(): takes " << n << (n == 1 ? " input, got " : " inputs, got ") << int(sizeof...(X));
        else {
            int i = 0;
            const auto check = [&]<class T>(const type_of<T>&) {
                if (t.empty() && !fits<T>(a.input(i))) {
                    t << "predict(): x";
                    if (n > 1) t << i + 1;
                    t << " must have shape " << a.input(i) << ", got ";
                    put_shape<T>(t);
                }
                ++i;
            };
            (check(type_of<X>{}), ...);
        }
        return t;
    }();
};

} // namespace ctnn::detail
