/// From layers to operations: every call of a model's layers says what it computes.
#pragma once
#include "graph.hpp"

namespace ctnn::detail {

/// Appends to `out` the values of the model's outputs for the given inputs; the operations go where the inputs live.
constexpr void lower_model(graph& g, int model, ops::builder& to, const ops::value* in, growing<ops::value>& out,
                           call_mode mode) {
    const model_record m = g.models[model];
    const int nodes = g.nodes.size();
    auto* needed = new bool[std::size_t(nodes + 1)]();
    auto* is_input = new bool[std::size_t(nodes + 1)]();
    auto* values = new ops::value[std::size_t(g.shapes.size() + 1)];
    for (int i = 0; i < m.inputs; ++i) {
        const edge e = g.edges[m.first_input + i];
        is_input[e.node] = true;
        values[g.nodes[e.node].first_shape + e.output] = in[i];
    }
    for (int i = 0; i < m.outputs; ++i) needed[g.edges[m.first_output + i].node] = true;
    for (int n = nodes; n-- > 0;)
        if (needed[n] && !is_input[n])
            for (int i = 0; i < g.nodes[n].inputs; ++i) needed[g.edges[g.nodes[n].first_edge + i].node] = true;
    growing<ops::value> x, y;
    for (int n = 0; n < nodes; ++n) {
        if (!needed[n] || is_input[n]) continue;
        const node& c = g.nodes[n];
        const layer_record& l = g.layers[c.layer];
        x.clear();
        for (int i = 0; i < c.inputs; ++i) {
            const edge e = g.edges[c.first_edge + i];
            x.push(values[g.nodes[e.node].first_shape + e.output]);
        }
        if (l.model >= 0) {
            y.clear();
            lower_model(g, l.model, to, x.begin(), y, mode);
            for (int i = 0; i < y.size(); ++i) values[c.first_shape + i] = y[i];
        } else {
            report say;
            parameters own(g.parameters, l.first_parameter, l.parameters, to, say, mode);
            const results r = l.config->call(own, inputs{x.begin(), x.size()});
            for (int i = 0; i < r.n; ++i) values[c.first_shape + i] = r[i];
        }
    }
    for (int i = 0; i < m.outputs; ++i) {
        const edge e = g.edges[m.first_output + i];
        out.push(values[g.nodes[e.node].first_shape + e.output]);
    }
    delete[] needed;
    delete[] is_input;
    delete[] values;
}

} // namespace ctnn::detail
