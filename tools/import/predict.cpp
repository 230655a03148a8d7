/// Runs a graph by the operations' scalar definitions.
#include "build.hpp"
#include <ctnn/model/lower.hpp>
#include <ctnn/program/interpret.hpp>

namespace ctnn::import {
namespace {

/// The graph's models and calls as rows: what lower_model reads.
struct rows {
    detail::graph& g;
    std::vector<model_row> models;
    std::vector<call_row> calls;
    std::vector<edge_row> edges;
    struct row {
        int layer, model; // in the graph; among the models
    };
    std::vector<row> layers;
    ops::builder to = {};
    using value = ops::value;

    int begin_model(bool) {
        models.emplace_back();
        return int(models.size()) - 1;
    }
    int layer(const detail::graph&, int l, int, int model) {
        layers.push_back({l, model});
        return int(layers.size()) - 1;
    }
    void model_layer(int, int) {}
    int call(const detail::graph&, int model, int layer, int, int) {
        range& r = models[std::size_t(model)].calls;
        if (!r.count++) r.first = int(calls.size());
        calls.push_back({layer, 0, {int(edges.size()), 0}, -1});
        return int(calls.size()) - 1;
    }
    void add_edge(range& to, int call, int output) {
        if (!to.count++) to.first = int(edges.size());
        edges.push_back({call, output});
    }
    void call_edge(int from, int output) { add_edge(calls.back().edges, from, output); }
    void model_input(int model, int from, int output) { add_edge(models[std::size_t(model)].inputs, from, output); }
    void model_output(int model, int from, int output) { add_edge(models[std::size_t(model)].outputs, from, output); }

    void lower(const call_row& call, const ops::value* x, int n, growing<ops::value>& y) {
        const detail::layer_record& l = g.layers[layers[std::size_t(call.layer)].layer];
        report say;
        parameters own(g.parameters, l.first_parameter, l.parameters, to, say, {});
        const results made = l.config->call(own, detail::inputs{x, n});
        for (int i = 0; i < made.n; ++i) y.push(made[i]);
    }
};

} // namespace

std::vector<std::vector<float>> predict(const imported& net, const std::vector<const float*>& inputs) {
    auto& g = *net.graph;
    rows all{g, {}, {}, {}, {}};
    ops::builder& to = all.to;
    detail::architecture_walk(g, all).walk(net.model);
    const auto m = g.models[net.model];
    growing<ops::value> in, out;
    for (int i = 0; i < m.inputs; ++i) in.push(ops::input(to, i, g.shape(g.edges[m.first_input + i])));
    detail::lower_model(all, 0, in.begin(), out);

    std::vector<step> steps(std::size_t(to.list.size()));
    for (int i = 0; i < to.list.size(); ++i) steps[std::size_t(i)].op = to.list[i];
    std::vector<int> outputs;
    std::vector<std::vector<float>> results;
    std::vector<float*> at;
    for (const auto& v : out) {
        outputs.push_back(v.index);
        results.emplace_back(v.op().size());
    }
    for (auto& r : results) at.push_back(r.data());
    const auto weight = [&](int i) { return net.weights.data() + net.offset[std::size_t(i)]; };
    detail::interpret(steps.data(), int(steps.size()), outputs.data(), int(outputs.size()), weight, inputs.data(), at.data());
    return results;
}

} // namespace ctnn::import
