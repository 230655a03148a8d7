/// The architecture as a constant: what is left of the graph when the constant evaluation that built it ends. A member of
/// the network's type, never a template argument.
#pragma once
#include "nested.hpp"
#include "order.hpp"
#include <array>
#include <tuple>

namespace ctnn {

using detail::range;

/// A layer in the architecture.
struct layer_row {
    int kind = -1, slot = 0; ///< where its configuration is; kind -1: an input or a model
    int model = -1;          ///< the model that this layer is
    std::string_view class_name;
    range name;        ///< in characters: given, or its class's, which is followed by _ordinal
    int ordinal = 0;   ///< 0: none
    range weights;     ///< in weights
    int weight_rows = 0; ///< where they are described
    range inputs, outputs; ///< in shapes: of its first call
    bool trainable = true;
    int batch = -1; ///< a fixed batch size, for the summary
    batch_rule batches = batch_rule::first; ///< how one goes through
};

/// A call of a layer, with what feeds it.
struct call_row {
    int layer = -1;
    int number = 0;  ///< which call of its layer in its model
    range edges;     ///< in edges
    int recipe = -1; ///< in recipes: what it computes when it is not trained; -1: a model
};

/// Output number `output` of call number `call`.
struct edge_row {
    int call = -1, output = 0;
};

/// What a weight is; weights of equal layers share one.
struct weight_row {
    std::string_view name;
    std::string_view path[parameter::max_depth];
    int depth = 0;
    extents shape = {};
    initializer init;
    bool trainable = true; ///< its own; a frozen layer's weights are not trained either
};

/// A weight: whose it is, and where it begins in the list of all weights' elements in Keras' order.
struct weight_place {
    int row; ///< in weight_rows
    int layer;
    std::size_t offset;
};

/// A model: the network itself is number 0, models used as layers follow.
struct model_row {
    bool sequential = false;
    range layers;          ///< in model_layers, in Keras' order
    range calls;           ///< in calls
    range inputs, outputs; ///< in edges
};

namespace detail {

/// How much of everything there is, so that the next constant evaluation can have arrays of that size.
struct census {
    static constexpr int max_kinds = 96;
    bool ok = false, built = false, silent = false;
    bool rules = false; ///< some layer was told how to train a weight of its
    int layers = 0, calls = 0, edges = 0, shapes = 0, models = 0, characters = 0, model_layers = 0;
    int weights = 0, weight_rows = 0;
    int recipes = 0, recipe_ops = 0;
    int operations = 0; ///< that the network lowers to
    int kinds = 0;
    const char* kind[max_kinds] = {};
    int count[max_kinds] = {};
    name_text name; ///< of the network, if it was given one
    text error;
};

/// Walks a finished model and hands out everything that the architecture keeps. Names must be settled.
template<class Sink>
struct architecture_walk {
    graph& g;
    Sink& sink;
    growing<int> layer_at;   // graph layer -> architecture layer + 1
    growing<int> model_at;   // graph model -> architecture model + 1
    growing<int> first_call; // graph layer -> its first node

    constexpr architecture_walk(graph& gr, Sink& s) : g(gr), sink(s) {
        layer_at.fill(g.layers.size(), 0), model_at.fill(g.models.size(), 0), first_call.fill(g.layers.size(), -1);
        for (int i = g.nodes.size(); i-- > 0;) first_call.begin()[g.nodes.begin()[i].layer] = i;
    }

    constexpr int walk(int model) {
        const int at = sink.begin_model(g.models[model].sequential);
        model_at[model] = at + 1;
        growing<int> order;
        layer_order(g, g.models[model], order);
        // inner models first: their layers' numbers must be known
        for (int l : order)
            if (g.layers[l].model >= 0 && !model_at[g.layers[l].model]) walk(g.layers[l].model);
        const bool hide_input = g.models[model].sequential;
        for (int l : order) {
            if (!layer_at[l]) layer_at[l] = sink.layer(g, l, first_call[l], g.layers[l].model >= 0 ? model_at[g.layers[l].model] - 1 : -1) + 1;
            if (!(hide_input && g.is_input(l))) sink.model_layer(at, layer_at[l] - 1);
        }
        // calls, in the order in which they were made
        const model_record m = g.models[model];
        const int nodes = g.nodes.size();
        const node* const node_at = g.nodes.begin();
        const edge* const edge_at = g.edges.begin();
        const int* const row_of = layer_at.begin();
        auto* needed = new bool[std::size_t(nodes + 1)]();
        auto* call_of = new int[std::size_t(nodes + 1)]();
        auto* calls_of_layer = new int[std::size_t(g.layers.size() + 1)]();
        for (int i = 0; i < m.outputs; ++i) needed[edge_at[m.first_output + i].node] = true;
        for (int i = 0; i < m.inputs; ++i) needed[edge_at[m.first_input + i].node] = true;
        const auto declared = [&](int n) {
            for (int i = 0; i < m.inputs; ++i)
                if (edge_at[m.first_input + i].node == n) return true;
            return false;
        };
        for (int n = nodes; n-- > 0;)
            if (needed[n] && !declared(n)) {
                const node& c = node_at[n];
                for (int i = 0; i < c.inputs; ++i) needed[edge_at[c.first_edge + i].node] = true;
            }
        for (int n = 0; n < nodes; ++n) {
            if (!needed[n]) continue;
            const node& c = node_at[n];
            call_of[n] = sink.call(g, at, row_of[c.layer] - 1, calls_of_layer[c.layer]++, c.recipe);
            if (!declared(n))
                for (int i = 0; i < c.inputs; ++i) {
                    const edge e = edge_at[c.first_edge + i];
                    sink.call_edge(call_of[e.node], e.output);
                }
        }
        for (int i = 0; i < m.inputs; ++i) {
            const edge e = edge_at[m.first_input + i];
            sink.model_input(at, call_of[e.node], e.output);
        }
        for (int i = 0; i < m.outputs; ++i) {
            const edge e = edge_at[m.first_output + i];
            sink.model_output(at, call_of[e.node], e.output);
        }
        delete[] needed;
        delete[] call_of;
        delete[] calls_of_layer;
        return at;
    }
};

} // namespace detail
} // namespace ctnn
