#include "build.hpp"
#include <ctnn/model/lower.hpp>
#include <ctnn/program/interpret.hpp>

namespace ctnn::import {

std::vector<std::vector<float>> predict(const imported& net, const std::vector<const float*>& inputs) {
    auto& g = *net.graph;
    const auto m = g.models[net.model];
    ops::builder to;
    growing<ops::value> in, out;
    for (int i = 0; i < m.inputs; ++i) in.push(ops::input(to, i, g.shape(g.edges[m.first_input + i])));
    detail::lower_model(g, net.model, to, in.begin(), out, {});

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
