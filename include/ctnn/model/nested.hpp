/// Models as layers: calling a model on symbols.
#pragma once
#include "grow.hpp"

namespace ctnn::detail {

/// Calls the model on the last `n` edges as one layer of `g`; `layer` < 0 makes that layer. Returns the node, -1 after a mistake.
constexpr int call_model(graph& g, int model, int& layer, int n, int line, std::string_view name) {
    const int first_edge = g.edges.size() - n;
    if (layer < 0) {
        layer_record l;
        l.class_name = g.models[model].sequential ? "Sequential" : "Functional";
        l.name = g.keep_name(name), l.model = model, l.parameters = 0, l.line = line;
        layer = g.add_layer(l);
    }
    const model_record m = g.models[model];
    text t;
    if (n != m.inputs) {
        t << "takes " << m.inputs << (m.inputs == 1 ? " input" : " inputs") << ", got " << n << "; hint: ";
        if (m.inputs == 1)
            t << "Concatenate()(a, b) makes one of several";
        else
            t << "functional gives it all of them, model(tuple(a, b)) or model(a, b)";
    }
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
constexpr int call_ref(graph_handle* h, const model_ref& ref, std::string_view name, int line, const X&... x) {
    if (ref.handle->g != h->g) h->g->absorb(*ref.handle->g);
    graph& g = *h->g;
    if (g.failed()) return -1;
    const int model = ref.handle->first_model + ref.model;
    int layer = -1;
    for (int i = 0; i < g.layers.size(); ++i)
        if (g.layers[i].model == model) layer = i;
    const int n = list_edges(x...);
    return call_model(g, model, layer, n, line, name.empty() ? ref.name : name);
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
    const int at = call_model(g(), model, layer, 1, 0, m.name);
    if (at >= 0) last = {at - handle->first_node, 0};
}

} // namespace ctnn::detail
