/// Calling a layer: its checks, its shape rule, its weights, and what it lowers to.
#pragma once
#include "graph.hpp"

namespace ctnn::detail {

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
    l.first_parameter = from, l.parameters = layers[nodes[same].layer].parameters;
    if (!std::is_constant_evaluated()) { // tools number weights as the graph does
        l.first_parameter = parameters.size();
        for (int i = from; i < from + l.parameters; ++i) {
            const parameter p = parameters[i]; // a copy: the list grows
            parameters.push(p);
        }
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

/// Whether what the layer was told of the training of its weights fits these.
constexpr bool graph::check_rules(int layer, int line) {
    const layer_record& l = layers[layer];
    for (const weight_rule* r = l.config->rules; r; r = r->next) {
        bool found = r->is_optional() || r->of_outputs();
        text t;
        if (const auto wrong = r->of_outputs() ? r->mistake() : std::string_view(); !wrong.empty())
            t << r->keyword << ": " << wrong;
        for (int i = l.first_parameter; i < l.first_parameter + l.parameters && t.empty(); ++i) {
            const parameter& p = parameters[i];
            if (!r->applies(p.name, p.path, p.depth)) continue;
            found = true;
            if (const auto wrong = r->mistake(p.shape); !wrong.empty())
                t << r->keyword << " of its weight '" << p.name << "' of shape " << p.shape << ": " << wrong;
        }
        if (!found) t << r->keyword << " is given, but it has no weight '" << r->weight() << '\'';
        if (t.empty()) continue;
        fail(layer, line, t.view());
        return false;
    }
    return true;
}

constexpr int graph::call(int layer, int n, int line) {
    layer_record& l = layers[layer];
    const bool first_call = l.parameters < 0;
    if (first_call)
        if (const int same = like(layer, n); same >= 0) {
            const int made = call_like(same, layer, n, line);
            return l.config->rules && !check_rules(layer, line) ? -1 : made;
        }
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
    if (made >= 0 && l.config->rules && !check_rules(layer, line)) return -1;
    return made;
}

} // namespace ctnn::detail
