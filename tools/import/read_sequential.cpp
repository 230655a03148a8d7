/// Sequential models: layers one after the other.
#include "model_reader.hpp"

namespace ctnn::import {

int model_reader::read_sequential(const json& model, numbering count, const std::vector<extents>& given) {
    const auto& config = member(model, "config");
    const auto& layers = config.is_array() ? config : member(config, "layers");
    const extents* input = given.empty() ? nullptr : &given[0];
    if (!layers.is_array() || layers.empty()) refuse(from, model, "has no layers");
    edge first, last;
    for (const auto& l : layers) {
        if (text_of(member(l, "class_name")) == "InputLayer") {
            if (last.node >= 0) refuse(from, l, "is not the first layer");
            first = last = {add_input(l, input), 0};
            continue;
        }
        made m = create(l, count);
        if (last.node < 0) {
            auto shape = declared(l);
            if (!shape) shape = batch_shape(model, member(config, "build_input_shape"));
            if (!shape) shape = batch_shape(model, member(member(model, "build_config"), "input_shape"));
            if (!shape && m.waiting) {
                open(m, given);
                shape = declared_shape{g.shape(g.edges[g.models[m.model].first_input]), -1};
            }
            if (!shape && input) shape = declared_shape{*input, -1};
            if (!shape)
                refuse(from, model, "was saved before it was built, its input shape is not known",
                       "say it with --input-shape, for example --input-shape 28,28,1");
            first = last = {g.add_input(known(model, shape->shape, input), {}, shape->batch, 0), 0};
            check();
        }
        last = {call(m, {last}), 0};
        if (g.nodes[last.node].outputs > 1)
            refuse(from, l, "has several outputs, and a Sequential passes one on", "save it as a functional model");
    }
    if (last.node < 0) refuse(from, model, "has no layers");
    g.edges.push(first);
    g.edges.push(last);
    return detail::add_model(g, true, 1, 1);
}

} // namespace ctnn::import
