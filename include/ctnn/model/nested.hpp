/// Models as layers: calling a model on symbols.
#pragma once
#include "grow.hpp"

namespace ctnn::detail {

/// Gives every layer of a graph its final name: what a model's layers are called, they keep when it becomes a layer.
constexpr void settle_names(graph& g) {
    const int n = g.layers.size();
    auto* in_order = new int[std::size_t(n + 1)];
    for (int i = 0; i < n; ++i) in_order[g.layers[i].stamp] = i;
    struct counter {
        std::string_view class_name;
        int n = 0;
    };
    growing<counter> counters;
    for (int i = 0; i < n; ++i) {
        layer_record& l = g.layers[in_order[i]];
        if (l.name.length) continue;
        int k = 0;
        while (k < counters.size() && counters[k].class_name != l.class_name) ++k;
        if (k == counters.size()) counters.push({l.class_name, 0});
        l.name = counted_name(l.class_name, counters[k].n++);
    }
    delete[] in_order;
}

/// Calls the model on the last `n` edges as one layer of `g`; `layer` < 0 makes that layer. Returns the node, -1 after a mistake.
constexpr int call_model(graph& g, int model, int& layer, int n, int line, const name_text& name) {
    const int first_edge = g.edges.size() - n;
    if (layer < 0) {
        layer_record l;
        l.class_name = g.models[model].sequential ? "Sequential" : "Functional";
        l.name = name, l.model = model, l.parameters = 0, l.line = line;
        layer = g.add_layer(l);
    }
    const model_record m = g.models[model];
    text t;
    if (n != m.inputs) t << "takes " << m.inputs << " inputs, got " << n;
    for (int i = 0; i < n && t.empty(); ++i)
        if (!(g.shape(g.edges[first_edge + i]) == g.shape(g.edges[m.first_input + i])))
            t << "expected an input of shape " << g.shape(g.edges[m.first_input + i]) << ", got "
              << g.shape(g.edges[first_edge + i]);
    if (!t.empty()) {
        g.fail(layer, line, t.view());
        return -1;
    }
    const int made = g.add_node(layer, n, line);
    g.nodes[made].first_edge = first_edge;
    for (int i = 0; i < m.outputs; ++i) {
        const extents s = g.shape(g.edges[m.first_output + i]);
        g.add_output(s);
    }
    return made;
}

/// Calls a model of this or another graph on symbols that are united; finds the layer that it already is. Returns the node.
template<class... X>
constexpr int call_ref(graph_handle* h, const model_ref& ref, const name_text& name, int line, const X&... x) {
    if (ref.handle->g != h->g) h->g->absorb(*ref.handle->g);
    graph& g = *h->g;
    if (g.failed()) return -1;
    const int model = ref.handle->first_model + ref.model;
    int layer = -1;
    for (int i = 0; i < g.layers.size(); ++i)
        if (g.layers[i].model == model) layer = i;
    const int n = list_edges(x...);
    return call_model(g, model, layer, n, line, name);
}

constexpr void growing_model::add_model(const model_ref& m) {
    if (g().failed()) return;
    if (m.handle->g != handle->g) g().absorb(*m.handle->g);
    if (g().failed()) return;
    const int model = m.handle->first_model + m.model;
    if (!has_input()) {
        const edge in = g().edges[g().models[model].first_input];
        set_input(g().shape(in), g().layers[g().nodes[in.node].layer].batch);
        if (g().failed()) return;
    }
    ++layers;
    int layer = -1;
    g().edges.push(absolute(last));
    const int at = call_model(g(), model, layer, 1, 0, {});
    if (at >= 0) last = {at - handle->first_node, 0};
}

} // namespace ctnn::detail
