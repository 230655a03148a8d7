/// Fixed batches in the graph, while it is built: what a Sequential without an input shape is called on, and inputs of a
/// merge that have different ones. Where no input has a fixed batch nothing is walked.
#pragma once
#include "graph.hpp"

namespace ctnn::detail {

/// The calls that lead to some outputs, and the batch of everything that flows there as Keras carries it; -1: None.
class batch_walk {
public:
    graph& g;

    /// Up to `n_in` given inputs and their batches; none are given: up to what has no inputs of its own.
    constexpr batch_walk(graph& all, const edge* outputs, int n_out, const edge* inputs = nullptr, const int* given = nullptr,
                         int n_in = 0)
        : g(all) {
        const int nodes = g.nodes.size();
        needed_.fill(nodes, false), batch_.fill(g.shapes.size(), -1);
        growing<bool> known;
        known.fill(nodes, false);
        for (int i = 0; i < n_out; ++i) needed_[outputs[i].node] = true;
        for (int i = 0; i < n_in; ++i) {
            known[inputs[i].node] = true;
            (*this)[inputs[i]] = given[i];
        }
        for (int n = nodes; n-- > 0;) {
            needed_[n] = needed_[n] && !known[n];
            const node& c = g.nodes[n];
            if (!needed_[n]) continue;
            if (!c.inputs) (*this)[{n, 0}] = g.layers[c.layer].batch;
            for (int i = 0; i < c.inputs; ++i) needed_[g.edges[c.first_edge + i].node] = true;
        }
        all_of(inputs, n_in);
    }

    constexpr int& operator[](edge e) { return batch_[g.nodes[e.node].first_shape + e.output]; }

private:
    growing<bool> needed_; // nodes whose batches are to be found
    growing<int> batch_;   // by number of the shape

    constexpr void all_of(const edge* inputs, int n_in) {
        int common = -1;
        bool first = true, differ = false;
        const auto look = [&](int batch) {
            differ = differ || (!first && batch != common);
            common = batch, first = false;
        };
        const int nodes = g.nodes.size();
        for (int i = 0; i < n_in; ++i) look((*this)[inputs[i]]);
        for (int n = 0; n < nodes; ++n)
            if (needed_[n] && !g.nodes[n].inputs) look((*this)[{n, 0}]);
        for (int n = 0; n < nodes && !g.failed(); ++n) {
            if (!needed_[n] || !g.nodes[n].inputs) continue;
            if (differ)
                call(n);
            else
                for (int o = 0; o < g.nodes[n].outputs; ++o) (*this)[{n, o}] = common;
        }
    }

    constexpr void call(int n) {
        const node c = g.nodes[n];
        const layer_record& l = g.layers[c.layer];
        growing<int> x;
        for (int i = 0; i < c.inputs; ++i) x.push((*this)[g.edges[c.first_edge + i]]);
        if (l.model >= 0) {
            const model_record& m = g.models[l.model];
            batch_walk inside(g, g.edges.begin() + m.first_output, m.outputs, g.edges.begin() + m.first_input, x.begin(), m.inputs);
            for (int o = 0; o < c.outputs; ++o) (*this)[{n, o}] = inside[g.edges[m.first_output + o]];
            return;
        }
        int fixed = -1;
        for (int b : x) {
            if (b >= 0 && fixed >= 0 && b != fixed && l.batches != batch_rule::first) {
                text t;
                t << "inputs must have the same batch, got " << fixed << " and " << b
                  << "; hint: batch_size of their Inputs, or none";
                g.fail(c.layer, c.line, t.view());
                return;
            }
            if (fixed < 0) fixed = b;
        }
        for (int o = 0; o < c.outputs; ++o) (*this)[{n, o}] = batch_behind(l.batches, x.begin(), x.size());
    }
};

/// The batch of one output of a call.
constexpr int batch_of(graph& g, edge e) {
    bool fixed = false;
    for (const layer_record& l : g.layers) fixed = fixed || l.batch >= 0;
    return fixed ? batch_walk(g, &e, 1)[e] : -1;
}

/// Says where a model's inputs of different fixed batches meet; its edges are the last ones, inputs before outputs.
constexpr void check_batches(graph& g, int n_in, int n_out) {
    const int out = g.edges.size() - n_out, in = out - n_in;
    int fixed = -1;
    bool differ = false;
    for (int i = in; i < out; ++i) {
        const int batch = g.layers[g.nodes[g.edges[i].node].layer].batch;
        differ = differ || (batch >= 0 && fixed >= 0 && batch != fixed);
        if (batch >= 0) fixed = batch;
    }
    if (differ) batch_walk(g, g.edges.begin() + out, n_out);
}

} // namespace ctnn::detail
