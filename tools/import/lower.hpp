/// The network's program as the compiler makes it, made at run time.
#pragma once
#include "build.hpp"
#include <ctnn/model/record.hpp>
#include <ctnn/program/lower.hpp>

namespace ctnn::import {

/// The graph as the rows that lowering reads of an architecture.
class lowering_rows {
    const detail::graph& g_;
    int network_;
    detail::census counted_ = {};
    detail::rows_sink sink_;

public:
    const growing<model_row>& models = sink_.models;
    const growing<call_row>& calls = sink_.calls;
    const growing<edge_row>& edges = sink_.edges;
    const growing<layer_row>& layers = sink_.layers;
    const growing<detail::recipe>& recipes = g_.recipes;
    const growing<ops::op>& recipe_ops = g_.recipe_ops;
    int model_count = 0, recipe_count = 0, operations = 0;

    explicit lowering_rows(const imported& net) : g_(*net.graph), network_(net.model), sink_(g_, counted_) {
        detail::architecture_walk(*net.graph, sink_).walk(network_);
        sink_.add_weights(g_, 0);
        sink_.finish_weights();
        model_count = models.size(), recipe_count = recipes.size();
        operations = sink_.operations[0] + g_.models[network_].inputs;
    }
    lowering_rows(const lowering_rows&) = delete;
    lowering_rows& operator=(const lowering_rows&) = delete;

    const extents& input(int i) const { return g_.shape(g_.edges[g_.models[network_].first_input + i]); }
};

} // namespace ctnn::import
