/// The architecture as a constant, in arrays that are as long as they must be: what the tape held, as rows.
///
/// Constants that cost something are what functions return: g++ evaluates the call of a function once, but twice what a
/// lambda or a constructor does in a constant's initializer.
#pragma once
#include "rows.hpp"

namespace ctnn::detail {

template<const census& C>
struct flat_graph {
    layer_row layers[C.layers];
    call_row calls[C.calls];
    edge_row edges[C.edges];
    extents shapes[C.shapes + 1] = {};
    weight_place weights[C.weights + 1] = {};
    weight_row weight_rows[C.weight_rows + 1];
    model_row models[C.models];
    int model_layers[C.model_layers + 1] = {};
    char characters[C.characters + 1] = {};
    recipe recipes[C.recipes + 1];
    ops::op recipe_ops[C.recipe_ops + 1] = {};
    std::size_t param_count = 0, trainable_param_count = 0;
    static constexpr int layer_count = C.layers, weight_count = C.weights, model_layer_count = C.model_layers,
                         model_count = C.models, recipe_count = C.recipes;

    constexpr void read(const tape& from) {
        tape_reader t{from};
        for (layer_row& l : layers) transfer_layer(t, l);
        for (call_row& r : calls) transfer_call(t, r);
        for (edge_row& e : edges) transfer_edge(t, e);
        for (int i = 0; i < C.shapes; ++i) transfer_shape(t, shapes[i]);
        for (int i = 0; i < C.weight_rows; ++i) transfer_weight(t, weight_rows[i]);
        for (int i = 0; i < C.layers; ++i) {
            const layer_row& l = layers[i];
            if (l.model >= 0) continue;
            for (int k = 0; k < l.weights.count; ++k)
                weights[l.weights.first + k].row = l.weight_rows + k, weights[l.weights.first + k].layer = i;
        }
        std::size_t size[C.weight_rows + 1] = {};
        for (int i = 0; i < C.weight_rows; ++i) size[i] = weight_rows[i].shape.size();
        for (int i = 0; i < C.weights; ++i) {
            weights[i].offset = param_count;
            param_count += size[weights[i].row];
        }
        for (model_row& m : models) transfer_model(t, m);
        for (int i = 0; i < C.model_layers; ++i) t.numbers(model_layers[i]);
        for (int i = 0; i < C.characters; ++i) t.numbers(characters[i]);
        for (int i = 0; i < C.recipes; ++i) transfer_recipe(t, recipes[i]);
        for (int i = 0; i < C.recipe_ops; ++i) transfer_op(t, recipe_ops[i]);
        bool counted[C.layers] = {};
        count_trainable(0, false, counted);
    }

    constexpr name_text name(int layer) const {
        const layer_row& l = layers[layer];
        text t;
        t << std::string_view(characters + l.name.first, std::size_t(l.name.count));
        if (l.ordinal) t << '_' << l.ordinal;
        return t.view();
    }
    constexpr const weight_row& weight(int i) const { return weight_rows[weights[i].row]; }
    /// The shapes of the network's inputs and outputs.
    constexpr const extents& edge_shape(int edge) const {
        return shapes[layers[calls[edges[edge].call].layer].outputs.first + edges[edge].output];
    }
    constexpr const extents& input(int i) const { return edge_shape(models[0].inputs.first + i); }
    constexpr const extents& output(int i) const { return edge_shape(models[0].outputs.first + i); }
    /// Layer `i` of the network in Keras' order.
    constexpr int layer_at(int i) const { return model_layers[models[0].layers.first + i]; }

    /// Parameters of a layer, of the model that it is included.
    constexpr std::size_t params_of(int layer, bool trainable_only = false, bool frozen = false) const {
        const layer_row& l = layers[layer];
        frozen = frozen || !l.trainable;
        if (trainable_only && frozen) return 0;
        std::size_t n = 0;
        for (int i = 0; i < l.weights.count; ++i) {
            const weight_row& w = weight(l.weights.first + i);
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
                        if (weight(k).trainable) trainable_param_count += weight(k).shape.size();
            }
        }
    }
};

} // namespace ctnn::detail
