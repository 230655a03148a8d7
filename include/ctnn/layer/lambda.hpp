/// A function of yours as a layer                                                                    keras.layers.Lambda
///   Lambda([](auto x) { return x * x; })                     every number by itself: x (...) -> y (...)
///   Lambda([](auto a, auto b) { return a * b; })(p, q)       of several inputs of one shape
///   Lambda([](auto x, auto y) {                              whole tensors: y is the result, all of it must be written
///       for (int i = 0; i < y.size(); ++i) y[i] = x(i, 0) - x(i, 1);
///   }, output_shape = shape<3>)
/// The function captures nothing: it is part of the network's type.
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
    }(std::make_integer_sequence<int, N>{});
}
template<class F, int N>
constexpr void call_tensors(const float* const* in, const extents* shapes, float* out, const extents& shape) {
    [&]<int... I>(std::integer_sequence<int, I...>) {
        F{}(lambda_tensor<const float>{in[I], shapes[I]}..., lambda_tensor<float>{out, shape});
    }(std::make_integer_sequence<int, N>{});
}

template<int>
using float_of = float;
template<int>
using tensor_of = lambda_tensor<const float>;

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
template<class F, bool Whole, class Ask>
constexpr auto of_lambda(int inputs, const Ask& ask) {
    switch (inputs) {
    case 1: return ask(lambda_over<F, Whole, 0>());
    case 2: return ask(lambda_over<F, Whole, 0, 1>());
    case 3: return ask(lambda_over<F, Whole, 0, 1, 2>());
    case 4: return ask(lambda_over<F, Whole, 0, 1, 2, 3>());
    default: return decltype(ask(lambda_over<F, Whole, 0>()))();
    }
}
/// Whether it takes so many; comparing the function with null is no constant expression under g++'s sanitizers.
template<class F, bool Whole>
constexpr bool lambda_takes(int inputs) {
    return of_lambda<F, Whole>(inputs, [](auto over) { return decltype(over)::takes_them; });
}
template<class F, bool Whole>
constexpr ops::custom_function lambda_of(int inputs) {
    return of_lambda<F, Whole>(inputs, [](auto over) { return decltype(over)::get(); });
}

} // namespace detail

namespace layers {

/// Whole: the function sees whole tensors.
template<class F, bool Whole>
struct lambda {
    extents output_shape{};

    static constexpr std::string_view keras_name = "Lambda";
    static constexpr auto arguments() { return takes(ctnn::output_shape, &lambda::output_shape); }

    constexpr void check(report& say, const input_shapes& x) const {
        say.unless(x.size() <= 4, "takes at most 4 inputs, got ", x.size());
        say.unless(detail::lambda_takes<F, Whole>(x.size()), "its function does not take ", x.size(),
                   x.size() == 1 ? " input" : " inputs", Whole ? " and the output" : "",
                   Whole ? "; hint: [](auto x, auto y) { ... }, one parameter more than inputs, y is the output"
                         : "; hint: [](auto x) { return ...; }, a parameter for each input");
        for (int i = 0; i < output_shape.rank; ++i)
            say.unless(output_shape[i] > 0, "output_shape must be positive, got ", output_shape);
        if (!Whole)
            for (int i = 1; i < x.size(); ++i)
                say.unless(x[i] == x[0], "inputs must have the same shape, got ", x[0], " and ", x[i],
                           "; hint: give output_shape, then the function sees whole tensors");
    }
    constexpr ops::value call(parameters&, const inputs_view& x) const {
        return ops::custom(x.values, x.size(), detail::lambda_of<F, Whole>(x.size()),
                           Whole ? output_shape : x[0].shape());
    }
};

} // namespace layers

namespace detail {

/// What is wrong with the function, or with the arguments behind it.
template<class F, class Config, class... Args>
struct lambda_mistake {
    static constexpr text value = [] {
        text t;
        if constexpr (!std::is_class_v<F>)
            t << "Lambda: takes a function object; hint: Lambda([](auto x) { return x * x; }), where the lambda may "
                 "call functions";
        else if constexpr (!std::is_empty_v<F> || !std::is_default_constructible_v<F>)
            t << "Lambda: the function must not capture anything, since it is part of the network's type; hint: "
                 "constants of namespace scope need no capture";
        else
            t = layer_mistake<Config, Args...>::value;
        return t;
    }();
};

struct lambda_factory {
    template<class F, class... Args>
    constexpr auto operator()(F, Args... args) const {
        constexpr bool whole = given<Args...>::on(ctnn::output_shape);
        using config = layers::lambda<F, whole>;
        using mistake = lambda_mistake<F, config, Args...>;
        if constexpr (mistake::value.empty())
            return layer_object<config, Args...>(hana::basic_tuple<Args...>{args...});
        else {
            CTNN_SAY(mistake::value);
            return broken_layer<mistake::value>{};
        }
    }
};

} // namespace detail

/// Lambda(function, output_shape = ...)
inline constexpr detail::lambda_factory Lambda{};

} // namespace ctnn
