/// The order of a model's layers, as Keras has it: by depth (the longest way to an output), then in the order in which a
/// walk from the outputs meets them. Weights and the summary follow it.
#pragma once
#include "graph.hpp"

namespace ctnn::detail {

/// Appends the layers of model `m` to `order`.
constexpr void layer_order(const graph& g, const model_record& m, growing<int>& order) {
    const int nodes = g.nodes.size(), layers = g.layers.size();
    const node* const node_at = g.nodes.begin();
    const edge* const edge_at = g.edges.begin();
    struct frame {
        int node, next;
    };
    growing<frame> stack;
    growing<int> met;      // layers, as the walk meets them
    growing<int> finished; // nodes, inputs first
    auto* seen = new bool[std::size_t(nodes + 1)]();
    auto* layer_met = new bool[std::size_t(layers + 1)]();
    const auto enter = [&](int n) {
        if (seen[n]) return;
        seen[n] = true;
        const int l = node_at[n].layer;
        if (!layer_met[l]) layer_met[l] = true, met.push(l);
        stack.push({n, 0});
    };
    const auto declared = [&](int n) {
        for (int i = 0; i < m.inputs; ++i)
            if (edge_at[m.first_input + i].node == n) return true;
        return false;
    };
    for (int o = 0; o < m.outputs; ++o) {
        enter(edge_at[m.first_output + o].node);
        while (stack.size()) {
            frame& f = stack.back();
            const node& n = node_at[f.node];
            if (f.next < n.inputs && !declared(f.node))
                enter(edge_at[n.first_edge + f.next++].node);
            else {
                finished.push(f.node);
                stack.shrink(stack.size() - 1);
            }
        }
    }
    auto* node_depth = new int[std::size_t(nodes + 1)]();
    auto* layer_depth = new int[std::size_t(layers + 1)]();
    int deepest = 0;
    for (int k = finished.size(); k-- > 0;) {
        const node& n = node_at[finished[k]];
        int depth = node_depth[finished[k]];
        if (layer_depth[n.layer] > depth) depth = layer_depth[n.layer];
        layer_depth[n.layer] = node_depth[finished[k]] = depth;
        if (depth > deepest) deepest = depth;
        if (!declared(finished[k]))
            for (int i = 0; i < n.inputs; ++i) {
                int& d = node_depth[edge_at[n.first_edge + i].node];
                if (depth + 1 > d) d = depth + 1;
            }
    }
    // inputs that lead nowhere come first among the layers of depth 0
    auto* start = new int[std::size_t(deepest + 2)]();
    for (int l : met) ++start[deepest - layer_depth[l] + 1];
    for (int d = 0; d < deepest; ++d) start[d + 1] += start[d];
    const int base = order.size();
    int unused = 0;
    for (int i = 0; i < m.inputs; ++i) unused += !seen[edge_at[m.first_input + i].node];
    for (int i = 0; i < met.size() + unused; ++i) order.push(0);
    for (int l : met) {
        const int row = deepest - layer_depth[l];
        order[base + start[row]++ + (row == deepest ? unused : 0)] = l;
    }
    int at = base + met.size();
    if (unused) {
        int zero = 0;
        for (int l : met) zero += layer_depth[l] == 0;
        at = base + met.size() - zero;
    }
    for (int i = 0; i < m.inputs; ++i) {
        const int n = edge_at[m.first_input + i].node;
        if (!seen[n]) order[at++] = node_at[n].layer;
    }
    delete[] seen;
    delete[] layer_met;
    delete[] node_depth;
    delete[] layer_depth;
    delete[] start;
}

} // namespace ctnn::detail
