/// The architecture as a constant, in arrays that are as long as they must be: what the tape held, as rows.
#pragma once
#include "rows.hpp"

namespace ctnn::detail {

template<const census& C>
struct flat_graph {
    layer_row layers[C.layers];
    call_row calls[C.calls];
    edge_row edges[C.edges];
    extents shapes[C.shapes + 1];
    weight_row weights[C.weights + 1];
    model_row models[C.models];
    int model_layers[C.model_layers + 1] = {};
    char characters[C.characters + 1] = {};
    recipe recipes[C.recipes + 1];
    ops::op recipe_ops[C.recipe_ops + 1];
    std::size_t param_count = 0, trainable_param_count = 0;
    static constexpr int layer_count = C.layers, weight_count = C.weights, model_layer_count = C.model_layers;

    constexpr explicit flat_graph(const tape& from) {
        tape_reader t{from};
        for (layer_row& l : layers) transfer_layer(t, l);
        for (call_row& r : calls) transfer_call(t, r);
        for (edge_row& e : edges) transfer_edge(t, e);
        for (int i = 0; i < C.shapes; ++i) transfer_shape(t, shapes[i]);
        for (int i = 0; i < C.weights; ++i) {
            weight_row& w = weights[i];
            transfer_weight(t, w);
            w.offset = param_count;
            param_count += w.shape.size();
        }
        for (model_row& m : models) transfer_model(t, m);
        for (int i = 0; i < C.model_layers; ++i) t.numbers(model_layers[i]);
        for (int i = 0; i < C.characters; ++i) t.numbers(characters[i]);
        for (int i = 0; i < C.recipes; ++i) transfer_recipe(t, recipes[i]);
        for (int i = 0; i < C.recipe_ops; ++i) transfer_op(t, recipe_ops[i]);
        bool counted[C.layers] = {};
        count_trainable(0, false, counted);
    }

    constexpr std::string_view name(int layer) const {
        return {characters + layers[layer].name.first, std::size_t(layers[layer].name.count)};
    }
    /// The shapes of the network's inputs and outputs.
    constexpr const extents& edge_shape(int edge) const {
        return shapes[layers[calls[edges[edge].call].layer].outputs.first + edges[edge].output];
    }
    constexpr const extents& input(int i) const { return edge_shape(models[0].inputs.first + i); }
    constexpr const extents& output(int i) const { return edge_shape(models[0].outputs.first + i); }
    /// Layer `i` of the network in Keras' order.
    constexpr int layer_at(int i) const { return model_layers[models[0].layers.first + i]; }

    /// What a call computes, in operations: its recipe, on these inputs and the layer's own weights.
    constexpr results lower(const call_row& call, ops::builder& to, const inputs& x, call_mode) const {
        const recipe& r = recipes[call.recipe];
        const int base = to.list.size() - r.inputs, first_weight = layers[call.layer].weights.first;
        const auto moved = [&](int i) { return i < r.inputs ? x.values[i].index : base + i; };
        for (const ops::op *from = recipe_ops + r.first, *end = from + r.count; from != end; ++from) {
            to.list.push(*from);
            ops::op& o = to.list.back();
            for (int k = 0; k < o.operands; ++k) o.in[k] = moved(o.in[k]);
            if (o.kind == ops::op_kind::parameter) o.attr.index += first_weight;
        }
        results y;
        y.n = r.outputs;
        for (int i = 0; i < r.outputs; ++i) y.values[i] = {&to, moved(r.output[i])};
        return y;
    }

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

private:
    /// Of a model's layers, each once, where it comes first.
    constexpr void count_trainable(int model, bool frozen, bool* counted) {
        const range r = models[model].layers;
        for (int i = r.first; i < r.first + r.count; ++i) {
            const int at = model_layers[i];
            const layer_row& l = layers[at];
            if (l.model >= 0)
                count_trainable(l.model, frozen || !l.trainable, counted);
            else if (!counted[at] && l.weights.count) {
                counted[at] = true;
                if (!frozen && l.trainable)
                    for (int k = l.weights.first; k < l.weights.first + l.weights.count; ++k)
                        if (weights[k].trainable) trainable_param_count += weights[k].shape.size();
            }
        }
    }
};

} // namespace ctnn::detail
