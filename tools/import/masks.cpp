/// Follows the masks of Keras through a model and refuses it where one would change a result.
#include "masks.hpp"
#include "layer_facts.hpp"
#include <algorithm>

namespace ctnn::import {
namespace {

using detail::edge;
using io::detail::in_quotes;
using io::detail::join;

struct walk {
    const detail::graph& g;
    const std::vector<bool>& makes_mask;
    const source& from;

    /// Which outputs of the model carry a mask, when these inputs do.
    std::vector<bool> outputs(int model, const std::vector<bool>& inputs) const {
        const auto m = g.models[model];
        std::vector<bool> masked(std::size_t(g.shapes.size())), needed(std::size_t(g.nodes.size())), given(needed);
        const auto at = [&](edge e) { return std::size_t(g.nodes[e.node].first_shape + e.output); };
        for (int i = 0; i < m.inputs; ++i) {
            const edge e = g.edges[m.first_input + i];
            given[std::size_t(e.node)] = true;
            masked[at(e)] = inputs[std::size_t(i)];
        }
        for (int i = 0; i < m.outputs; ++i) needed[std::size_t(g.edges[m.first_output + i].node)] = true;
        for (int n = g.nodes.size(); n-- > 0;)
            if (needed[std::size_t(n)] && !given[std::size_t(n)])
                for (int i = 0; i < g.nodes[n].inputs; ++i)
                    needed[std::size_t(g.edges[g.nodes[n].first_edge + i].node)] = true;
        for (int n = 0; n < g.nodes.size(); ++n) {
            if (!needed[std::size_t(n)] || given[std::size_t(n)]) continue;
            const auto& node = g.nodes[n];
            const auto& layer = g.layers[node.layer];
            std::vector<bool> in, out(std::size_t(node.outputs));
            for (int i = 0; i < node.inputs; ++i) in.push_back(masked[at(g.edges[node.first_edge + i])]);
            const bool any = std::find(in.begin(), in.end(), true) != in.end();
            if (layer.model >= 0)
                out = outputs(layer.model, in);
            else if (any && mask_rule_of(layer) == mask_rule::uses)
                throw file_error(from.file,
                                 join("layer ", g.number(node.layer), ' ', layer.class_name, ' ',
                                      in_quotes(g.name(node.layer).view()), ": gets a mask, which ctnn does not have"),
                                 "without mask_zero = True and Masking the model can be imported");
            else if (makes_mask[std::size_t(node.layer)] || (any && mask_rule_of(layer) == mask_rule::keeps))
                out.assign(out.size(), true);
            for (int i = 0; i < node.outputs; ++i) masked[std::size_t(node.first_shape + i)] = out[std::size_t(i)];
        }
        std::vector<bool> result;
        for (int i = 0; i < m.outputs; ++i) result.push_back(masked[at(g.edges[m.first_output + i])]);
        return result;
    }
};

} // namespace

void refuse_masks(const detail::graph& g, int model, const std::vector<bool>& makes_mask, const source& from) {
    if (std::find(makes_mask.begin(), makes_mask.end(), true) == makes_mask.end()) return;
    walk{g, makes_mask, from}.outputs(model, std::vector<bool>(std::size_t(g.models[model].inputs)));
}

} // namespace ctnn::import
