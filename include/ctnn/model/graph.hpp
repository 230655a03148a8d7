/// The architecture while it is built, inside one constant evaluation (or at run time, in tools): layers, their calls and
/// what feeds what. Symbols point into it.
#pragma once
#include "../layer/layer.hpp"
#include "../layer/placed.hpp"
#include "../shape/growing.hpp"

namespace ctnn::detail {

/// A part of one of the lists.
struct range {
    int first = 0, count = 0;
};

/// One output of one call of a layer.
struct edge {
    int node = -1, output = 0;
    constexpr bool operator==(const edge&) const = default;
};

/// One call of a layer.
struct node {
    int layer = -1;
    int first_edge = 0, inputs = 0;   // in graph::edges
    int first_shape = 0, outputs = 0; // in graph::shapes
    int line = 0;
    int recipe = -1; // in graph::recipes; a model has none
};

/// What a call lowers to when it is not trained: operations whose operands count from the call's inputs on, and whose
/// weights count from the layer's first. What depends on weights alone comes first. Equal calls share one.
struct recipe {
    int first = 0, count = 0; // in graph::recipe_ops
    int weights = 0;          // how many of them depend on weights alone
    bool whole = false;       // one output, not of weights alone, which reads all the others
    int inputs = 0, outputs = 0;
    int output[results::capacity] = {};
};

/// A layer: its configuration and weights. `stamp` is its place in the order of creation, which names are counted by.
struct layer_record {
    layer_base* config = nullptr; // owned
    identity* id = nullptr;       // counted
    const char* kind = nullptr;   // of the configuration's type
    std::string_view class_name;
    range name;       // in graph::characters: given by the user; empty: counted by class
    int counter = -1, ordinal = 0; // once names are settled: which of graph::counters, and its number there
    bool trainable = true, inner = false; // inner: of a network that was defined elsewhere, not counted in messages
    int batch = -1;   // a fixed batch, for the summary
    batch_rule batches = batch_rule::first; // how one goes through
    int first_parameter = 0, parameters = -1;
    int line = 0, stamp = 0;
    int model = -1;   // the model that this layer is, in graph::models
};

/// A model: what goes in and what comes out. The network itself is one, models used as layers are others.
struct model_record {
    bool sequential = false;
    const char* key = nullptr; // of the type that the model has outside of the function that builds the graph
    int first_input = 0, inputs = 0, first_output = 0, outputs = 0; // in graph::edges
};

/// Whether two static objects are the same, or none at all; plain == is no constant expression for them under g++'s
/// sanitizers, not even with nullptr.
constexpr bool same_object(const char* a, const char* b) {
    if (!std::is_constant_evaluated()) return a == b;
    return __builtin_constant_p(a == b) ? a == b : false;
}

/// Layers of one class without a name of their own are counted: dense, dense_1, ...
struct name_counter {
    const char* kind = nullptr;
    std::string_view class_name;
    int root = 0; // kinds of the same class name count together: where
    int n = 0;
    name_text prefix;
};

/// The last call of a kind of layer that had its operations built.
struct recent_call {
    const char* kind = nullptr;
    int node = -1;
};

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

    constexpr int add_layer(const layer_record& l) {
        layers.push(l);
        layers.back().stamp = layers.size() - 1;
        return layers.size() - 1;
    }
    /// A call of `layer`; its inputs are the last `n` edges.
    constexpr int add_node(int layer, int n, int line) {
        node c;
        c.layer = layer, c.inputs = n, c.first_edge = edges.size() - n, c.first_shape = shapes.size(), c.line = line;
        nodes.push(c);
        return nodes.size() - 1;
    }
    constexpr void add_output(const extents& shape) {
        shapes.push(shape);
        ++nodes.back().outputs;
    }
    constexpr int add_input(const extents& shape, std::string_view name, int batch, int line) {
        layer_record l;
        l.class_name = "InputLayer", l.name = keep_name(name), l.batch = batch, l.line = line, l.parameters = 0;
        const int at = add_node(add_layer(l), 0, line);
        add_output(shape);
        return at;
    }

    /// Keeps what `scratch` holds behind its first `n` operations, the inputs.
    constexpr int keep_recipe(int layer, int n, const results& y);
    constexpr int like(int layer, int n) const;
    constexpr int call_like(int same, int layer, int n, int line);
    constexpr void remember(int made);
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

/// The last call of a layer like this one on inputs like its last n edges, so that a network's hundredth block costs
/// little; -1: none.
constexpr int graph::like(int layer, int n) const {
    const layer_record& l = layers[layer];
    const edge* const in = edges.end() - n;
    for (const recent_call& r : recent) {
        if (!same_object(r.kind, l.kind)) continue;
        const node& c = nodes[r.node];
        if (c.inputs != n || !l.config->same(*layers[c.layer].config)) return -1;
        for (int i = 0; i < n; ++i) {
            const edge& before = edges[c.first_edge + i];
            const int a = nodes[before.node].first_shape + before.output, b = nodes[in[i].node].first_shape + in[i].output;
            if (a != b && !(shapes[a] == shapes[b])) return -1;
        }
        return r.node;
    }
    return -1;
}

/// Calls a layer on its last n edges that is like the one of node `same`: what that was asked need not be asked again.
constexpr int graph::call_like(int same, int layer, int n, int line) {
    layer_record& l = layers[layer];
    const int from = layers[nodes[same].layer].first_parameter;
    l.first_parameter = parameters.size(), l.parameters = layers[nodes[same].layer].parameters;
    for (int i = from; i < from + l.parameters; ++i) {
        const parameter p = parameters[i]; // a copy: the list grows
        parameters.push(p);
    }
    const int made = add_node(layer, n, line);
    node& c = nodes[made];
    c.recipe = nodes[same].recipe, c.first_shape = nodes[same].first_shape, c.outputs = nodes[same].outputs;
    return made;
}

/// Remembers a call for `like`.
constexpr void graph::remember(int made) {
    const char* kind = layers[nodes[made].layer].kind;
    for (recent_call& r : recent)
        if (same_object(r.kind, kind)) {
            r.node = made;
            return;
        }
    recent.push({kind, made});
}

constexpr int graph::keep_recipe(int layer, int n, const results& y) {
    const ops::op* const all = scratch.list.begin();
    const int size = scratch.list.size(), first_weight = layers[layer].first_parameter;
    growing<bool> read, weight;
    growing<int> at;
    read.fill(size, false), weight.fill(size, false), at.fill(size, 0);
    for (int i = 0; i < y.n; ++i) read[y[i].index] = true;
    for (int i = size; i-- > n;)
        for (int k = 0; k < all[i].operands; ++k) read[all[i].in[k]] = read[all[i].in[k]] || read[i];
    recipe r;
    r.first = recipe_ops.size(), r.count = size - n, r.inputs = n, r.outputs = y.n;
    r.whole = y.n == 1;
    for (int i = 0; i < n; ++i) at[i] = i;
    for (int i = n; i < size; ++i) {
        weight[i] = true;
        for (int k = 0; k < all[i].operands; ++k) weight[i] = weight[i] && weight[all[i].in[k]];
        r.whole = r.whole && read[i];
    }
    for (int front = 1; front >= 0; --front)
        for (int i = n; i < size; ++i) {
            if (weight[i] != (front == 1)) continue;
            at[i] = n + recipe_ops.size() - r.first;
            recipe_ops.push(all[i]);
            ops::op& o = recipe_ops.back();
            for (int k = 0; k < o.operands; ++k) o.in[k] = at[o.in[k]];
            if (o.kind == ops::op_kind::parameter) o.attr.index -= first_weight;
            r.weights += front;
        }
    for (int i = 0; i < y.n; ++i) {
        r.output[i] = at[y[i].index];
        r.whole = r.whole && !weight[y[i].index];
    }
    recipes.push(r);
    return recipes.size() - 1;
}

constexpr int graph::call(int layer, int n, int line) {
    layer_record& l = layers[layer];
    const bool first_call = l.parameters < 0;
    if (first_call)
        if (const int same = like(layer, n); same >= 0) return call_like(same, layer, n, line);
    const int first_edge = edges.size() - n;
    const int before = n ? nodes[edges[first_edge].node].layer : -1;
    report say(before < 0 ? std::string_view() : layers[before].class_name, before >= 0 && layers[before].parameters > 0);

    auto* x = new extents[std::size_t(n ? n : 1)]();
    for (int i = 0; i < n; ++i) x[i] = shape(edges[first_edge + i]);
    l.config->check(say, input_shapes{x, n});
    int made = -1;
    if (!say.failed()) {
        scratch.list.clear();
        auto* v = new ops::value[std::size_t(n ? n : 1)];
        for (int i = 0; i < n; ++i) v[i] = ops::input(scratch, i, x[i]);
        if (first_call) l.first_parameter = parameters.size();
        ctnn::parameters own(parameters, l.first_parameter, l.parameters, scratch, say, call_mode{});
        const results y = l.config->call(own, inputs{v, n});
        if (first_call) l.parameters = parameters.size() - l.first_parameter;
        for (int i = 0; first_call && i < l.parameters; ++i)
            if (const parameter& p = parameters[l.first_parameter + i]; p.shape.too_large())
                say.fail("its weight '", p.name, "' of shape ", p.shape, " has more than 2147483647 elements");
        for (int i = 0; i < y.n; ++i)
            if (y[i].shape().too_large()) say.fail("its output ", y[i].shape(), " has more than 2147483647 elements");
        if (!say.failed()) {
            made = add_node(layer, n, line);
            nodes[made].recipe = keep_recipe(layer, n, y);
            for (int i = 0; i < y.n; ++i) add_output(y[i].shape());
            if (first_call) remember(made);
        }
        delete[] v;
    }
    if (made >= 0) nodes[made].first_edge = first_edge;
    delete[] x;
    if (say.failed()) fail(layer, line, say.sentence(), before);
    return made;
}

constexpr void graph::absorb(graph& o) {
    const int c0 = characters.size(), k0 = counters.size(), l0 = layers.size(), n0 = nodes.size(), e0 = edges.size(), s0 = shapes.size(), p0 = parameters.size(),
              m0 = models.size(), r0 = recipes.size(), ro0 = recipe_ops.size();
    // creation order of both: lines of the source decide, the order within each stays
    {
        int i = 0, j = 0, stamp = 0;
        auto* mine = new int[std::size_t(l0 + 1)];
        auto* theirs = new int[std::size_t(o.layers.size() + 1)];
        for (int k = 0; k < l0; ++k) mine[layers[k].stamp] = k;
        for (int k = 0; k < o.layers.size(); ++k) theirs[o.layers[k].stamp] = k;
        while (i < l0 || j < o.layers.size()) {
            const bool take = j == o.layers.size() || (i < l0 && layers[mine[i]].line <= o.layers[theirs[j]].line);
            (take ? layers[mine[i++]] : o.layers[theirs[j++]]).stamp = stamp++;
        }
        delete[] mine;
        delete[] theirs;
    }
    // a network of the same type on both sides is one network: its calls there become calls of the layer here
    auto* same_layer = new int[std::size_t(o.layers.size() + 1)];
    for (int k = 0; k < o.layers.size(); ++k) {
        same_layer[k] = k + l0;
        layer_record& l = o.layers[k];
        if (l.model < 0 || same_object(o.models[l.model].key, nullptr)) continue;
        for (int i = 0; i < l0; ++i)
            if (layers[i].model >= 0 && same_object(models[layers[i].model].key, o.models[l.model].key)) {
                const extents &is = shape(edges[models[layers[i].model].first_input]), &gets = o.shape(o.edges[o.models[l.model].first_input]);
                if (!(is == gets)) { // a Sequential that takes its shape from its call
                    text t;
                    t << "expected an input of shape " << is << ", got " << gets;
                    fail(i, l.line, t.view());
                }
                same_layer[k] = i;
                o.forget(k);
            }
    }
    for (layer_record l : o.layers) {
        l.first_parameter += p0, l.name.first += c0;
        if (l.counter >= 0) l.counter += k0;
        if (l.model >= 0) l.model += m0;
        if (l.id) l.id->where = this, l.id->layer += l0;
        layers.push(l);
    }
    o.layers.clear();
    for (char c : o.characters) characters.push(c);
    for (name_counter c : o.counters) {
        c.kind = nullptr, c.class_name = {}; // settled there: it counts no more
        counters.push(c);
    }
    for (node c : o.nodes) {
        c.layer = same_layer[c.layer], c.first_edge += e0, c.first_shape += s0;
        if (c.recipe >= 0) c.recipe += r0;
        nodes.push(c);
    }
    delete[] same_layer;
    for (edge e : o.edges) e.node += n0, edges.push(e);
    for (recipe r : o.recipes) r.first += ro0, recipes.push(r);
    for (const ops::op& r : o.recipe_ops) recipe_ops.push(r);
    for (const extents& s : o.shapes) shapes.push(s);
    for (const parameter& p : o.parameters) parameters.push(p);
    for (model_record m : o.models) {
        m.first_input += e0, m.first_output += e0;
        models.push(m);
    }
    if (o.error && !error) error = o.error, o.error = nullptr, silent = o.silent;
    for (graph_handle* h : o.handles) {
        h->g = this, h->first_node += n0, h->first_model += m0;
        handles.push(h);
    }
    delete &o;
}

} // namespace ctnn::detail
