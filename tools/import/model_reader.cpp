/// Layers and their calls: what Sequential and functional models have in common.
#include "model_reader.hpp"
#include <algorithm>

namespace ctnn::import {

using io::detail::join;

bool is_model(const json& layer) {
    const auto c = text_of(member(layer, "class_name"));
    return c == "Sequential" || c == "Functional" || c == "Model";
}

bool holds_nothing(const json& j) {
    if (j.is_array()) return std::all_of(j.begin(), j.end(), holds_nothing);
    return j.is_null();
}

namespace {

std::string shape_text(const json& shape) {
    std::string text;
    for (const auto& d : shape) text.append(text.empty() ? "(" : ", ").append(d.is_null() ? "None" : brief(d));
    return text + ")";
}

/// "(None, 3)", the unknown extents as -1.
std::string shape_text(const extents& e) {
    std::string text = "(";
    for (int i = 0; i < e.rank; ++i)
        text.append(i ? ", " : "").append(e[i] < 0 ? "None" : std::to_string(e[i]));
    return text + ")";
}

} // namespace

std::string model_reader::numbering::next(const json& layer) {
    const auto c = text_of(member(layer, "class_name"));
    return group + "layers/" + std::string(detail::counted_name(c == "Model" ? "Functional" : c, n[c]++).view());
}

void model_reader::check() const {
    if (g.failed()) throw file_error(from.file, std::string(g.error->view()), "");
}

/// A shape with the batch axis in front.
std::optional<model_reader::declared_shape> model_reader::batch_shape(const json& layer, const json& shape) const {
    if (shape.is_array() && shape.size() == 1 && shape[0].is_array()) return batch_shape(layer, shape[0]);
    if (!shape.is_array() || shape.empty()) return {};
    if (shape.size() > std::size_t(max_rank) + 1)
        refuse(from, layer, join("has the input shape ", shape_text(shape), ", ctnn's shapes have at most ", max_rank, " axes"));
    declared_shape d;
    for (std::size_t i = 1; i < shape.size(); ++i) {
        auto& extent = d.shape.dims[d.shape.rank++];
        if (!read_json(shape[i], extent) || (extent <= 0 && !shape[i].is_null()))
            refuse(from, layer, join("has the input shape ", shape_text(shape), ", whose extents must be positive"));
    }
    read_json(shape[0], d.batch);
    return d;
}

/// The input shape that a layer's own configuration declares.
std::optional<model_reader::declared_shape> model_reader::declared(const json& layer) const {
    const auto& c = member(layer, "config");
    for (const char* key : {"batch_shape", "batch_input_shape"})
        if (const auto s = batch_shape(layer, member(c, key))) return s;
    return {};
}

/// The declared shape with what is given in the place of its unknown extents.
extents model_reader::known(const json& layer, const extents& declared, const extents* given) const {
    extents e = declared;
    bool fits = !given || given->rank == e.rank;
    for (int i = 0; i < e.rank && fits && given; ++i) {
        if (e[i] < 0) e[i] = (*given)[i];
        fits = (*given)[i] < 0 || e[i] == (*given)[i];
    }
    if (!fits)
        refuse(from, layer, join("has the input shape ", shape_text(declared), " for a sample, which ",
                                 shape_text(*given), " does not fit"),
               "give one number for each axis but the batch");
    for (int i = 0; i < e.rank; ++i)
        if (e[i] < 0) {
            std::string example;
            for (int k = 0; k < e.rank; ++k)
                example.append(k ? "," : "").append(std::to_string(e[k] < 0 ? 32 : e[k]));
            refuse(from, layer, join("has the input shape ", shape_text(e), " for a sample, and ctnn needs every extent"),
                   join("say which with --input-shape, for example --input-shape ", example));
        }
    return e;
}

int model_reader::add_input(const json& layer, const extents* given) {
    const auto& c = member(layer, "config");
    for (const char* key : {"sparse", "ragged"})
        if (member(c, key) == true) refuse(from, layer, join("is ", key), "ctnn has dense tensors only");
    const auto d = declared(layer);
    if (!d) refuse(from, layer, "has no shape");
    made m;
    m.layer = &layer;
    const int node = g.add_input(known(layer, d->shape, given), text_of(member(c, "name")), d->batch, 0);
    check();
    check_size(m, node);
    return node;
}

int model_reader::read(const json& model, const std::vector<extents>& given) {
    const int m = read_model(model, "", given);
    places.resize(std::size_t(g.layers.size()));
    masks.resize(std::size_t(g.layers.size()));
    if (given.size() > std::size_t(g.models[m].inputs))
        refuse(from, model, join("has ", io::detail::counted(std::uint64_t(g.models[m].inputs), "input"), ", got ",
                                 given.size(), " shapes"));
    return m;
}

int model_reader::read_model(const json& model, const std::string& group, const std::vector<extents>& given) {
    const auto c = text_of(member(model, "class_name"));
    if (!is_model(model)) refuse(from, model, "is no model that ctnn can read", "Sequential and Functional models can be");
    const auto& config = member(model, "config");
    return c == "Sequential" || config.is_array() ? read_sequential(model, {group}, given)
                                                  : read_functional(model, {group}, given);
}

model_reader::made model_reader::create(const json& layer, numbering& count) {
    const auto c = text_of(member(layer, "class_name"));
    if (c == "NotEqual") // what Keras 3 writes for a mask that a layer gets
        refuse(from, layer, "makes a mask, which ctnn does not have", without_masks);
    made m;
    m.layer = &layer;
    m.group = count.next(layer);
    const auto& inside = member(member(layer, "config"), "layer");
    if (is_model(layer))
        m.waiting = true;
    else if (c == "TimeDistributed" && is_model(inside))
        create_chain(m, layer, inside);
    else {
        m.number = add_layer(g, layer, from);
        place(m.number, {m.group, 0, name_of(layer)});
        masks[std::size_t(m.number)] = member(member(layer, "config"), "mask_zero") == true;
    }
    return m;
}

/// TimeDistributed of a Sequential: of each of its layers.
void model_reader::create_chain(made& m, const json& layer, const json& inside) {
    if (text_of(member(inside, "class_name")) != "Sequential")
        refuse(from, layer, "holds a functional model, which ctnn's TimeDistributed does not take",
               "wrap the model's layers one by one");
    numbering count{m.group + "/layer/"};
    for (const auto& l : member(member(inside, "config"), "layers")) {
        const auto c = text_of(member(l, "class_name"));
        if (c == "InputLayer") continue;
        if (is_model(l)) refuse(from, layer, "holds a model in a model", "wrap the model's layers one by one");
        const auto name = is_automatic(name_of(layer), "TimeDistributed") ? "" : join(name_of(layer), '_', name_of(l));
        made_up_.push_back({{"class_name", "TimeDistributed"},
                            {"config",
                             {{"name", name},
                              {"trainable", member(member(layer, "config"), "trainable") != false},
                              {"layer", l}}}});
        m.chain.push_back(add_layer(g, made_up_.back(), from));
        place(m.chain.back(), {count.next(l), 1, name_of(layer)});
    }
    if (m.chain.empty()) refuse(from, layer, "holds a model without layers");
    m.number = m.chain[0];
}

/// Reads a model that is a layer, for inputs of these shapes (none given: as the file declares them).
void model_reader::open(made& m, const std::vector<extents>& inputs) {
    m.waiting = false;
    m.model = read_model(*m.layer, m.group + "/", inputs);
    detail::layer_record l;
    l.class_name = g.models[m.model].sequential ? "Sequential" : "Functional";
    l.name = g.keep_name(name_of(*m.layer)), l.model = m.model, l.parameters = 0;
    l.trainable = member(member(*m.layer, "config"), "trainable") != false;
    m.number = g.add_layer(l);
    place(m.number, {m.group, 0, name_of(*m.layer)});
}

void model_reader::place(int layer, weight_place p) {
    places.resize(std::size_t(g.layers.size()));
    masks.resize(std::size_t(g.layers.size()));
    places[std::size_t(layer)] = std::move(p);
}

int model_reader::call(made& m, const std::vector<edge>& inputs) {
    if (!m.chain.empty()) return call_chain(m, inputs);
    if (m.waiting) {
        std::vector<extents> shapes;
        for (edge e : inputs) shapes.push_back(g.shape(e));
        open(m, shapes);
    }
    for (edge e : inputs) g.edges.push(e);
    const int n = int(inputs.size());
    const int node = m.model >= 0 ? detail::call_model(g, m.model, m.number, n, 0, {}) : g.call(m.number, n, 0);
    check();
    check_size(m, node);
    m.nodes.push_back(node);
    return node;
}

/// A tensor of more numbers than this is a damaged file, or one made to harm.
void model_reader::check_size(const made& m, int node) const {
    for (int o = 0; o < g.nodes[node].outputs; ++o) {
        const extents& e = g.shape({node, o});
        double size = 1;
        bool positive = true;
        for (int i = 0; i < e.rank; ++i) size *= e[i], positive = positive && e[i] > 0;
        if (!positive || size > largest_number)
            refuse(from, *m.layer, join("its output of shape ", shape_text(e), " is too large"), "the file is damaged");
    }
}

int model_reader::call_chain(made& m, const std::vector<edge>& inputs) {
    int node = -1;
    for (int layer : m.chain) {
        if (node < 0)
            for (edge e : inputs) g.edges.push(e);
        else
            g.edges.push({node, 0});
        node = g.call(layer, node < 0 ? int(inputs.size()) : 1, 0);
        check();
        check_size(m, node);
    }
    m.nodes.push_back(node);
    return node;
}

} // namespace ctnn::import
