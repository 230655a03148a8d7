/// Counting and writing the architecture: two constant evaluations, the first says how large the arrays of the second are.
#pragma once
#include "architecture.hpp"

namespace ctnn::detail {

struct counting_sink {
    census& c;
    growing<int> operations; // of every model
    growing<int> model_of;   // every layer, -1: it is none

    constexpr explicit counting_sink(census& counted) : c(counted) {}
    constexpr int begin_model(bool) {
        operations.push(0);
        return c.models++;
    }
    constexpr int layer(const graph& g, int l, int first_call, int model) {
        model_of.push(model);
        const layer_record& r = g.layers[l];
        c.characters += r.name.count;
        if (r.counter >= 0) {
            c.characters += g.counters[r.counter].prefix.length;
            for (int n = r.ordinal, digits = 1; n; n /= 10, digits = 0) c.characters += 1 + digits;
        }
        c.weights += r.parameters;
        c.shapes += g.nodes[first_call].inputs + g.nodes[first_call].outputs;
        if (r.config) {
            int k = 0;
            while (k < c.kinds && !same_object(c.kind[k], r.kind)) ++k;
            if (k == c.kinds && c.kinds < census::max_kinds) c.kind[c.kinds++] = r.kind;
            if (k < census::max_kinds) ++c.count[k];
        }
        return c.layers++;
    }
    constexpr void model_layer(int, int) { ++c.model_layers; }
    constexpr int call(int model, int layer, int, int lowered) {
        const int inner = model_of[layer];
        operations[model] += inner < 0 ? lowered : operations[inner];
        return c.calls++;
    }
    constexpr void call_edge(int, int) { ++c.edges; }
    constexpr void model_input(int, int, int) { ++c.edges; }
    constexpr void model_output(int, int, int) { ++c.edges; }
};

template<class Configs, const census& C>
struct flat_graph {
    layer_row layers[C.layers];
    call_row calls[C.calls];
    edge_row edges[C.edges];
    extents shapes[C.shapes + 1];
    weight_row weights[C.weights + 1];
    model_row models[C.models];
    int model_layers[C.model_layers + 1] = {};
    char characters[C.characters + 1] = {};
    Configs configs{};
    int layer_count = 0, call_count = 0, edge_count = 0, shape_count = 0, weight_count = 0, model_count = 0,
        model_layer_count = 0, character_count = 0;
    std::size_t param_count = 0, trainable_param_count = 0;

    constexpr std::string_view name(int layer) const {
        return {characters + layers[layer].name.first, std::size_t(layers[layer].name.count)};
    }
    /// The shapes of the network's inputs and outputs.
    constexpr const extents& edge_shape(int edge) const {
        return shapes[layers[calls[edges[edge].call].layer].outputs.first + edges[edge].output];
    }
    constexpr const extents& input(int i) const { return edge_shape(models[0].inputs.first + i); }
    constexpr const extents& output(int i) const { return edge_shape(models[0].outputs.first + i); }
    /// What a layer computes, in operations.
    constexpr results lower(int layer, ops::builder& to, const inputs& x, call_mode mode) const {
        const layer_row& l = layers[layer];
        report say;
        parameters own(l.weights.first, to, say, mode);
        results r;
        [&]<std::size_t... K>(std::index_sequence<K...>) {
            const auto call = [&](auto config) { r = call_layer(config, own, x); };
            ((int(K) == l.kind ? call(std::get<K>(configs)[std::size_t(l.slot)]) : void()), ...);
        }(std::make_index_sequence<std::tuple_size_v<Configs>>{});
        return r;
    }
    /// Layer `i` of the network in Keras' order.
    constexpr int layer_at(int i) const { return model_layers[models[0].layers.first + i]; }

    /// Parameters of a layer, of the model that it is included.
    constexpr std::size_t params_of(int layer, bool trainable_only = false, bool frozen = false) const {
        const layer_row& l = layers[layer];
        frozen = frozen || !l.trainable;
        if (trainable_only && frozen) return 0;
        std::size_t n = 0;
        for (int i = 0; i < l.weights.count; ++i) {
            const weight_row& w = weights[l.weights.first + i];
            if (!trainable_only || w.trainable) n += w.shape.size();
        }
        if (l.model >= 0) {
            const range& inner = models[l.model].layers;
            for (int i = 0; i < inner.count; ++i) n += params_of(model_layers[inner.first + i], trainable_only, frozen);
        }
        return n;
    }
};

template<class Flat>
struct writing_sink {
    Flat& f;
    growing<int> graph_layer; // of every layer written
    growing<range> model_calls;

    constexpr explicit writing_sink(Flat& flat) : f(flat) {}

    constexpr int begin_model(bool sequential) {
        f.models[f.model_count].sequential = sequential;
        return f.model_count++;
    }
    constexpr int layer(const graph& g, int l, int first_call, int model) {
        const layer_record& r = g.layers[l];
        layer_row& row = f.layers[f.layer_count];
        row.model = model;
        row.class_name = r.class_name;
        row.trainable = r.trainable;
        row.batch = r.batch, row.batches = r.batches;
        row.name.first = f.character_count;
        char* to = f.characters + f.character_count;
        const char* from = r.counter < 0 ? g.characters.begin() + r.name.first : g.counters[r.counter].prefix.chars;
        const int given = r.counter < 0 ? r.name.count : g.counters[r.counter].prefix.length;
        for (int i = 0; i < given; ++i) to[i] = from[i];
        row.name.count = given;
        if (r.counter >= 0 && r.ordinal) {
            to[row.name.count++] = '_';
            int power = 1;
            while (r.ordinal / power >= 10) power *= 10;
            for (; power; power /= 10) to[row.name.count++] = char('0' + r.ordinal / power % 10);
        }
        f.character_count += row.name.count;
        row.weights.count = r.parameters;
        const node& n = g.nodes[first_call];
        row.inputs = {f.shape_count, n.inputs};
        for (int i = 0; i < n.inputs; ++i) f.shapes[f.shape_count++] = g.shape(g.edges[n.first_edge + i]);
        row.outputs = {f.shape_count, n.outputs};
        for (int i = 0; i < n.outputs; ++i) f.shapes[f.shape_count++] = g.shapes[n.first_shape + i];
        graph_layer.push(l);
        return f.layer_count++;
    }
    constexpr void model_layer(int model, int layer) {
        range& r = f.models[model].layers;
        if (!r.count) r.first = f.model_layer_count;
        ++r.count;
        f.model_layers[f.model_layer_count++] = layer;
    }
    constexpr int call(int model, int layer, int number, int) {
        range& r = f.models[model].calls;
        if (!r.count) r.first = f.call_count;
        ++r.count;
        call_row& c = f.calls[f.call_count];
        c.layer = layer, c.number = number, c.edges = {f.edge_count, 0};
        return f.call_count++;
    }
    constexpr void add_edge(range& to, int call, int output) {
        if (!to.count) to.first = f.edge_count;
        ++to.count;
        f.edges[f.edge_count++] = {call, output};
    }
    constexpr void call_edge(int from, int output) { add_edge(f.calls[f.call_count - 1].edges, from, output); }
    constexpr void model_input(int model, int from, int output) { add_edge(f.models[model].inputs, from, output); }
    constexpr void model_output(int model, int from, int output) { add_edge(f.models[model].outputs, from, output); }

    /// The weights of a model's layers, in Keras' order, each layer once.
    constexpr void weights(const graph& g, int model, bool frozen = false) {
        const range r = f.models[model].layers;
        for (int i = 0; i < r.count; ++i) {
            const int at = f.model_layers[r.first + i];
            layer_row& l = f.layers[at];
            if (l.model >= 0) {
                weights(g, l.model, frozen || !l.trainable);
                continue;
            }
            if (!l.weights.count || l.weights.first) continue;
            const layer_record& lr = g.layers[graph_layer[at]];
            l.weights.first = f.weight_count + 1; // moved back by one at the end: 0 means not there yet
            for (int k = 0; k < lr.parameters; ++k) {
                const parameter& p = g.parameters[lr.first_parameter + k];
                weight_row& w = f.weights[f.weight_count];
                w.name = p.name, w.depth = p.depth, w.shape = p.shape, w.init = p.init, w.layer = at;
                for (int d = 0; d < p.depth; ++d) w.path[d] = p.path[d];
                w.trainable = p.trainable;
                w.offset = f.param_count;
                f.param_count += w.shape.size();
                if (p.trainable && l.trainable && !frozen) f.trainable_param_count += w.shape.size();
                ++f.weight_count;
            }
        }
    }
    constexpr void finish() {
        for (int i = 0; i < f.layer_count; ++i)
            if (f.layers[i].weights.first) --f.layers[i].weights.first;
    }
};

} // namespace ctnn::detail
