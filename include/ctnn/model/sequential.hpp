/// Sequential(layers...), Sequential().add(...), and Sequential inside functional's body.
#pragma once
#include "add.hpp"

namespace ctnn {
namespace detail {

/// Elements of a Sequential, remade from their types inside the constant evaluation.
template<class T>
struct element {
    static constexpr void add(growing_model& m) { m.add(T{}); }
};
template<class... Args>
struct element<input_symbol<Args...>> {
    static constexpr void add(growing_model& m) { m.add(make_input(0, Args{}...)); }
};
template<class V>
struct element<argument<keyword<"name">, V>> {
    static constexpr void add(growing_model& m) { m.name = V{}; }
};
template<class Def>
struct element<network<Def>> {
    static constexpr void add(growing_model& m) { m.add_model(network_model<Def>()); }
};
template<class Def>
struct element<unbuilt<Def>> {
    static constexpr void add(growing_model& m, int line = 0) {
        constexpr auto later = [](growing_model& outer, int at) {
            growing_model inner;
            inner.set_input(outer.shape(), outer.batch());
            Def::add_all(inner);
            inner.made_at(at, true);
            --outer.layers; // add_model counts it
            outer.add_model(inner.finish());
        };
        m.add_later(later, line);
    }
};

/// A Sequential without an input shape as a layer: for the shape of `x`. A variable (`named`) that is called again is the
/// same layer.
template<class Def>
constexpr symbol place_unbuilt(bool named, int line, const symbol& x) {
    graph_handle* h = unite(x);
    graph& g = *h->g;
    if (g.failed()) return call_results<1>(h, -1);
    for (int i = 0; named && i < g.models.size(); ++i)
        if (same_object(g.models[i].key, &definition_key<Def>)) {
            ++h->refs;
            return call_results<1>(h, call_ref(h, model_ref(h, i - h->first_model), {}, line, x));
        }
    growing_model m;
    m.set_input(x.shape(), batch_of(g, {h->first_node + x.node, x.output}));
    Def::add_all(m);
    m.made_at(line, !named);
    const model_ref ref = m.finish();
    if (named && ref.model >= 0) ref.g().models[ref.handle->first_model + ref.model].key = &definition_key<Def>;
    return call_results<1>(h, call_ref(h, ref, m.name, line, x));
}

/// The body of Sequential(L...).
template<class... L>
struct chain {
    template<class Next>
    static constexpr auto with(const Next&) {
        return sequential_of<L..., Next>();
    }
    static constexpr void add_all(growing_model& m) {
        using all = int[];
        (void)all{0, (element<L>::add(m), 0)...};
    }
    constexpr model_ref operator()() const {
        growing_model m;
        add_all(m);
        return m.finish();
    }
};

/// The same with an input shape given from outside, by build(input_shape = ...) or by what a symbol has.
template<class Chain, class Shape>
struct chain_on {
    constexpr model_ref operator()() const {
        growing_model m;
        const extents s = Shape{};
        m.set_input(s.slice(s.rank ? 1 : 0, s.rank), s.rank ? s[0] : -1);
        Chain::add_all(m);
        if (m.g().failed() && !m.g().silent && s[0] != -1)
            *m.g().error << " (build's input_shape " << s << " begins with the batch axis, as None or a number)";
        return m.finish();
    }
};

template<class T>
inline constexpr bool is_element = is_layer<T> || is_broken<T> || is_input_symbol<T> || is_network<T>;
template<class Def>
inline constexpr bool is_element<unbuilt<Def>> = true;

/// The first element that is no layer, or whose arguments are not all constants.
template<class T, int Number>
struct element_mistake {
    static constexpr void say(text& t) {
        if constexpr (!is_element<T>)
            t << "Sequential: argument " << Number << " is not a layer; hint: Dense(4_c) makes one, Dense alone does not";
    }
};
template<class Key, class V, int Number>
struct element_mistake<argument<Key, V>, Number> {
    static constexpr void say(text& t) {
        if constexpr (Key::name != "name") {
            t << "Sequential has no keyword '" << Key::name << "', it takes layers and name";
            if (Key::name == "trainable") t << "; hint: trainable = false_c in each of its layers";
            if (Key::name.ends_with("shape")) t << "; hint: Input(shape<3>) as its first element";
        } else if constexpr (!is_text_argument<V>)
            t << "Sequential: name takes a string, for example \"digits\"_s";
        else if constexpr (!is_constant<V>)
            t << "Sequential: name is a plain value, and Sequential needs constants; write name = \"digits\"_s";
    }
};
template<class C, class... Args, int Number>
struct element_mistake<layer_object<C, Args...>, Number> {
    static constexpr void say(text& t) {
        if constexpr (!(is_constant<Args> && ...)) {
            int i = 0;
            ((!is_constant<Args> && t.empty() ? plain<Args>(t, i) : void(), ++i), ...);
        }
    }
    template<class A>
    static constexpr void plain(text& t, int i) {
        std::string_view key, example;
        const auto look = [&]<class S>(const some_slot<S>&) {
            key = S::key::name, example = example_of_value<typename S::member_type>();
        };
        if constexpr (is_argument<A>) {
            using own = slot_for<C, typename A::key>;
            using slot = std::conditional_t<own::exists, own, slot_for<layer_options, typename A::key>>;
            if constexpr (slot::exists)
                look(slot());
            else
                key = A::key::name, example = example_of_value<rule_type<typename A::key>>();
        } else
            at_position(positions<Args...>::of(i), look);
        t << "layer " << Number << ' ' << C::keras_name << ": " << key
          << " is a plain value, and Sequential needs constants; write " << key << " = " << example
          << ", or use functional";
    }
    template<class Look>
    static constexpr void at_position(int position, const Look& look) {
        int k = 0;
        [&]<class... S>(const slots<S...>*) {
            ((k++ == position ? look(some_slot<S>()) : void()), ...);
        }(static_cast<const slots_of<C>*>(nullptr));
    }
};

template<class... L>
struct sequential_mistake {
    static constexpr text value = [] {
        text t;
        [&]<int... I>(std::integer_sequence<int, I...>) {
            ((t.empty() ? element_mistake<L, I + 1>::say(t) : void()), ...);
        }(std::make_integer_sequence<int, int(sizeof...(L))>{});
        if (t.empty() && (0 + ... + same_keyword<L, argument<keyword<"name">, int>>) > 1)
            t << "Sequential: name is given twice";
        return t;
    }();
};

template<class>
struct sequential_of_a_list {
    static constexpr text value = [] {
        text t;
        return t << "Sequential takes its layers as arguments, not as a list in braces; hint: Sequential(Dense(4_c), "
                    "Dense(1_c))";
    }();
};

/// What a Sequential without an input shape says when it is asked for anything that depends on it.
template<class Def>
struct not_built {
    static constexpr text value = [] {
        text t;
        t << "this Sequential has no input shape yet; hint: input_shape = shape<...> in its first layer, or "
             ".build(input_shape = shape<None, ...>)";
        return t;
    }();
    static constexpr anything say() {
        CTNN_SAY_ALWAYS(not_built::value);
        return {};
    }
};

} // namespace detail

/// A Sequential whose input shape is not known yet: give it with build(input_shape = shape<None, 3>), or use it as a layer.
template<class Def>
struct unbuilt : detail::no_training {
    using definition = Def;

    /// Keras' build: the batch axis comes first, as None or a number.
    template<int... D>
    constexpr auto build(argument<keyword<"input_shape">, shape_t<D...>>) const {
        using on = detail::chain_on<Def, shape_t<D...>>;
        using d = detail::definition<on>;
        if constexpr (!d::value.ok && !d::value.silent) CTNN_SAY(d::error);
        return detail::checked<on>();
    }
    // nothing of this is known yet: who asks gets a sentence
    static constexpr detail::anything input_shape = detail::not_built<Def>::say(), output_shape = input_shape,
                                      param_count = input_shape, trainable_param_count = input_shape,
                                      weight_bytes = input_shape, workspace_bytes = input_shape, macs = input_shape,
                                      layer_count = input_shape, layers = input_shape;
    template<class... A>
    constexpr auto build(const A&...) const {
        return detail::not_built<Def>::say(), detail::broken_network<detail::not_built<Def>::value, true>{};
    }
    template<class... A>
    constexpr detail::anything get_layer(const A&...) const {
        return detail::not_built<Def>::say();
    }
    template<class... A>
    void summary(const A&...) const {
        detail::not_built<Def>::say();
    }
    /// One more layer, as another type: Sequential(...).add(Dense(1_c)).
    template<class L>
    [[nodiscard]] constexpr auto add(const L& layer) && {
        return Def::with(layer);
    }
    template<class L>
    constexpr auto add(const L&) const& {
        CTNN_SAY_ALWAYS((detail::named_sequential<L>::value));
        return *this;
    }
    /// On a symbol: the network as a layer, for the symbol's shape. A variable's calls share their weights.
    template<class X>
    constexpr symbol operator()(const X& x, int line = __builtin_LINE()) const& {
        return detail::place_unbuilt<Def>(true, line, x);
    }
    template<class X>
    constexpr symbol operator()(const X& x, int line = __builtin_LINE()) const&& {
        return detail::place_unbuilt<Def>(false, line, x);
    }
};

namespace detail {

template<class... L>
constexpr auto sequential_of() {
    using def = chain<L...>;
    if constexpr ((is_broken<L> || ...))
        return broken_network<sequential_mistake<L...>::value, true>{};
    else if constexpr (!sequential_mistake<L...>::value.empty()) {
        CTNN_SAY((sequential_mistake<L...>::value));
        return reported_network<sequential_mistake<L...>::value>{};
    } else {
        using d = definition<def>;
        if constexpr (!d::value.ok && !d::value.silent) CTNN_SAY(d::error);
        return checked<def>();
    }
}

} // namespace detail

/// Sequential(Dense(4_c, input_shape = shape<3>), Dense(1_c)): a chain of layers, each argument a constant.
template<class... L>
    requires(sizeof...(L) > 0)
constexpr auto Sequential(const L&...) {
    return detail::sequential_of<L...>();
}
    /// Keras' list of layers is none here: its elements are of different types.
    template<class Nothing = void>
    constexpr auto Sequential(in_braces) {
        CTNN_SAY(detail::sequential_of_a_list<Nothing>::value);
        return detail::reported_network<detail::sequential_of_a_list<Nothing>::value>{};
    }
/// Sequential(), Sequential(name = "digits"_s): a model that grows by add.
constexpr auto Sequential() { return empty_sequential<>(); }
template<class V>
    requires detail::is_text_argument<V>
constexpr auto Sequential(const argument<keyword<"name">, V>& n) {
    return empty_sequential<argument<keyword<"name">, V>>(n);
}

} // namespace ctnn
