/// The architecture while it is built, inside one constant evaluation (or at run time, in tools): layers, their calls and
/// what feeds what. Symbols point into it.
#pragma once
#include "../shape/growing.hpp"
#include "graph_parts.hpp"

namespace ctnn::detail {

struct graph_handle;

struct graph {
    growing<layer_record> layers;
    growing<node> nodes;
    growing<edge> edges;
    growing<extents> shapes;
    growing<parameter> parameters;
    growing<model_record> models;
    growing<graph_handle*> handles;
    growing<char> characters;
    growing<name_counter> counters;
    growing<recent_call> recent;
    growing<recipe> recipes;
    growing<ops::op> recipe_ops;
    ops::builder scratch;
    text* error = nullptr;
    bool silent = false; // the error was reported elsewhere

    constexpr graph() = default;
    graph(const graph&) = delete;
    graph& operator=(const graph&) = delete;
    constexpr ~graph() {
        for (layer_record& l : layers) {
            if (l.id && l.id->where == this) l.id->where = nullptr, l.id->layer = -1;
            identity::release(l.id);
            delete l.config;
        }
        delete error;
    }

    constexpr bool failed() const { return error != nullptr; }
    constexpr const extents& shape(edge e) const { return shapes[nodes[e.node].first_shape + e.output]; }
    constexpr bool is_input(int layer) const { return layers[layer].config == nullptr && layers[layer].model < 0; }

    /// The first mistake stays; a silent one has already been reported.
    constexpr void fail(std::string_view sentence) {
        if (error) return;
        error = new text;
        *error << sentence;
    }
    constexpr void fail_silently() {
        fail("reported before");
        silent = true;
    }

    /// Number of a layer in messages: from 1, in the order of creation, inputs not counted.
    constexpr int number(int layer) const {
        int n = 1;
        for (int i = 0; i < layers.size(); ++i) n += layers[i].stamp < layers[layer].stamp && !is_input(i) && !layers[i].inner;
        return n;
    }
    /// A name given by the user.
    constexpr range keep_name(std::string_view given) {
        const range r{characters.size(), int(given.size())};
        for (char c : given) characters.push(c);
        return r;
    }
    /// Name of a layer, given or counted; before the names are settled the count may still change.
    constexpr name_text name(int layer) const {
        const layer_record& l = layers[layer];
        if (l.name.count) return name_text({characters.begin() + l.name.first, std::size_t(l.name.count)});
        int n = l.ordinal;
        if (l.counter < 0)
            for (const layer_record& o : layers) n += o.stamp < l.stamp && !o.name.count && o.class_name == l.class_name;
        return counted_name(l.class_name, n);
    }
    /// The counter of a layer's class.
    constexpr int counter_of(const layer_record& l) {
        for (int i = 0; i < counters.size(); ++i)
            if (same_object(counters[i].kind, l.kind) && !same_object(l.kind, nullptr)) return counters[i].root;
        name_counter c;
        c.kind = l.kind, c.class_name = l.class_name, c.root = counters.size();
        for (int i = counters.size(); i-- > 0;)
            if (counters[i].class_name == l.class_name) c.root = counters[i].root;
        if (c.root == counters.size()) c.prefix = counted_name(l.class_name, 0);
        counters.push(c);
        return c.root;
    }
    /// Gives every layer its name for good: what a model's layers are called, they keep when it becomes a layer.
    constexpr void settle_names() {
        const int n = layers.size();
        auto* in_order = new int[std::size_t(n + 1)];
        for (int i = 0; i < n; ++i) in_order[layers[i].stamp] = i;
        for (int i = 0; i < n; ++i) {
            layer_record& l = layers[in_order[i]];
            if (l.name.count || l.counter >= 0) continue;
            l.counter = counter_of(l);
            l.ordinal = counters[l.counter].n++;
        }
        delete[] in_order;
    }

    /// A mistake of a layer: "layer 2 LSTM 'lstm_1' (line 7): sentence".
    constexpr void fail(int layer, int line, std::string_view sentence, int before = -1) {
        if (error) return;
        error = new text;
        *error << "layer " << number(layer) << ' ' << layers[layer].class_name << " '" << name(layer).view() << '\'';
        if (line) *error << " (line " << line << ')';
        *error << ": ";
        for (char c : sentence)
            if (c == previous_mark && before >= 0)
                *error << name(before).view();
            else
                *error << c;
    }

    /// A mistake of an input: "Input (line 3): sentence".
    constexpr void fail_at_input(std::string_view sentence, int line) {
        if (error) return;
        error = new text;
        *error << "Input";
        if (line) *error << " (line " << line << ')';
        *error << ": " << sentence;
    }

    /// A layer of which nothing is known yet.
    constexpr layer_record& new_layer() {
        layer_record& l = layers.add();
        l.stamp = layers.size() - 1;
        return l;
    }
    constexpr int add_layer(const layer_record& l) {
        layers.push(l);
        layers.back().stamp = layers.size() - 1;
        return layers.size() - 1;
    }
    /// A call of `layer`; its inputs are the last `n` edges.
    constexpr int add_node(int layer, int n, int line) {
        node& c = nodes.add();
        c.layer = layer, c.inputs = n, c.first_edge = edges.size() - n, c.first_shape = shapes.size(), c.line = line;
        return nodes.size() - 1;
    }
    constexpr void add_output(const extents& shape) {
        shapes.push(shape);
        ++nodes.back().outputs;
    }
    constexpr int add_input(const extents& shape, std::string_view name, int batch, int line) {
        layer_record& l = new_layer();
        l.class_name = "InputLayer", l.name = keep_name(name), l.batch = batch, l.line = line, l.parameters = 0;
        const int at = add_node(layers.size() - 1, 0, line);
        add_output(shape);
        return at;
    }

    /// Keeps what `scratch` holds behind its first `n` operations, the inputs.
    constexpr int keep_recipe(int layer, int n, const results& y);
    constexpr int like(int layer, int n) const;
    constexpr int call_like(int same, int layer, int n, int line);
    constexpr void remember(int made);
    constexpr bool check_rules(int layer, int line);
    /// Calls a layer on the last `n` edges: its checks, its shape rule, its weights. Returns the node, -1 after a mistake.
    constexpr int call(int layer, int n, int line);

    /// A model that another one stands for: its layers take no part in names and numbers any more.
    constexpr void forget(int layer) {
        layer_record& l = layers[layer];
        if (l.inner && l.counter >= 0) return;
        l.inner = true, l.counter = 0;
        if (l.model < 0) return;
        model_record& m = models[l.model];
        for (int i = 0; i < m.outputs; ++i) forget_calls(edges[m.first_output + i].node);
        m.outputs = 0;
    }
    constexpr void forget_calls(int n) {
        const node& c = nodes[n];
        if (layers[c.layer].inner && layers[c.layer].counter >= 0) return;
        forget(c.layer);
        for (int i = 0; i < c.inputs; ++i) forget_calls(edges[c.first_edge + i].node);
    }

    /// Takes over everything of `other`, whose symbols then point here.
    constexpr void absorb(graph& other);
};

/// What symbols hold: the graph that they are part of, also after that was absorbed by another.
struct graph_handle {
    int refs = 0;
    graph* g = nullptr;
    int first_node = 0, first_model = 0; // node and model numbers of its symbols count from here

    static constexpr graph_handle* create() {
        auto* h = new graph_handle;
        h->refs = 1;
        h->g = new graph;
        h->g->handles.push(h);
        return h;
    }
    static constexpr void release(graph_handle* h) {
        if (!h || --h->refs) return;
        graph* g = h->g;
        int kept = 0;
        for (int i = 0; i < g->handles.size(); ++i)
            if (g->handles[i] != h) g->handles[kept++] = g->handles[i];
        g->handles.shrink(kept);
        if (!kept) delete g;
        delete h;
    }
};

} // namespace ctnn::detail
