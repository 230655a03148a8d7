/// functional([] { auto x = Input(...); ...; return Model(inputs = x, outputs = y); })
#pragma once
#include "network.hpp"

namespace ctnn {

/// A model inside functional's body: the result of Model(...). It is a layer, too.
template<int Outputs>
struct model_symbol {
    detail::model_ref ref;
    std::string_view name{};

    constexpr detail::model_ref model() const {
        detail::model_ref named = ref;
        named.name = name;
        return named;
    }

    /// The model as a layer: its weights are shared by all calls.
    template<class X>
    constexpr auto operator()(const X& x, int line = __builtin_LINE()) const {
        return call(line, x);
    }
    template<class X, class Y>
        requires(!std::is_integral_v<Y>)
    constexpr auto operator()(const X& x, const Y& y, int line = __builtin_LINE()) const {
        return call(line, x, y);
    }
    template<class X, class Y, class Z, class... More>
        requires(!std::is_integral_v<Z>)
    constexpr auto operator()(const X& x, const Y& y, const Z& z, const More&... more) const {
        return call(0, x, y, z, more...);
    }
    template<std::size_t N>
    constexpr auto operator()(const symbol (&x)[N], int line = __builtin_LINE()) const {
        return call(line, x);
    }

private:
    template<class... X>
    constexpr auto call(int line, const X&... x) const {
        detail::graph_handle* h = detail::unite(x...);
        return detail::call_results<Outputs>(h, detail::call_ref(h, ref, name, line, x...));
    }
};

namespace detail {

/// The inputs are Inputs, and what the outputs are computed from is among them: the last edges, inputs before outputs.
constexpr bool check_connected(graph& g, int n_in, int n_out) {
    const int edges = g.edges.size(), nodes = g.nodes.size();
    for (int i = edges - n_out - n_in; i < edges - n_out; ++i) {
        const node& c = g.nodes[g.edges[i].node];
        if (g.is_input(c.layer)) continue;
        text t;
        t << "Model: inputs must come from Input(...), got what '" << g.name(c.layer).view() << '\'';
        if (c.line) t << " (line " << c.line << ')';
        t << " puts out; hint: keep Input's symbol in a variable of its own";
        g.fail(t.view());
        return false;
    }
    auto* needed = new bool[std::size_t(nodes + 1)]();
    auto* known = new bool[std::size_t(nodes + 1)]();
    for (int i = edges - n_out; i < edges; ++i) needed[g.edges[i].node] = true;
    for (int i = edges - n_out - n_in; i < edges - n_out; ++i) known[g.edges[i].node] = true;
    for (int n = nodes; n-- > 0;) {
        if (!needed[n] || known[n]) continue;
        const node& c = g.nodes[n];
        for (int i = 0; i < c.inputs; ++i) needed[g.edges[c.first_edge + i].node] = true;
        if (c.inputs) continue;
        text t;
        t << "Model: its outputs depend on '" << g.name(c.layer).view() << '\'';
        if (c.line) t << " (line " << c.line << ')';
        t << ", which is not among its inputs; hint: inputs = tuple(...) holds all of them";
        g.fail(t.view());
        break;
    }
    delete[] needed;
    delete[] known;
    return !g.failed();
}

template<class In, class Out>
constexpr auto make_model(const In& in, const Out& out, std::string_view name) {
    graph_handle* h = unite_for("Model", in, out);
    int model = -1;
    if (!h->g->failed()) {
        const int n_in = list_edges(in), n_out = list_edges(out);
        if (check_connected(*h->g, n_in, n_out)) model = add_model(*h->g, false, n_in, n_out) - h->first_model;
    }
    ++h->refs;
    return model_symbol<symbol_count<Out>>{model_ref(h, model), name};
}

/// A model after a mistake that was reported: what follows is silent.
template<int Outputs>
constexpr model_symbol<Outputs> broken_model() {
    graph_handle* h = graph_handle::create();
    h->g->fail_silently();
    return {model_ref(h, -1)};
}

/// What one argument of a model holds.
template<class A>
struct value_of {
    using type = A;
    static constexpr std::string_view key{};
    static constexpr const A& get(const A& a) { return a; }
};
template<class Key, class V>
struct value_of<argument<Key, V>> {
    using type = V;
    static constexpr std::string_view key = Key::name;
    static constexpr const V& get(const argument<Key, V>& a) { return a.value; }
};

/// Model's arguments: inputs and outputs by keyword or by position, name by keyword.
template<class... A>
struct model_arguments {
    static constexpr std::string_view keys[3] = {"inputs", "outputs", "name"};
    static constexpr int count = int(sizeof...(A));
    static constexpr std::string_view key[sizeof...(A) + 1] = {value_of<A>::key...}; ///< "" for a position
    /// The number of the argument that gives `keys[k]`, from argument number `first` on; `count` when there is none.
    static constexpr int find(int k, int first = 0) {
        for (int i = first; i < count; ++i)
            if (key[i] == keys[k] || (key[i].empty() && k < 2 && positions<A...>::of(i) == k)) return i;
        return count;
    }
    /// The number of the first argument that has no place here; `count` when there is none.
    static constexpr int unknown() {
        for (int i = 0; i < count; ++i)
            if (key[i].empty() ? positions<A...>::of(i) > 1
                               : key[i] != keys[0] && key[i] != keys[1] && key[i] != keys[2])
                return i;
        return count;
    }
    static constexpr bool broken = (is_broken_argument<A> || ...);

    template<int K>
    static constexpr decltype(auto) get(const A&... a) {
        using chosen = value_of<std::tuple_element_t<std::size_t(find(K)), std::tuple<A...>>>;
        return chosen::get(std::get<std::size_t(find(K))>(std::tie(a...)));
    }
    static constexpr text mistake() {
        text t;
        const int other = unknown();
        if (other < count && key[other].empty())
            t << "Model: too many arguments, it takes inputs, outputs and name = \"digits\"";
        else if (other < count) {
            t << "Model has no keyword '" << key[other] << "', it takes inputs, outputs and name";
            if (key[other] == "trainable") t << "; hint: trainable = false in each of its layers";
        }
        for (int k = 0; k < 3 && t.empty(); ++k)
            if (find(k) < count && find(k, find(k) + 1) < count) t << "Model: " << keys[k] << " is given twice";
        for (int k = 0; k < 2 && t.empty(); ++k)
            if (find(k) == count) t << "Model: " << keys[k] << " is missing: Model(inputs = x, outputs = y)";
        if constexpr (find(2) < count)
            if (t.empty() && !((value_of<A>::key == keys[2] && is_text_argument<typename value_of<A>::type>) || ...))
                t << "Model: name takes " << kind_of_value<std::string_view>();
        // inputs and outputs are all that is left
        if (t.empty() && !((value_of<A>::key == keys[2] || holds_symbols<typename value_of<A>::type>) && ...))
            t << "Model: inputs and outputs take what Input and calls of layers give, alone or in a tuple; hint: "
                 "Dense(4)(x) is the output of a layer, Dense(4) the layer";
        return t;
    }
};
template<class... A>
struct model_arguments_mistake {
    static constexpr text value = model_arguments<A...>::mistake();
};

/// Whether a body gives a model: otherwise there is an error in it that the compiler has reported.
template<class F>
concept gives_model = requires {
    { as_model(F{}()) } -> std::same_as<model_ref>;
};
template<class F>
inline constexpr bool can_be_built = false;
template<gives_model F>
inline constexpr bool can_be_built<F> = requires { typename std::bool_constant<definition<F>::value.ok>; };

template<class F>
struct body_mistake {
    static constexpr text value = [] {
        text t;
        if constexpr (!std::is_class_v<F>)
            t << "functional: takes a function without arguments that returns a Model; hint: functional([] { ...; return "
                 "Model(inputs = x, outputs = y); })";
        else if constexpr (!std::is_empty_v<F> || !std::is_default_constructible_v<F>)
            t << "functional: the body must not capture anything, since the compiler runs it before there is anything to "
                 "capture; hint: constants of namespace scope need no capture";
        else if constexpr (requires { F{}(); }) {
            using result = decltype(F{}());
            if constexpr (!gives_model<F> && !is_broken<result>)
                t << "functional: the body must return a Model; hint: return Model(inputs = x, outputs = y)";
        } else if constexpr (requires { &F::operator(); } || requires { &F::template operator()<symbol>; })
            t << "functional: the body takes no arguments; hint: auto x = Input(shape<3>) in it makes an input";
        return t;
    }();
};

} // namespace detail

/// Model(inputs = x, outputs = y, name = "digits"), keywords in any order, or Model(x, y); several as a tuple:
/// outputs = tuple(a, b).
template<class... A>
constexpr auto Model(const A&... a) {
    using given = detail::model_arguments<A...>;
    if constexpr (given::broken)
        return detail::broken_model<1>();
    else if constexpr (!detail::model_arguments_mistake<A...>::value.empty()) {
        CTNN_SAY_ALWAYS((detail::model_arguments_mistake<A...>::value));
        return detail::broken_model<1>();
    } else {
        std::string_view name;
        if constexpr (given::find(2) < given::count) name = given::template get<2>(a...);
        return detail::make_model(given::template get<0>(a...), given::template get<1>(a...), name);
    }
}

/// The network that the body builds, evaluated by the compiler: loops and helpers are fine. The body must not capture;
/// in a header that several sources share, a named struct with operator() takes the lambda's place.
template<class F>
constexpr auto functional(const F&) {
    using mistake = detail::body_mistake<F>;
    if constexpr (!mistake::value.empty()) {
        CTNN_SAY(mistake::value);
        return detail::reported_network<mistake::value>{};
    } else if constexpr (!detail::can_be_built<F>) // the compiler has said what is wrong in the body
        return detail::broken_network<mistake::value, true>{};
    else {
        using d = detail::definition<F>;
        if constexpr (!d::value.ok && !d::value.silent) CTNN_SAY(d::error);
        return detail::checked<F>();
    }
}

} // namespace ctnn
