/// Placing a layer in a network: what Dense(4_c)(x) does.
#pragma once
#include "../layer/input_layer.hpp"
#include "call.hpp"
#include "symbol.hpp"

namespace ctnn {
namespace detail {

/// Every layer's own options against what they may be; says the first that is wrong.
constexpr bool check_options(graph& g, int layer, const layer_options& o, int line) {
    if (o.dtype.empty() && o.name.empty() && o.unknown_key.empty() && o.input_dim > 0) return true;
    text t;
    if (!o.unknown_key.empty()) t << "no " << o.unknown_key << " is named \"" << o.unknown_name << '"';
    if (!o.dtype.empty() && o.dtype != "float32") t << "dtype must be float32, got " << o.dtype;
    if (o.input_dim <= 0) t << "input_dim, the number of features, must be positive, got " << o.input_dim;
    for (char c : o.name)
        if (c == '/') t << "a name cannot hold '/', got \"" << o.name << '"';
    if (t.empty()) return true;
    g.fail(layer, line, t.view());
    return false;
}

/// A new layer of the graph, not called yet. -1 after a mistake.
template<class C, class... Args>
constexpr int add_layer(graph& g, const layer_object<C, Args...>& l, layer_options& options, int line) {
    (void)publish<C>{};
    auto* const made = new layer_of<C>;
    l.read(made->config, options);
    made->rules = options.rules;
    layer_record& r = g.new_layer();
    r.config = made;
    r.kind = &handle_of<C>::id;
    r.class_name = C::keras_name;
    r.batches = batch_rule_of<C>;
    r.name = g.keep_name(options.name);
    r.trainable = options.trainable;
    r.line = line;
    if (l.id) r.id = l.id, ++l.id->refs;
    const int at = g.layers.size() - 1;
    if (l.id) l.id->layer = at, l.id->where = &g;
    if constexpr (!layer_object<C, Args...>::missing().empty()) {
        text t;
        t << l.missing() << " is missing: " << C::keras_name << '(' << l.missing() << " = ...)";
        g.fail(at, line, t.view());
    }
    if (l.id && l.id->wrapped)
        g.fail(at, line, "is also inside another layer, which would share its weights; hint: make one of its own");
    return check_options(g, at, options, line) ? at : -1;
}

/// The shape that a layer's options declare for its input, rank -1 for none: without the batch axis.
struct declared_input {
    extents shape = {};
    int batch = -1;
    bool given = false;
};
constexpr bool declares_input(const layer_options& o) {
    return o.batch_shape.rank || o.input_dim != layer_options::no_input_dim || o.input_shape.rank;
}
constexpr declared_input input_of(const layer_options& o) {
    declared_input d;
    d.given = declares_input(o);
    if (o.batch_shape.rank)
        d.shape = o.batch_shape.without(0), d.batch = o.batch_shape[0];
    else if (o.input_dim != layer_options::no_input_dim)
        d.shape = extents(o.input_dim);
    else
        d.shape = o.input_shape;
    return d;
}

/// A declared input shape on a layer that is fed: it must be what arrives.
constexpr void check_declared(graph& g, int layer, const layer_options& o, edge from, int line) {
    if (!declares_input(o)) return;
    const declared_input d = input_of(o);
    if (g.failed() || d.shape == g.shape(from)) return;
    const int before = g.nodes[from.node].layer;
    text t;
    t << "declared input_shape " << d.shape << ", but '" << g.name(before).view() << "' before it outputs " << g.shape(from);
    g.fail(layer, line, t.view());
}

/// The layer's number in the graph of `h`: a new one, or the one that this object was placed as before.
template<class C, class... Args>
constexpr int layer_in(graph_handle* h, const layer_object<C, Args...>& l, layer_options& options, int line) {
    if (l.id && l.id->where) {
        if (l.id->where != h->g) h->g->absorb(*l.id->where);
        return l.id->layer;
    }
    return add_layer(*h->g, l, options, line);
}

} // namespace detail

namespace detail {

/// A layer that is called on something else than symbols.
template<class C, class... X>
struct call_mistake {
    static constexpr text value = [] {
        text t;
        t << C::keras_name << ": is called on what Input and calls of layers give; hint: " << C::keras_name << "(...)(x)";
        if (!(is_layer<X> || ...)) return t;
        t << ", where x = Input(shape<3>) or the result of such a call, not a layer";
        return t;
    }();
};

/// Results of a call whose mistake was reported: what follows is silent.
template<int N>
constexpr auto broken_results() {
    graph_handle* h = graph_handle::create();
    h->g->fail_silently();
    auto y = call_results<N>(h, -1);
    graph_handle::release(h);
    return y;
}

} // namespace detail

template<class C, class... Args, class... X>
    requires(!(detail::holds_symbols<X> && ...))
constexpr auto place(const layer_object<C, Args...>&, int, const X&...) {
    if constexpr (!(detail::is_broken_argument<X> || ...)) CTNN_SAY_ALWAYS((detail::call_mistake<C, X...>::value));
    return detail::broken_results<layer_object<C, Args...>::outputs>();
}

template<class C, class... Args, class... X>
    requires(detail::holds_symbols<X> && ...)
constexpr auto place(const layer_object<C, Args...>& l, int line, const X&... x) {
    using namespace detail;
    graph_handle* h = unite_for(C::keras_name, x...);
    int node = -1;
    if (!h->g->failed()) {
        layer_options options;
        const int layer = layer_in(h, l, options, line);
        if (!h->g->failed()) {
            const int n = list_edges(x...);
            check_declared(*h->g, layer, options, h->g->edges[h->g->edges.size() - n], line);
            if (!h->g->failed()) node = h->g->call(layer, n, line);
            // the types have decided how many symbols there will be
            if (node >= 0 && h->g->nodes[node].outputs != layer_object<C, Args...>::outputs) {
                h->g->fail(layer, line, "how many outputs it has must be clear from its arguments' types; hint: "
                                        "return_state = false_c, or leave it out, instead of a plain false");
                node = -1;
            }
        }
    }
    return call_results<layer_object<C, Args...>::outputs>(h, node);
}

namespace detail {

/// Arithmetic on symbols, which is a layer's: x + y, x * 2.
template<char Operator, bool Both>
struct arithmetic_mistake {
    static constexpr text value = [] {
        text t;
        t << "x " << Operator << (Both ? " y" : " 2") << ": symbols have no arithmetic; hint: ";
        if (Operator == '/' || (Operator == '-' && !Both))
            t << "Lambda([](auto x" << (Both ? ", auto y" : "") << ") { return x " << Operator << (Both ? " y; })(x, y)" : " 2; })(x)");
        else if (!Both)
            t << (Operator == '+' ? "Rescaling(1, 2)(x)" : "Rescaling(2)(x)");
        else
            t << (Operator == '+' ? "Add" : Operator == '-' ? "Subtract" : "Multiply") << "()(x, y)";
        return t;
    }();
};
template<class A, class B>
concept symbol_and_operand = (std::derived_from<A, symbol> && (std::derived_from<B, symbol> || std::is_arithmetic_v<B>)) ||
                             (std::is_arithmetic_v<A> && std::derived_from<B, symbol>);
template<char Operator, class A, class B>
constexpr symbol arithmetic() {
    CTNN_SAY_ALWAYS((arithmetic_mistake<Operator, std::derived_from<A, symbol> && std::derived_from<B, symbol>>::value));
    return broken_results<1>();
}

} // namespace detail

template<class A, class B>
    requires detail::symbol_and_operand<A, B>
constexpr symbol operator+(const A&, const B&) {
    return detail::arithmetic<'+', A, B>();
}
template<class A, class B>
    requires detail::symbol_and_operand<A, B>
constexpr symbol operator-(const A&, const B&) {
    return detail::arithmetic<'-', A, B>();
}
template<class A, class B>
    requires detail::symbol_and_operand<A, B>
constexpr symbol operator*(const A&, const B&) {
    return detail::arithmetic<'*', A, B>();
}
template<class A, class B>
    requires detail::symbol_and_operand<A, B>
constexpr symbol operator/(const A&, const B&) {
    return detail::arithmetic<'/', A, B>();
}

/// A layer whose arguments were wrong: what follows is silent.
template<class... X>
constexpr symbol place_broken(const X&... x) {
    if constexpr ((detail::holds_symbols<X> && ...) && sizeof...(X) > 0) {
        detail::graph_handle* h = detail::unite(x...);
        h->g->fail_silently();
        return detail::call_results<1>(h, -1);
    } else
        return detail::broken_results<1>();
}

} // namespace ctnn
