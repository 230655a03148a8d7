#include "build.hpp"
#include "masks.hpp"
#include "read_layer.hpp"
#include <algorithm>
#include <deque>
#include <map>
#include <optional>

namespace ctnn::import {
namespace {

using io::detail::in_quotes;
using io::detail::join;
using detail::edge;

bool is_model(const json& layer) {
    const auto c = text_of(member(layer, "class_name"));
    return c == "Sequential" || c == "Functional" || c == "Model";
}

constexpr const char* unmasked = "without mask_zero = True and Masking the model can be imported";

std::string name_of(const json& layer) {
    const auto name = text_of(member(member(layer, "config"), "name"));
    return name.empty() ? text_of(member(layer, "name")) : name;
}

/// What a file's model consists of while it is read.
struct reader {
    detail::graph& g;
    source from;
    std::vector<weight_place> places{};   // of g.layers
    std::vector<bool> masks{};            // of g.layers: whether it makes a mask
    std::deque<json> made_up{};           // layers that the file does not spell out

    /// Counts the layers of one class in a model, as the weights' groups are named.
    struct numbering {
        std::string group; // the model's own
        std::map<std::string, int> n{};
        std::string next(const json& layer) {
            const auto c = text_of(member(layer, "class_name"));
            return group + "layers/" + std::string(detail::counted_name(c == "Model" ? "Functional" : c, n[c]++).view());
        }
    };

    /// A layer as it was created, and its calls.
    struct made {
        const json* layer = nullptr;
        int number = -1; // in graph::layers
        int model = -1;  // in graph::models
        std::vector<int> chain{}; // layers that are called one after the other in its place
        std::vector<int> nodes;
        std::size_t next = 0; // of its inbound_nodes
    };

    void check() const {
        if (g.failed()) throw file_error(from.file, std::string(g.error->view()), "");
    }

    /// A shape with the batch axis in front.
    std::optional<std::pair<extents, int>> batch_shape(const json& layer, const json& shape) const {
        if (shape.is_array() && shape.size() == 1 && shape[0].is_array()) return batch_shape(layer, shape[0]);
        if (!shape.is_array() || shape.empty()) return {};
        if (shape.size() > std::size_t(max_rank) + 1)
            refuse(from, layer, join("has the input shape ", shape.dump(), ", ctnn's shapes have at most ", max_rank, " axes"));
        extents e;
        std::string text;
        for (const auto& d : shape)
            text.append(text.empty() ? "(" : ", ").append(d.is_null() ? "None" : d.dump());
        for (std::size_t i = 1; i < shape.size(); ++i) {
            if (!read_json(shape[i], e.dims[e.rank++]) || shape[i].is_null() || e.dims[e.rank - 1] <= 0)
                refuse(from, layer, join("has the input shape ", text, ')'),
                       "only the batch may be None: save the model with fixed shapes");
        }
        int batch = -1;
        read_json(shape[0], batch);
        return std::pair{e, batch};
    }
    /// The input shape that a layer's own configuration declares.
    std::optional<std::pair<extents, int>> declared(const json& layer) const {
        const auto& c = member(layer, "config");
        for (const char* key : {"batch_shape", "batch_input_shape"})
            if (const auto s = batch_shape(layer, member(c, key))) return s;
        return {};
    }

    int add_input(const json& layer) {
        const auto& c = member(layer, "config");
        for (const char* key : {"sparse", "ragged"})
            if (member(c, key) == true) refuse(from, layer, join("is ", key), "ctnn has dense tensors only");
        const auto shape = declared(layer);
        if (!shape) refuse(from, layer, "has no shape");
        return g.add_input(shape->first, text_of(member(c, "name")), shape->second, 0);
    }

    made create(const json& layer, numbering& count) {
        const auto c = text_of(member(layer, "class_name"));
        if (c == "NotEqual") // what Keras 3 writes for a mask that a layer gets
            refuse(from, layer, "makes a mask, which ctnn does not have", unmasked);
        made m;
        m.layer = &layer;
        const auto group = count.next(layer);
        const auto& inside = member(member(layer, "config"), "layer");
        if (is_model(layer)) {
            m.model = read_model(layer, group + "/");
            add_model_layer(m);
            place(m.number, {group, 0, name_of(layer)});
        } else if (c == "TimeDistributed" && is_model(inside))
            create_chain(m, layer, inside, group);
        else {
            m.number = add_layer(g, layer, from);
            place(m.number, {group, 0, name_of(layer)});
            masks[std::size_t(m.number)] = member(member(layer, "config"), "mask_zero") == true || c == "Masking";
        }
        return m;
    }
    /// TimeDistributed of a Sequential: of each of its layers.
    void create_chain(made& m, const json& layer, const json& inside, const std::string& group) {
        if (text_of(member(inside, "class_name")) != "Sequential")
            refuse(from, layer, "holds a functional model, which ctnn's TimeDistributed does not take",
                   "wrap the model's layers one by one");
        numbering count{group + "/layer/"};
        for (const auto& l : member(member(inside, "config"), "layers")) {
            const auto c = text_of(member(l, "class_name"));
            if (c == "InputLayer") continue;
            if (is_model(l)) refuse(from, layer, "holds a model in a model", "wrap the model's layers one by one");
            const auto name = join(name_of(layer), '_', name_of(l));
            made_up.push_back({{"class_name", "TimeDistributed"},
                               {"config", {{"name", name}, {"trainable", member(member(layer, "config"), "trainable") != false}, {"layer", l}}}});
            m.chain.push_back(add_layer(g, made_up.back(), from));
            place(m.chain.back(), {count.next(l), 1, name_of(layer)});
        }
        if (m.chain.empty()) refuse(from, layer, "holds a model without layers");
        m.number = m.chain[0];
    }
    void place(int layer, weight_place p) {
        places.resize(std::size_t(g.layers.size()));
        masks.resize(std::size_t(g.layers.size()));
        places[std::size_t(layer)] = std::move(p);
    }
    void add_model_layer(made& m) {
        const auto& c = member(*m.layer, "config");
        detail::layer_record l;
        l.class_name = g.models[m.model].sequential ? "Sequential" : "Functional";
        l.name = g.keep_name(text_of(member(c, "name"))), l.model = m.model, l.parameters = 0;
        l.trainable = member(c, "trainable") != false;
        m.number = g.add_layer(l);
    }

    int call(made& m, const std::vector<edge>& inputs) {
        if (!m.chain.empty()) return call_chain(m, inputs);
        for (edge e : inputs) g.edges.push(e);
        const int n = int(inputs.size());
        const int node = m.model >= 0 ? detail::call_model(g, m.model, m.number, n, 0, {}) : g.call(m.number, n, 0);
        check();
        m.nodes.push_back(node);
        return node;
    }

    int call_chain(made& m, const std::vector<edge>& inputs) {
        int node = -1;
        for (int layer : m.chain) {
            if (node < 0)
                for (edge e : inputs) g.edges.push(e);
            else
                g.edges.push({node, 0});
            node = g.call(layer, node < 0 ? int(inputs.size()) : 1, 0);
            check();
        }
        m.nodes.push_back(node);
        return node;
    }

    /// `group`: where the file keeps the model's weights, "" or "layers/sequential/".
    int read_model(const json& model, const std::string& group = {}) {
        const auto c = text_of(member(model, "class_name"));
        if (!is_model(model)) refuse(from, model, "is no model that ctnn can read", "Sequential and Functional models can be");
        const auto& config = member(model, "config");
        return c == "Sequential" || config.is_array() ? read_sequential(model, {group}) : read_functional(model, {group});
    }

    int read_sequential(const json& model, numbering count) {
        const auto& config = member(model, "config");
        const auto& layers = config.is_array() ? config : member(config, "layers");
        if (!layers.is_array() || layers.empty()) refuse(from, model, "has no layers");
        edge first, last;
        for (const auto& l : layers) {
            if (text_of(member(l, "class_name")) == "InputLayer") {
                if (last.node >= 0) refuse(from, l, "is not the first layer");
                first = last = {add_input(l), 0};
                check();
                continue;
            }
            made m = create(l, count);
            if (last.node < 0) {
                auto shape = declared(l);
                if (!shape) shape = batch_shape(model, member(config, "build_input_shape"));
                if (!shape) shape = batch_shape(model, member(member(model, "build_config"), "input_shape"));
                if (!shape && m.model >= 0) shape = std::pair{g.shape(g.edges[g.models[m.model].first_input]), -1};
                if (!shape)
                    refuse(from, model, "was saved before it was built, its input shape is not known",
                           "call model.build((None, ...)) before saving");
                first = last = {g.add_input(shape->first, {}, shape->second, 0), 0};
                check();
            }
            last = {call(m, {last}), 0};
        }
        if (last.node < 0) refuse(from, model, "has no layers");
        g.edges.push(first);
        g.edges.push(last);
        return detail::add_model(g, true, 1, 1);
    }

    // ---- Functional ----

    struct scope {
        const json& model;
        std::map<std::string, made> layers;
        bool legacy = false; // Keras 2's inbound_nodes
    };

    /// Output `tensor` of call `node` of a layer; nothing when the call was not read yet.
    std::optional<edge> find(scope& s, const json& layer, const json& node, const json& tensor, bool output) const {
        const auto at = s.layers.find(text_of(layer));
        int n = 0, t = 0;
        if (at == s.layers.end() || !read_json(node, n) || !read_json(tensor, t))
            refuse(from, s.model, join("refers to ", layer.dump(), ", which is none of its layers"));
        const made& m = at->second;
        // a Functional model starts with a call of its own: Keras 2 counts it, Keras 3 for a model's outputs only
        if (m.model >= 0 && (s.legacy || (output && !g.models[m.model].sequential))) --n;
        const std::size_t calls = m.layer && m.number >= 0 ? member(*m.layer, "inbound_nodes").size() : m.nodes.size();
        if (n < 0 || std::size_t(n) >= std::max(calls, m.nodes.size()))
            refuse(from, s.model, join("refers to call ", n, " of ", layer.dump(), ", which there is not"));
        if (std::size_t(n) >= m.nodes.size()) return {};
        const auto& made_node = g.nodes[m.nodes[std::size_t(n)]];
        if (t < 0 || t >= made_node.outputs)
            refuse(from, s.model, join("refers to output ", t, " of ", layer.dump(), ", which has ", made_node.outputs));
        return edge{m.nodes[std::size_t(n)], t};
    }

    static bool is_tensor(const json& j) { return text_of(member(j, "class_name")) == "__keras_tensor__"; }

    static bool is_history(const json& j) {
        return j.is_array() && (j.size() == 3 || j.size() == 4) && j[0].is_string() && j[1].is_number_integer() &&
            j[2].is_number_integer();
    }

    /// The tensors in an argument, in order. False when one is not there yet.
    bool tensors(scope& s, const made& m, const json& j, std::vector<edge>& to) {
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
        refuse(from, *m.layer, join("is called with ", j.dump(), ", ctnn calls layers with tensors only"));
    }

    static bool holds_nothing(const json& j) {
        if (j.is_array()) return std::all_of(j.begin(), j.end(), holds_nothing);
        return j.is_null();
    }

    bool keywords(scope& s, const made& m, const json& kwargs, std::vector<edge>& to) {
        if (!kwargs.is_object()) return true;
        for (const auto& [key, value] : kwargs.items()) {
            if (holds_nothing(value)) continue;
            if (key == "inputs" || key == "initial_state") {
                if (!tensors(s, m, value, to)) return false;
            } else if (key == "mask")
                refuse(from, *m.layer, "gets a mask, which ctnn does not have", unmasked);
            else if (key == "training" && value != true) {
            } else
                refuse(from, *m.layer, join("is called with ", key, " = ", value.dump()), "ctnn does not have this argument");
        }
        return true;
    }

    /// The inputs of one call. False when one is not there yet.
    bool inputs_of(scope& s, const made& m, const json& node, std::vector<edge>& to) {
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
    void ends(scope& s, const json& j, bool output, std::vector<edge>& to) {
        if (is_history(j)) {
            const auto e = find(s, j[0], j[1], j[2], output);
            if (!e) refuse(from, s.model, join("has ", j.dump(), " among its ends, which is never computed"));
            to.push_back(*e);
        } else if (j.is_array() || j.is_object())
            for (const auto& x : j) ends(s, x, output, to);
        else
            refuse(from, s.model, "has input_layers or output_layers that cannot be read");
    }

    int read_functional(const json& model, numbering count) {
        const auto& config = member(model, "config");
        const auto& layers = member(config, "layers");
        if (!layers.is_array() || layers.empty()) refuse(from, model, "has no layers");
        scope s{model, {}, false};
        for (const auto& l : layers)
            for (const auto& node : member(l, "inbound_nodes")) s.legacy = s.legacy || node.is_array();
        std::vector<made*> order;
        for (const auto& l : layers) {
            auto name = text_of(member(l, "name"));
            if (name.empty()) name = text_of(member(member(l, "config"), "name"));
            made m;
            if (text_of(member(l, "class_name")) == "InputLayer") {
                m.nodes.push_back(add_input(l));
                check();
            } else
                m = create(l, count);
            const auto [at, fresh] = s.layers.emplace(name, std::move(m));
            if (!fresh) refuse(from, model, join("has two layers named ", in_quotes(name)));
            if (at->second.layer) order.push_back(&at->second);
        }
        // calls whose inputs are there, again and again: a shared layer may feed itself
        for (bool progress = true, missing = true; missing;) {
            if (!progress) refuse(from, model, "has calls that wait for each other");
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
        std::vector<edge> in, out;
        ends(s, member(config, "input_layers"), false, in);
        ends(s, member(config, "output_layers"), true, out);
        if (in.empty() || out.empty()) refuse(from, model, "has no inputs or no outputs");
        for (edge e : in) g.edges.push(e);
        for (edge e : out) g.edges.push(e);
        return detail::add_model(g, false, int(in.size()), int(out.size()));
    }
};

} // namespace

imported build_graph(const std::string& config_json, const std::string& file, const std::string& keras_version) {
    imported net;
    net.file = file;
    net.graph = std::make_unique<detail::graph>();
    const auto config = json::parse(config_json, nullptr, false);
    if (config.is_discarded()) throw file_error(file, "the configuration is no JSON", "save the model again");
    reader r{*net.graph, {file, keras_version.starts_with("1") || keras_version.starts_with("2")}};
    net.model = r.read_model(config);
    r.places.resize(std::size_t(net.graph->layers.size()));
    r.masks.resize(std::size_t(net.graph->layers.size()));
    refuse_masks(*net.graph, net.model, r.masks, r.from);
    net.places = std::move(r.places);
    net.graph->settle_names();
    std::size_t n = 0;
    for (const auto& p : net.graph->parameters) net.offset.push_back(n), n += p.shape.size();
    net.weights.resize(n);
    return net;
}

imported build(const archive& file) {
    auto net = build_graph(file.config_json, file.file, file.keras_version);
    load_weights(net, file);
    return net;
}

} // namespace ctnn::import
