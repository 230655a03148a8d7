/// A function of yours as a layer keras.layers.Lambda
///   Lambda([](auto x) { return x * x; })                     every number by itself: x (...) -> y (...)
///   Lambda([](auto a, auto b) { return a * b; })(p, q)       of several inputs of one shape
///   Lambda([](auto x, auto y) {                              whole tensors: y is the result, all of it must be written
///       for (int i = 0; i < y.size(); ++i) y[i] = x(i, 0) - x(i, 1);
///   }, output_shape = shape<3>)
/// The function captures nothing: it is part of the network's type.
///
/// To train a network through it, give its derivative, too:
///   Lambda([](auto x) { return x * x; }, derivative = [](auto x) { return 2 * x; })
///   Lambda([](auto a, auto b) { return a * b; }, derivative = [](auto a, auto b) { return tuple(b, a); })(p, q)
///   Lambda(f, derivative = [](auto x, auto dy, auto dx) { ... }, output_shape = shape<3>)    of whole tensors: dy is
///   the
///                                   gradient of the output, all of dx, that of the input, must be written
#pragma once
#include "../op/custom.hpp"
#include "layer.hpp"
#include "placed.hpp"

namespace ctnn {

/// What a Lambda over whole tensors gets: element x[i] in row-major order, or x(i, j, ...) by its indices.
template<class T>
struct lambda_tensor {
    T* data;
    const extents& shape;

    constexpr int size() const { return int(shape.size()); }
    constexpr T& operator[](int i) const { return data[i]; }
    template<class... I>
    constexpr T& operator()(I... index) const {
        const int at[] = {int(index)...};
        int i = 0;
        for (int d = 0; d < int(sizeof...(I)); ++d) i = i * shape[d] + at[d];
        return data[i];
    }
};

namespace detail {

template<class F, int N>
constexpr void call_elements(const float* const* in, const extents*, float* out, const extents& shape) {
    const int n = int(shape.size());
    [&]<int... I>(std::integer_sequence<int, I...>) {
        for (int i = 0; i < n; ++i) out[i] = float(F{}(in[I][i]...));
    }
    (std::make_integer_sequence<int, N>{});
}
template<class F, int N>
constexpr void call_tensors(const float* const* in, const extents* shapes, float* out, const extents& shape) {
    [&]<int... I>(std::integer_sequence<int, I...>) {
        F{}(lambda_tensor<const float>{in[I], shapes[I]}..., lambda_tensor<float>{out, shape});
    }
    (std::make_integer_sequence<int, N>{});
}

/// The gradients of all inputs, one behind the other; in[N] is that of the output.
template<class G, int N>
constexpr void derive_elements(const float* const* in, const extents* shapes, float* out, const extents&) {
    const int n = int(shapes[0].size());
    [&]<int... I>(std::integer_sequence<int, I...>) {
        for (int i = 0; i < n; ++i) {
            const auto d = G{}(in[I][i]...);
            if constexpr (N == 1)
                out[i] = float(d) * in[N][i];
            else
                ((out[I * n + i] = float(std::get<I>(d)) * in[N][i]), ...);
        }
    }
    (std::make_integer_sequence<int, N>{});
}
template<class G, int N>
constexpr void derive_tensors(const float* const* in, const extents* shapes, float* out, const extents&) {
    float* to[N] = {out};
    for (int i = 1; i < N; ++i) to[i] = to[i - 1] + shapes[i - 1].size();
    [&]<int... I>(std::integer_sequence<int, I...>) {
        G{}(lambda_tensor<const float>{in[I], shapes[I]}..., lambda_tensor<const float>{in[N], shapes[N]},
            lambda_tensor<float>{to[I], shapes[I]}...);
    }
    (std::make_integer_sequence<int, N>{});
}

template<int>
using float_of = float;
template<int>
using tensor_of = lambda_tensor<const float>;
template<int>
using result_of = lambda_tensor<float>;

struct no_derivative {};

/// The derivative of a function of N inputs.
template<class G, bool Whole, int... I>
struct derivative_over {
    static constexpr int n = int(sizeof...(I));
    static constexpr bool takes_them = [] {
        if constexpr (std::is_same_v<G, no_derivative>)
            return false;
        else if constexpr (Whole)
            return std::is_invocable_v<G, tensor_of<I>..., tensor_of<0>, result_of<I>...>;
        else if constexpr (!std::is_invocable_v<G, float_of<I>...>)
            return false;
        else if constexpr (n == 1)
            return std::is_convertible_v<std::invoke_result_t<G, float_of<I>...>, float>;
        else
            return requires { std::tuple_size<std::invoke_result_t<G, float_of<I>...>>::value; };
    }();
    static constexpr ops::custom_function get() {
        if constexpr (!takes_them)
            return nullptr;
        else if constexpr (Whole)
            return &derive_tensors<G, n>;
        else
            return &derive_elements<G, n>;
    }
};

/// The function over N inputs.
template<class F, bool Whole, int... I>
struct lambda_over {
    static constexpr int n = int(sizeof...(I));
    static constexpr bool takes_them = [] {
        if constexpr (Whole)
            return std::is_invocable_v<F, tensor_of<I>..., lambda_tensor<float>>;
        else
            return std::is_invocable_v<F, float_of<I>...>;
    }();
    static constexpr ops::custom_function get() {
        if constexpr (!takes_them)
            return nullptr;
        else if constexpr (Whole)
            return &call_tensors<F, n>;
        else
            return &call_elements<F, n>;
    }
};
/// What `ask` says of the function over this many inputs, up to 4.
template<template<class, bool, int...> class Over, class F, bool Whole, class Ask>
constexpr auto of_lambda(int inputs, const Ask& ask) {
    switch (inputs) {
    case 1:
        return ask(Over<F, Whole, 0>());
    case 2:
        return ask(Over<F, Whole, 0, 1>());
    case 3:
        return ask(Over<F, Whole, 0, 1, 2>());
    case 4:
        return ask(Over<F, Whole, 0, 1, 2, 3>());
    default:
        return decltype(ask(Over<F, Whole, 0>()))();
    }
}
/// Whether it takes so many; comparing the function with null is no constant expression under g++'s sanitizers.
template<template<class, bool, int...> class Over, class F, bool Whole>
constexpr bool lambda_takes(int inputs) {
    return of_lambda<Over, F, Whole>(inputs, [](auto over) { return decltype(over)::takes_them; });
}
template<template<class, bool, int...> class Over, class F, bool Whole>
constexpr ops::custom_function lambda_of(int inputs) {
    return of_lambda<Over, F, Whole>(inputs, [](auto over) { return decltype(over)::get(); });
}

} // namespace detail

namespace layers {

/// Whole: the function sees whole tensors. G: its derivative.
template<class F, bool Whole, class G>
struct lambda {
    extents output_shape{};
    G derivative{};

    static constexpr std::string_view keras_name = "Lambda";
    static constexpr auto arguments() {
        return takes(ctnn::output_shape, &lambda::output_shape, keyword<"derivative">{}, &lambda::derivative);
    }
    static constexpr bool derives = !std::is_same_v<G, detail::no_derivative>;

    constexpr void check(report& say, const input_shapes& x) const {
        say.unless(x.size() <= 4, "takes at most 4 inputs, got ", x.size());
        say.unless(detail::lambda_takes<detail::lambda_over, F, Whole>(x.size()), "its function does not take ",
                   x.size(), x.size() == 1 ? " input" : " inputs", Whole ? " and the output" : "",
                   Whole ? "; hint: [](auto x, auto y) { ... }, one parameter more than inputs, y is the output"
                         : "; hint: [](auto x) { return ...; }, a parameter for each input");
        say.unless(!derives || detail::lambda_takes<detail::derivative_over, G, Whole>(x.size()),
                   "its derivative does not fit ", x.size(), x.size() == 1 ? " input" : " inputs",
                   Whole ? "; hint: [](auto x, auto dy, auto dx) { ... }, all inputs, dy, the gradient of each input"
                   : x.size() == 1 ? "; hint: [](auto x) { return ...; }, a number"
                                   : "; hint: [](auto a, auto b) { return tuple(..., ...); }, a number for each input");
        for (int i = 0; i < output_shape.rank; ++i)
            say.unless(output_shape[i] > 0, "output_shape must be positive, got ", output_shape);
        if (!Whole)
            for (int i = 1; i < x.size(); ++i)
                say.unless(x[i] == x[0], "inputs must have the same shape, got ", x[0], " and ", x[i],
                           "; hint: give output_shape, then the function sees whole tensors");
    }
    constexpr ops::value call(parameters&, const inputs_view& x) const {
        const auto function = detail::lambda_of<detail::lambda_over, F, Whole>(x.size());
        const extents shape = Whole ? output_shape : x[0].shape();
        if constexpr (derives)
            return ops::custom(x.values, x.size(), function,
                               detail::lambda_of<detail::derivative_over, G, Whole>(x.size()), shape);
        else
            return ops::custom(x.values, x.size(), function, shape);
    }
};

} // namespace layers

namespace detail {

/// What is wrong with the function, or with the arguments behind it.
template<class F, class G, class Config, class... Args>
struct lambda_mistake {
    static constexpr text value = [] {
        text t;
        if constexpr (!std::is_class_v<F>)
            t << "Lambda: takes a function object; hint: Lambda([](auto x) { return x * x; }), where the lambda may "
                 "call functions";
        else if constexpr (!std::is_empty_v<F> || !std::is_default_constructible_v<F>)
            t << "Lambda: the function must not capture anything, since it is part of the network's type; hint: "
                 "constants of namespace scope need no capture";
        else if constexpr (!std::is_empty_v<G> || !std::is_default_constructible_v<G>)
            t << "Lambda: derivative takes a function object that captures nothing, for example [](auto x) { return 2 "
                 "* "
                 "x; }";
        else
            t = layer_mistake<Config, Args...>::value;
        return t;
    }();
};

/// What `derivative` is among the arguments.
template<class... Args>
struct derivative_among {
    using type = no_derivative;
};
template<class A, class... More>
struct derivative_among<A, More...> : derivative_among<More...> {};
template<class G, class... More>
struct derivative_among<argument<keyword<"derivative">, G>, More...> {
    using type = G;
};

struct lambda_factory {
    template<class F, class... Args>
    constexpr auto operator()(F, Args... args) const {
        constexpr bool whole = given<Args...>::on(ctnn::output_shape);
        using derivative = typename derivative_among<Args...>::type;
        using config = layers::lambda<F, whole, derivative>;
        using mistake = lambda_mistake<F, derivative, config, Args...>;
        if constexpr (mistake::value.empty())
            return layer_object<config, Args...>(hana::basic_tuple<Args...>{args...});
        else {
            CTNN_SAY(mistake::value);
            return broken_layer<mistake::value>{};
        }
    }
};

} // namespace detail

/// Lambda(function, output_shape = ..., derivative = ...)
inline constexpr detail::lambda_factory Lambda{};

} // namespace ctnn
