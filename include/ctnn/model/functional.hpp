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

private:
    template<class... X>
    constexpr auto call(int line, const X&... x) const {
        detail::graph_handle* h = detail::unite(x...);
        return detail::call_results<Outputs>(h, detail::call_ref(h, ref, name, line, x...));
    }
};

namespace detail {

template<class... A>
constexpr std::string_view name_among(const A&... a) {
    std::string_view name;
    [[maybe_unused]] const auto look = [&]<class T>(const T& t) {
        if constexpr (same_keyword<T, argument<keyword<"name">, int>>) name = t.value;
    };
    (look(a), ...);
    return name;
}

/// What the outputs are computed from must be among the inputs: the last edges, inputs before outputs.
constexpr bool check_connected(graph& g, int n_in, int n_out) {
    const int edges = g.edges.size(), nodes = g.nodes.size();
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
    graph_handle* h = unite(in, out);
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

/// What Model says about arguments that are no symbols.
template<class... A>
struct model_arguments_mistake {
    static constexpr text value = [] {
        text t;
        constexpr bool has_inputs = (same_keyword<A, argument<keyword<"inputs">, int>> || ...);
        constexpr bool has_outputs = (same_keyword<A, argument<keyword<"outputs">, int>> || ...);
        constexpr int given = (0 + ... + !is_argument<A>);
        if (!has_inputs && given < 1)
            t << "Model: inputs is missing: Model(inputs = x, outputs = y)";
        else if (!has_outputs && given < (has_inputs ? 1 : 2))
            t << "Model: outputs is missing: Model(inputs = x, outputs = y)";
        else
            t << "Model: inputs and outputs take what Input and calls of layers give, alone or in a tuple; hint: "
                 "Dense(4)(x) is the output of a layer, Dense(4) the layer";
        return t;
    }();
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

/// Model(inputs = x, outputs = y); several as a tuple: outputs = tuple(a, b).
template<class In, class Out, class... A>
    requires(detail::holds_symbols<In> && detail::holds_symbols<Out>)
constexpr auto Model(const argument<keyword<"inputs">, In>& in, const argument<keyword<"outputs">, Out>& out,
                     const A&... more) {
    return detail::make_model(in.value, out.value, detail::name_among(more...));
}
template<class In, class Out, class... A>
    requires(detail::holds_symbols<In> && detail::holds_symbols<Out>)
constexpr auto Model(const argument<keyword<"outputs">, Out>& out, const argument<keyword<"inputs">, In>& in,
                     const A&... more) {
    return detail::make_model(in.value, out.value, detail::name_among(more...));
}
template<class In, class Out, class... A>
    requires(detail::holds_symbols<In> && detail::holds_symbols<Out> && !detail::is_argument<In> && !detail::is_argument<Out>)
constexpr auto Model(const In& in, const Out& out, const A&... more) {
    return detail::make_model(in, out, detail::name_among(more...));
}
template<class... A>
constexpr auto Model(const A&...) {
    if constexpr (!(detail::is_broken_argument<A> || ...)) CTNN_SAY_ALWAYS((detail::model_arguments_mistake<A...>::value));
    return detail::broken_model<1>();
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
