/// Functional models: calls that name the calls they take their inputs from, in Keras 3's and in Keras 2's way.
#include "model_reader.hpp"
#include <algorithm>

namespace ctnn::import {

using io::detail::in_quotes;
using io::detail::join;

namespace {

bool is_tensor(const json& j) { return text_of(member(j, "class_name")) == "__keras_tensor__"; }

bool is_history(const json& j) {
    return j.is_array() && (j.size() == 3 || j.size() == 4) && j[0].is_string() && j[1].is_number_integer() &&
        j[2].is_number_integer();
}

/// The layers' names in input_layers, which may be one [name, node, tensor], a list of them, or an object.
void names_in(const json& j, std::vector<std::string>& to) {
    if (is_history(j))
        to.push_back(text_of(j[0]));
    else if (j.is_array() || j.is_object())
        for (const auto& x : j) names_in(x, to);
}

} // namespace

/// Output `tensor` of call `node` of a layer; nothing when the call was not read yet.
std::optional<edge> model_reader::find(scope& s, const json& layer, const json& node, const json& tensor, bool output) const {
    const auto at = s.layers.find(text_of(layer));
    int n = 0, t = 0;
    if (at == s.layers.end() || !read_json(node, n) || !read_json(tensor, t))
        refuse(from, s.model, join("refers to ", brief(layer), ", which is none of its layers"));
    const made& m = at->second;
    if (m.waiting) return {};
    // a Functional model starts with a call of its own: Keras 2 counts it, Keras 3 for a model's outputs only
    if (m.model >= 0 && (s.legacy || (output && !g.models[m.model].sequential))) --n;
    const std::size_t calls = m.layer && m.number >= 0 ? member(*m.layer, "inbound_nodes").size() : m.nodes.size();
    if (n < 0 || std::size_t(n) >= std::max(calls, m.nodes.size()))
        refuse(from, s.model, join("refers to call ", n, " of ", brief(layer), ", which there is not"));
    if (std::size_t(n) >= m.nodes.size()) return {};
    const auto& made_node = g.nodes[m.nodes[std::size_t(n)]];
    if (t < 0 || t >= made_node.outputs)
        refuse(from, s.model, join("refers to output ", t, " of ", brief(layer), ", which has ", made_node.outputs));
    return edge{m.nodes[std::size_t(n)], t};
}

/// The tensors in an argument, in order. False when one is not there yet.
bool model_reader::tensors(scope& s, const made& m, const json& j, std::vector<edge>& to) {
    if (is_tensor(j) || is_history(j)) {
        const auto& h = is_tensor(j) ? member(member(j, "config"), "keras_history") : j;
        if (!h.is_array() || h.size() < 3) refuse(from, *m.layer, "has an input that comes from nowhere");
        const auto e = find(s, h[0], h[1], h[2], false);
        if (e) to.push_back(*e);
        return e.has_value();
    }
    if (j.is_array()) {
        for (const auto& x : j)
            if (!tensors(s, m, x, to)) return false;
        return true;
    }
    if (j.is_null()) return true;
    if (j.is_object() && text_of(member(j, "class_name")).empty()) { // inputs by name
        for (const auto& [key, x] : j.items())
            if (!tensors(s, m, x, to)) return false;
        return true;
    }
    refuse(from, *m.layer, join("is called with ", brief(j), ", ctnn calls layers with tensors only"));
}

bool model_reader::keywords(scope& s, const made& m, const json& kwargs, std::vector<edge>& to) {
    if (!kwargs.is_object()) return true;
    for (const auto& [key, value] : kwargs.items()) {
        if (holds_nothing(value)) continue;
        if (key == "inputs" || key == "initial_state") {
            if (!tensors(s, m, value, to)) return false;
        } else if (key == "mask")
            refuse(from, *m.layer, "gets a mask, which ctnn does not have", without_masks);
        else if (key == "training" && value != true) {
        } else
            refuse(from, *m.layer, join("is called with ", key, " = ", brief(value)), "ctnn does not have this argument");
    }
    return true;
}

/// The inputs of one call. False when one is not there yet.
bool model_reader::inputs_of(scope& s, const made& m, const json& node, std::vector<edge>& to) {
    if (node.is_object()) return tensors(s, m, member(node, "args"), to) && keywords(s, m, member(node, "kwargs"), to);
    // Keras 2: [["dense", 0, 0, {}], ...], or one of them alone
    const json one = is_history(node) ? json::array({node}) : node;
    if (!one.is_array()) refuse(from, *m.layer, "has inbound_nodes that cannot be read");
    for (const auto& x : one) {
        if (!is_history(x)) refuse(from, *m.layer, "has inbound_nodes that cannot be read");
        if (!tensors(s, m, x, to)) return false;
    }
    for (const auto& x : one)
        if (x.size() == 4 && !keywords(s, m, x[3], to)) return false;
    return true;
}

/// input_layers, output_layers: one [name, node, tensor], a list of them, or an object (in the order of its sorted keys).
void model_reader::ends(scope& s, const json& j, bool output, std::vector<edge>& to) {
    if (is_history(j)) {
        const auto e = find(s, j[0], j[1], j[2], output);
        if (!e) refuse(from, s.model, join("has ", brief(j), " among its ends, which is never computed"));
        to.push_back(*e);
    } else if (j.is_array() || j.is_object())
        for (const auto& x : j) ends(s, x, output, to);
    else
        refuse(from, s.model, "has input_layers or output_layers that cannot be read");
}

/// Calls whose inputs are there, again and again: a shared layer may feed itself.
void model_reader::call_all(scope& s, const std::vector<made*>& order) {
    for (bool progress = true, missing = true; missing;) {
        if (!progress) refuse(from, s.model, "has calls that wait for each other");
        progress = missing = false;
        for (made* m : order) {
            const auto& calls = member(*m->layer, "inbound_nodes");
            for (; m->next < calls.size(); ++m->next) {
                std::vector<edge> inputs;
                if (!inputs_of(s, *m, calls[m->next], inputs)) break;
                if (inputs.empty()) refuse(from, *m->layer, "is called without an input");
                call(*m, inputs);
                progress = true;
            }
            missing = missing || m->next < calls.size();
        }
    }
}

int model_reader::read_functional(const json& model, numbering count, const std::vector<extents>& given) {
    const auto& config = member(model, "config");
    const auto& layers = member(config, "layers");
    if (!layers.is_array() || layers.empty()) refuse(from, model, "has no layers");
    scope s{model};
    for (const auto& l : layers)
        for (const auto& node : member(l, "inbound_nodes")) s.legacy = s.legacy || node.is_array();
    std::vector<std::string> inputs;
    names_in(member(config, "input_layers"), inputs);
    std::vector<made*> order;
    for (const auto& l : layers) {
        const auto name = text_of(member(l, "name")).empty() ? name_of(l) : text_of(member(l, "name"));
        made m;
        if (text_of(member(l, "class_name")) == "InputLayer") {
            const auto at = std::size_t(std::find(inputs.begin(), inputs.end(), name) - inputs.begin());
            m.nodes.push_back(add_input(l, at < given.size() ? &given[at] : nullptr));
        } else
            m = create(l, count);
        const auto [at, fresh] = s.layers.emplace(name, std::move(m));
        if (!fresh) refuse(from, model, join("has two layers named ", in_quotes(name)));
        if (at->second.layer) order.push_back(&at->second);
    }
    call_all(s, order);
    std::vector<edge> in, out;
    ends(s, member(config, "input_layers"), false, in);
    ends(s, member(config, "output_layers"), true, out);
    if (in.empty() || out.empty()) refuse(from, model, "has no inputs or no outputs");
    for (edge e : in) g.edges.push(e);
    for (edge e : out) g.edges.push(e);
    return detail::add_model(g, false, int(in.size()), int(out.size()));
}

} // namespace ctnn::import
