/// A layer as the user writes it, Dense(units = 4_c): its configuration's type and the arguments. Calling it on symbols
/// places it in a network.
#pragma once
#include "../op/builder.hpp"
#include "activations.hpp"
#include "arguments.hpp"
#include "batch.hpp"
#include "mask.hpp"
#include "parameters.hpp"
#include "placed.hpp"

namespace ctnn {

struct symbol; // of model/

namespace detail {

struct graph;

/// Which layer of which network a layer object has become: one that is called twice shares its weights.
struct identity {
    int refs = 0;
    int layer = -1;
    int wrapped = 0; ///< in how many other layers it is: TimeDistributed(Dense(4_c))
    graph* where = nullptr;

    static constexpr void release(identity* id) {
        if (id && --id->refs == 0) delete id;
    }
};

template<class Key, class... Args>
struct find_argument {
    using type = void;
};
template<class Key, class V, class... More>
struct find_argument<Key, argument<Key, V>, More...> {
    using type = V;
};
template<class Key, class First, class... More>
struct find_argument<Key, First, More...> : find_argument<Key, More...> {};

/// What a layer may ask of its arguments' types when it decides how many outputs it has.
template<class... Args>
struct given {
    /// The type of a keyword's value, void when it is not given.
    template<class Key>
    using value = typename find_argument<Key, Args...>::type;
    /// Whether a switch is there; any value but false_c counts.
    template<class Key>
    static constexpr bool on(Key) {
        using v = value<Key>;
        return !std::is_void_v<v> && !std::is_same_v<v, hana::integral_constant<bool, false>>;
    }
    template<class Key>
    static constexpr bool none(Key) {
        return std::is_same_v<value<Key>, none_t>;
    }
};

template<class C, class... Args>
inline constexpr int output_count = 1;
template<class C, class... Args>
    requires requires { C::outputs(given<Args...>{}); }
inline constexpr int output_count<C, Args...> = C::outputs(given<Args...>{});

/// A mistake in a layer's arguments that was already reported: whatever it becomes part of is silent.
template<const text& T>
struct broken_layer {
    CTNN_SAY_IN_CLASS(T);
    static constexpr bool is_constant = true;
    template<class... X>
    constexpr auto operator()(const X&... x) const {
        return place_broken(x...);
    }
    template<std::size_t N>
    constexpr auto operator()(const symbol (&x)[N]) const {
        return place_broken(x);
    }
};

/// What is missing in a layer's class.
template<class C>
struct class_mistake {
    static constexpr text value = [] {
        text t;
        if constexpr (!requires { std::string_view(C::keras_name); })
            t << "a layer's class needs a name; hint: static constexpr std::string_view keras_name = \"MyLayer\"";
        else if constexpr (!requires { C::arguments(); })
            t << C::keras_name << ": a layer's class needs its keywords; hint: static constexpr auto arguments() { return takes(); }";
        else if constexpr (!has_call<C>)
            t << C::keras_name << ": a layer's class needs what it computes; hint: constexpr ops::value call(parameters& own, "
              << "const ops::value& x) const, or const inputs_view& x for several inputs";
        return t;
    }();
};

template<class C, class... Args>
struct layer_mistake {
    static constexpr text value = [] {
        text t = argument_mistake<C, Args...>();
        if constexpr (requires { C::template argument_types<Args...>(t); })
            if (t.empty()) C::template argument_types<Args...>(t);
        return t;
    }();
};

/// The first mistake in a layer's class, or in its arguments.
template<class C, bool ClassIsRight>
struct mistake_of {
    template<class... Args>
    using in = layer_mistake<C, Args...>;
};
template<class C>
struct mistake_of<C, false> {
    template<class...>
    using in = class_mistake<C>;
};

template<class T>
inline constexpr bool is_layer = false;
template<class T>
inline constexpr bool is_broken = false;
template<const text& T>
inline constexpr bool is_broken<broken_layer<T>> = true;
template<class V>
inline constexpr bool is_broken_argument = is_broken<V>;
template<class Key, class V>
inline constexpr bool is_broken_argument<argument<Key, V>> = is_broken<V>;

} // namespace detail

/// A layer with its arguments. Its class C is the configuration; `layers::dense` says what one looks like.
template<class C, class... Args>
struct layer_object {
    using configuration = C;
    static constexpr int outputs = detail::output_count<C, Args...>;

    hana::basic_tuple<Args...> args;
    detail::identity* id = nullptr;

    constexpr layer_object() : layer_object(hana::basic_tuple<Args...>{}) {}
    constexpr explicit layer_object(const hana::basic_tuple<Args...>& a) : args(a) {
        if (std::is_constant_evaluated()) id = new detail::identity{1};
    }
    constexpr layer_object(const layer_object& o) : args(o.args), id(o.id) {
        if (id) ++id->refs;
    }
    layer_object& operator=(const layer_object&) = delete;
    constexpr ~layer_object() { detail::identity::release(id); }

    /// The configuration and what every layer has, with the arguments' values in it.
    constexpr void read(C& config, layer_options& options) const {
        detail::read_arguments(args, config, options);
        if constexpr (requires { config.take_rules(options); }) config.take_rules(options);
    }
    /// The first required keyword that was not given, "" for none.
    static constexpr std::string_view missing() { return detail::missing_argument<C, Args...>(); }

    template<class X>
    constexpr auto operator()(const X& x, int line = __builtin_LINE()) const {
        return place(*this, line, x);
    }
    template<class X, class Y>
        requires(!std::is_integral_v<Y>)
    constexpr auto operator()(const X& x, const Y& y, int line = __builtin_LINE()) const {
        return place(*this, line, x, y);
    }
    template<class X, class Y, class Z>
        requires(!std::is_integral_v<Z>)
    constexpr auto operator()(const X& x, const Y& y, const Z& z, int line = __builtin_LINE()) const {
        return place(*this, line, x, y, z);
    }
    template<class X, class Y, class Z, class W, class... More>
        requires(!std::is_integral_v<W>)
    constexpr auto operator()(const X& x, const Y& y, const Z& z, const W& w, const More&... more) const {
        return place(*this, 0, x, y, z, w, more...);
    }
    /// Keras' list: Concatenate()({x, y}).
    template<std::size_t N>
    constexpr auto operator()(const symbol (&x)[N], int line = __builtin_LINE()) const {
        return place(*this, line, x);
    }
};

/// Makes layers of the class C: inline constexpr factory<dense> Dense{};
template<class C>
struct factory {
    template<class... Args>
    constexpr auto operator()(Args... args) const {
        return make(args...);
    }
    // `tanh` is an overload set: these resolve it in Keras' positions of an activation
    constexpr auto operator()(activation_kind (*)(only_here)) const { return make(tanh_constant{}); }
    template<class A, class... More>
    constexpr auto operator()(A a, activation_kind (*)(only_here), More... more) const {
        return make(a, tanh_constant{}, more...);
    }
    template<class A, class B, class... More>
    constexpr auto operator()(A a, B b, activation_kind (*)(only_here), More... more) const {
        return make(a, b, tanh_constant{}, more...);
    }
    // braces have no type: these give them one that a sentence is about
    template<class... More>
    constexpr auto operator()(in_braces list, More... more) const {
        return make(list, more...);
    }
    template<class A, class... More>
    constexpr auto operator()(A a, in_braces list, More... more) const {
        return make(a, list, more...);
    }

private:
    template<class... Args>
    static constexpr auto make(const Args&... args) {
        using mistake = typename detail::mistake_of<C, detail::class_mistake<C>::value.empty()>::template in<Args...>;
        if constexpr (mistake::value.empty())
            return layer_object<C, Args...>(hana::basic_tuple<Args...>{args...});
        else {
            CTNN_SAY(mistake::value);
            return detail::broken_layer<mistake::value>{};
        }
    }
};

namespace detail {
template<class C, class... Args>
inline constexpr bool is_layer<layer_object<C, Args...>> = true;
template<class C, class... Args>
inline constexpr bool is_constant<layer_object<C, Args...>> = (is_constant<Args> && ...);
template<const text& T>
inline constexpr bool is_constant<broken_layer<T>> = true;
} // namespace detail

} // namespace ctnn
