/// Input(shape<28, 28, 1>): a symbol to start from, or the first element of a Sequential.
#pragma once
#include "../layer/input_layer.hpp"
#include "symbol.hpp"

namespace ctnn {

/// A symbol that also knows, as types, what it was made from, for Sequential(Input(shape<3>), ...).
template<class... Args>
struct input_symbol : symbol {
    using symbol::symbol;
    constexpr input_symbol(const input_symbol&) = default;
    constexpr input_symbol& operator=(const input_symbol&) = default;
    constexpr input_symbol& operator=(const symbol& s) { return symbol::operator=(s), *this; }
};

namespace detail {

/// A new input node of `g`; says what is wrong with its shape.
constexpr int add_input(graph& g, const layers::input_layer& c, int line) {
    extents shape = c.shape;
    int batch = c.batch_size;
    if (c.batch_shape.rank) batch = c.batch_shape[0], shape = c.batch_shape.without(0);
    const int at = g.add_input(shape, c.name, batch, line);
    text t;
    for (int i = 0; i < shape.rank; ++i)
        if (shape[i] <= 0 && t.empty())
            t << "every axis needs a known extent, got " << shape
              << "; hint: input_shape does not hold the batch, and a network of fixed shapes has no other unknown axis";
    if (t.empty() && shape.too_large()) t << "a sample of shape " << shape << " has more than 2147483647 elements";
    if (t.empty() && (batch == 0 || batch < -1)) t << "batch_size must be positive or None, got " << batch;
    if (!c.dtype.empty() && c.dtype != "float32" && c.dtype != "int32")
        t << "dtype must be float32 or int32, got " << c.dtype;
    if (!t.empty()) {
        g.fail_at_input(t.view(), line);
        return -1;
    }
    return at;
}

template<class... Args>
constexpr input_symbol<Args...> make_input(int line, const Args&... args) {
    layers::input_layer config;
    layer_options none;
    read_arguments(hana::basic_tuple<Args...>{args...}, config, none);
    graph_handle* h = graph_handle::create();
    return input_symbol<Args...>(h, add_input(*h->g, config, line));
}


template<class T>
inline constexpr bool is_input_symbol = false;
template<class... Args>
inline constexpr bool is_input_symbol<input_symbol<Args...>> = true;
template<class... Args>
inline constexpr bool is_constant<input_symbol<Args...>> = (is_constant<Args> && ...);

/// Keras' tuple in braces, or a number, where Input takes a shape.
template<class Given>
struct input_without_shape {
    static constexpr text value = [] {
        text t;
        return t << "Input takes a shape, without the batch axis; hint: Input(shape<"
                 << (std::is_same_v<Given, in_braces> ? "28, 28>)" : "3>)");
    }();
};

/// Input(shape<3>), with batch_size, batch_shape and name.
struct input_factory {
    template<class... Nothing>
        requires(sizeof...(Nothing) == 0)
    constexpr auto operator()(Nothing... nothing) const {
        return make(0, nothing...);
    }
    template<class Number, class... A>
    requires(std::is_integral_v<Number>) constexpr auto operator()(Number, A...) const { return say_shape<Number>(); }
    template<class Braces = in_braces, class... A>
    constexpr auto operator()(in_braces, A...) const {
        return say_shape<Braces>();
    }
    template<class Shape>
        requires(!std::is_integral_v<Shape>)
    constexpr auto operator()(Shape s, int line = __builtin_LINE()) const {
        return make(line, s);
    }
    template<class Shape, class A>
        requires(is_argument<A>)
    constexpr auto operator()(Shape s, A a, int line = __builtin_LINE()) const {
        return make(line, s, a);
    }
    template<class Shape, class A, class B>
        requires(is_argument<A>)
    constexpr auto operator()(Shape s, A a, B b, int line = __builtin_LINE()) const {
        return make(line, s, a, b);
    }
    template<class Shape, class A, class B, class... More>
        requires(is_argument<A> && sizeof...(More) > 0)
    constexpr auto operator()(Shape s, A a, B b, More... more) const {
        return make(0, s, a, b, more...);
    }

private:
    template<class Given>
    static constexpr auto say_shape() {
        CTNN_SAY(input_without_shape<Given>::value);
        return broken_layer<input_without_shape<Given>::value>{};
    }
    template<class... Args>
    static constexpr auto make(int line, const Args&... args) {
        using mistake = layer_mistake<layers::input_layer, Args...>;
        if constexpr (mistake::value.empty())
            return make_input(line, args...);
        else {
            CTNN_SAY(mistake::value);
            return broken_layer<mistake::value>{};
        }
    }
};

} // namespace detail

inline constexpr detail::input_factory Input{};

} // namespace ctnn
