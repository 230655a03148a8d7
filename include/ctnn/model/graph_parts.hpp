/// What the architecture consists of while it is built.
#pragma once
#include "../layer/layer.hpp"
#include "../layer/placed.hpp"

namespace ctnn::detail {

/// A part of one of the lists.
struct range {
    int first = 0, count = 0;
};

/// One output of one call of a layer.
struct edge {
    int node = -1, output = 0;
    constexpr bool operator==(const edge&) const = default;
};

/// One call of a layer.
struct node {
    int layer = -1;
    int first_edge = 0, inputs = 0;   // in graph::edges
    int first_shape = 0, outputs = 0; // in graph::shapes
    int line = 0;
    int recipe = -1; // in graph::recipes; a model has none
};

/// What a call lowers to when it is not trained: operations whose operands count from the call's inputs on, and whose
/// weights count from the layer's first. What depends on weights alone comes first. Equal calls share one.
struct recipe {
    int first = 0, count = 0; // in graph::recipe_ops
    int weights = 0;          // how many of them depend on weights alone
    bool whole = false;       // one output, not of weights alone, which reads all the others
    int inputs = 0, outputs = 0;
    int output[results::capacity] = {};
};

/// A layer: its configuration and weights. `stamp` is its place in the order of creation, which names are counted by.
struct layer_record {
    layer_base* config = nullptr; // owned
    identity* id = nullptr;       // counted
    const char* kind = nullptr;   // of the configuration's type
    std::string_view class_name;
    range name;       // in graph::characters: given by the user; empty: counted by class
    int counter = -1, ordinal = 0; // once names are settled: which of graph::counters, and its number there
    bool trainable = true, inner = false; // inner: of a network that was defined elsewhere, not counted in messages
    int batch = -1;   // a fixed batch, for the summary
    batch_rule batches = batch_rule::first; // how one goes through
    int first_parameter = 0, parameters = -1;
    int line = 0, stamp = 0;
    int model = -1;   // the model that this layer is, in graph::models
};

/// A model: what goes in and what comes out. The network itself is one, models used as layers are others.
struct model_record {
    bool sequential = false;
    const char* key = nullptr; // of the type that the model has outside of the function that builds the graph
    int first_input = 0, inputs = 0, first_output = 0, outputs = 0; // in graph::edges
};

/// Whether two static objects are the same, or none at all; plain == is no constant expression for them under g++'s
/// sanitizers, not even with nullptr.
constexpr bool same_object(const char* a, const char* b) {
    if (!std::is_constant_evaluated()) return a == b;
    return __builtin_constant_p(a == b) ? a == b : false;
}

/// Layers of one class without a name of their own are counted: dense, dense_1, ...
struct name_counter {
    const char* kind = nullptr;
    std::string_view class_name;
    int root = 0; // kinds of the same class name count together: where
    int n = 0;
    name_text prefix;
};

/// The last call of a kind of layer that had its operations built.
struct recent_call {
    const char* kind = nullptr;
    int node = -1;
};

} // namespace ctnn::detail
