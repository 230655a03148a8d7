/// A layer as the argument of another: TimeDistributed(Dense(4_c)).
#pragma once
#include "layer.hpp"
#include "placed.hpp"

namespace ctnn {

/// The configuration of a layer inside another, and what was said about the layer itself.
template<class C>
struct wrapped : C {
    static constexpr std::string_view expected = "a layer, for example Dense(4_c)";
    extents declared_shape{};     ///< input_shape of the layer inside; no axes: not declared
    bool given_trainable = true;
    bool placed = false;          ///< the object is a layer of the network already
    bool shared = false;          ///< the object is inside another layer already
    std::string_view unknown_key{}, unknown_name{}; ///< a string argument of it that names nothing
    detail::weight_rule* rules = nullptr;           ///< until the layer around it takes them

    /// Sentences about the layer inside, which gets `x`.
    constexpr void check_inside(report& say, const input_shapes& x) const {
        say.unless(given_trainable, "trainable = false_c on the layer inside; hint: give it to the layer around it");
        say.unless(unknown_key.empty(), "no ", unknown_key, " of the layer inside is named \"", unknown_name, "\"");
        say.unless(!placed, "the layer inside is also called by itself, which would share its weights; hint: make one of its own");
        say.unless(!shared, "the layer inside is also in another layer, which would share its weights; hint: make one of its own");
        say.unless(declared_shape.rank == 0 || declared_shape == x[0], "the layer inside declares input_shape ", declared_shape,
                   ", but gets ", x[0]);
        if (!say.failed()) detail::check_layer(inside(), say, x);
    }
    constexpr const C& inside() const { return *this; }
    /// Hands over its rules, for the weights in the scope `where` alone unless that is empty.
    constexpr void give_rules(layer_options& to, std::string_view where = {}) {
        for (detail::weight_rule* r = rules; r; r = r->next) {
            r->wrapped = true;
            if (!where.empty()) r->inside = where;
        }
        detail::weight_rule::append(to.rules, rules);
        rules = nullptr;
    }
};

namespace detail {

template<class V>
struct layer_argument {
    static constexpr bool exists = false;
    static constexpr int outputs = 0;
    static constexpr std::string_view missing() { return {}; }
};
template<class C, class... Args>
struct layer_argument<layer_object<C, Args...>> {
    static constexpr bool exists = true;
    static constexpr int outputs = layer_object<C, Args...>::outputs;
    using configuration = C;
    static constexpr std::string_view class_name = C::keras_name;
    static constexpr std::string_view missing() { return layer_object<C, Args...>::missing(); }
};
template<class V>
struct layer_argument<argument<keyword<"layer">, V>> : layer_argument<V> {};

/// The first layer among the arguments, by position or by layer = ...; backward_layer is another.
template<class... Args>
struct first_layer : layer_argument<void> {};
template<class First, class... More>
struct first_layer<First, More...>
    : std::conditional_t<layer_argument<First>::exists, layer_argument<First>, first_layer<More...>> {};

/// A required keyword that the layer inside lacks.
template<class Layer>
constexpr void say_missing(text& t, std::string_view outer) {
    if constexpr (Layer::exists)
        if (t.empty() && !Layer::missing().empty())
            t << outer << ": " << Layer::missing() << " is missing in the layer inside: " << Layer::class_name << '('
              << Layer::missing() << " = ...)";
}

template<class V, class C>
inline constexpr bool is_layer_of = false;
template<class C, class... Args>
inline constexpr bool is_layer_of<layer_object<C, Args...>, C> = true;

template<class C>
struct accept<wrapped<C>> {
    template<class V>
    static constexpr bool from = is_layer_of<V, C> || std::is_same_v<V, wrapped<C>>;
    template<class V>
    static constexpr wrapped<C> make(const V& v) {
        if constexpr (std::is_same_v<V, wrapped<C>>)
            return v;
        else {
            wrapped<C> w;
            layer_options options;
            v.read(static_cast<C&>(w), options);
            w.given_trainable = options.trainable, w.rules = options.rules;
            w.unknown_key = options.unknown_key, w.unknown_name = options.unknown_name;
            w.declared_shape = options.batch_shape.rank ? options.batch_shape.without(0)
                            : options.input_dim != layer_options::no_input_dim ? extents(options.input_dim)
                                                                               : options.input_shape;
            w.placed = v.id && v.id->where;
            w.shared = v.id && v.id->wrapped++ > 0;
            return w;
        }
    }
};

/// A network, or a model inside functional's body.
template<class V>
inline constexpr bool is_model_argument = requires { typename V::definition; } || requires(const V& v) { v.model(); };
template<class Key, class V>
inline constexpr bool is_model_argument<argument<Key, V>> = is_model_argument<V>;

/// What a wrapper's factory says when there is no layer among its arguments.
template<fixed_string Name, class... Args>
struct no_layer {
    static constexpr text value = [] {
        text t;
        if ((is_model_argument<Args> || ...))
            t << Name.view() << ": a model inside is not supported; hint: " << Name.view() << " around each of its layers";
        else if (Name.view() == "Bidirectional")
            t << "Bidirectional: layer takes a layer that goes through time, for example Bidirectional(LSTM(4_c))";
        else
            t << Name.view() << ": layer takes a layer with its arguments, for example " << Name.view() << "(Dense(4_c))";
        return t;
    }();
};

/// Makes a wrapper around the layer that its arguments hold: Wrapper<C>::type is the configuration for a layer of class C.
template<fixed_string Name, template<class...> class Find>
struct wrapper_factory {
    template<class... Args>
    constexpr auto operator()(Args... args) const {
        if constexpr ((is_broken_argument<Args> || ...))
            return broken(args...);
        else if constexpr (requires { typename Find<Args...>::type; })
            return factory<typename Find<Args...>::type>{}(args...);
        else {
            using mistake = no_layer<Name, Args...>;
            CTNN_SAY(mistake::value);
            return broken_layer<mistake::value>{};
        }
    }

private:
    template<class First, class... More>
    static constexpr auto broken(const First& first, const More&... more) {
        if constexpr (is_broken<First>)
            return first;
        else if constexpr (is_broken_argument<First>)
            return first.value;
        else
            return broken(more...);
    }
};

} // namespace detail
} // namespace ctnn
