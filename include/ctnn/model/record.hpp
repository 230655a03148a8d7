/// The architecture of a finished graph as lists of rows, and those on a tape: the end of the evaluation that ran the
/// network's body.
#pragma once
#include "rows.hpp"

namespace ctnn::detail {

/// What architecture_walk hands out.
struct rows_sink {
    census& c;
    growing<layer_row> layers;
    growing<call_row> calls;
    growing<edge_row> edges;
    growing<extents> shapes;
    growing<weight_row> weight_rows; // of layers that are no equals of one before
    int weights = 0;
    growing<model_row> models;
    growing<int> model_layers;
    growing<char> characters;
    growing<int> graph_layer; // of every layer
    growing<int> recipe_of;   // of every layer: its first call's
    growing<int> operations;  // of every model
    growing<int> like;        // for every recipe the first layer that has it, -1: none yet
    growing<int> rows_like;   // and where the weights of such a layer are described
    growing<range> prefix_of;  // for every counter its prefix in characters

    constexpr rows_sink(const graph& g, census& counted) : c(counted) {
        layers.reserve(g.layers.size()), graph_layer.reserve(g.layers.size()), model_layers.reserve(g.layers.size());
        calls.reserve(g.nodes.size()), edges.reserve(g.edges.size()), shapes.reserve(2 * g.shapes.size());
        recipe_of.reserve(g.layers.size());
        like.fill(g.recipes.size(), -1), rows_like.fill(g.recipes.size(), -1), prefix_of.fill(g.counters.size(), range{});
    }
    constexpr int begin_model(bool sequential) {
        model_row m;
        m.sequential = sequential;
        models.push(m);
        operations.push(0);
        return models.size() - 1;
    }
    constexpr int layer(const graph& g, int l, int first_call, int model) {
        const layer_record& r = g.layers[l];
        layer_row row;
        row.model = model;
        row.class_name = r.class_name;
        row.trainable = r.trainable;
        row.batch = r.batch, row.batches = r.batches;
        if (r.config) {
            int k = 0;
            while (k < c.kinds && !same_object(c.kind[k], r.kind)) ++k;
            if (k == c.kinds && c.kinds < census::max_kinds) c.kind[c.kinds++] = r.kind;
            if (k < census::max_kinds) row.kind = k, row.slot = c.count[k]++;
            c.rules = c.rules || r.config->rules;
        }
        row.ordinal = r.ordinal;
        if (range& name = row.name; r.counter < 0)
            name = keep(g.characters.begin() + r.name.first, r.name.count);
        else if (range& prefix = prefix_of[r.counter]; prefix.count)
            name = prefix;
        else
            name = prefix = keep(g.counters[r.counter].prefix.chars, g.counters[r.counter].prefix.length);
        row.weights.count = r.parameters;
        const node& n = g.nodes[first_call];
        if (n.recipe >= 0 && like[n.recipe] >= 0) { // its shapes are those of an equal layer
            row.inputs = layers[like[n.recipe]].inputs, row.outputs = layers[like[n.recipe]].outputs;
        } else {
            if (n.recipe >= 0) like[n.recipe] = layers.size();
            row.inputs = {shapes.size(), n.inputs};
            for (int i = 0; i < n.inputs; ++i) shapes.push(g.shape(g.edges[n.first_edge + i]));
            row.outputs = {shapes.size(), n.outputs};
            for (int i = 0; i < n.outputs; ++i) shapes.push(g.shapes[n.first_shape + i]);
        }
        graph_layer.push(l), recipe_of.push(n.recipe);
        layers.push(row);
        return layers.size() - 1;
    }
    constexpr range keep(const char* from, int n) {
        const range r{characters.size(), n};
        for (int i = 0; i < n; ++i) characters.push(from[i]);
        return r;
    }
    constexpr void model_layer(int model, int layer) {
        range& r = models[model].layers;
        if (!r.count) r.first = model_layers.size();
        ++r.count;
        model_layers.push(layer);
    }
    constexpr int call(const graph& g, int model, int layer, int number, int recipe) {
        range& r = models[model].calls;
        if (!r.count) r.first = calls.size();
        ++r.count;
        const int inner = layers[layer].model;
        operations[model] += inner >= 0 ? operations[inner] : recipe >= 0 ? g.recipes[recipe].count : 0;
        calls.push({layer, number, {edges.size(), 0}, recipe});
        return calls.size() - 1;
    }
    constexpr void add_edge(range& to, int call, int output) {
        if (!to.count) to.first = edges.size();
        ++to.count;
        edges.push({call, output});
    }
    constexpr void call_edge(int from, int output) { add_edge(calls.back().edges, from, output); }
    constexpr void model_input(int model, int from, int output) { add_edge(models[model].inputs, from, output); }
    constexpr void model_output(int model, int from, int output) { add_edge(models[model].outputs, from, output); }

    /// The weights of a model's layers, in Keras' order, each layer once.
    constexpr void add_weights(const graph& g, int model) {
        const range r = models[model].layers;
        for (int i = 0; i < r.count; ++i) {
            const int at = model_layers[r.first + i];
            layer_row& l = layers[at];
            if (l.model >= 0) {
                add_weights(g, l.model);
                continue;
            }
            if (!l.weights.count || l.weights.first) continue;
            l.weights.first = weights + 1; // moved back by one below: 0 means not there yet
            weights += l.weights.count;
            const int recipe = recipe_of[at];
            if (recipe >= 0 && rows_like[recipe] >= 0) {
                l.weight_rows = rows_like[recipe];
                continue;
            }
            l.weight_rows = weight_rows.size();
            if (recipe >= 0) rows_like[recipe] = l.weight_rows;
            const layer_record& lr = g.layers[graph_layer[at]];
            for (int k = 0; k < lr.parameters; ++k) {
                const parameter& p = g.parameters[lr.first_parameter + k];
                weight_row w;
                w.name = p.name, w.depth = p.depth, w.shape = p.shape, w.init = p.init;
                for (int d = 0; d < p.depth; ++d) w.path[d] = p.path[d];
                w.trainable = p.trainable;
                weight_rows.push(w);
            }
        }
    }
    constexpr void finish_weights() {
        for (layer_row& l : layers)
            if (l.weights.first) --l.weights.first;
    }
};

/// Writes everything to the tape, and how much of it there is to the census.
constexpr void write(const graph& g, const rows_sink& rows, tape& to) {
    tape_writer t{to};
    census& c = rows.c;
    c.layers = rows.layers.size(), c.calls = rows.calls.size(), c.edges = rows.edges.size();
    c.shapes = rows.shapes.size(), c.weights = rows.weights, c.weight_rows = rows.weight_rows.size(), c.models = rows.models.size();
    c.characters = rows.characters.size(), c.model_layers = rows.model_layers.size();
    c.recipes = g.recipes.size(), c.recipe_ops = g.recipe_ops.size();
    for (const layer_row& l : rows.layers) transfer_layer(t, l);
    for (const call_row& r : rows.calls) transfer_call(t, r);
    for (const edge_row& e : rows.edges) transfer_edge(t, e);
    for (const extents& s : rows.shapes) transfer_shape(t, s);
    for (const weight_row& w : rows.weight_rows) transfer_weight(t, w);
    for (const model_row& m : rows.models) transfer_model(t, m);
    for (int l : rows.model_layers) t.numbers(l);
    for (char k : rows.characters) t.numbers(k);
    for (const recipe& r : g.recipes) transfer_recipe(t, r);
    for (const ops::op& o : g.recipe_ops) transfer_op(t, o);
}

} // namespace ctnn::detail
