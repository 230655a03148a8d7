/// The graph as C++ source: Sequential where it is a chain, a body of functional where it is not.
#include "network_source.hpp"
#include "layer_facts.hpp"
#include "layer_source.hpp"
#include "local_names.hpp"
#include "read_layer.hpp"
#include <algorithm>
#include <map>
#include <optional>

namespace ctnn::import {
namespace {

using detail::edge;
using io::detail::join;

/// The calls of one model, in an order in which they can be written; what no output needs is not among them.
std::vector<int> calls_of(const detail::graph& g, const detail::model_record& m) {
    std::vector<bool> needed(std::size_t(g.nodes.size())), input(needed);
    for (int i = 0; i < m.inputs; ++i) input[std::size_t(g.edges[m.first_input + i].node)] = true;
    for (int i = 0; i < m.outputs; ++i) needed[std::size_t(g.edges[m.first_output + i].node)] = true;
    std::vector<int> calls;
    for (int n = g.nodes.size(); n-- > 0;) {
        if (!needed[std::size_t(n)] || input[std::size_t(n)]) continue;
        calls.push_back(n);
        for (int i = 0; i < g.nodes[n].inputs; ++i) needed[std::size_t(g.edges[g.nodes[n].first_edge + i].node)] = true;
    }
    std::reverse(calls.begin(), calls.end());
    return calls;
}

/// What the models of a network have in common while they are written.
struct network_writer {
    const imported& net;
    const detail::graph& g = *net.graph;
    network_text text{};
    std::map<int, std::string> variable{}; // of models used as layers
    bool every_name = false;               // a given name looks like a counted one of another class: all are written
    std::set<std::string> words{};         // that variables must not hide: what the sources are made of
    std::set<std::string> sequentials{};   // the sources of those that are layers: equal ones would be one network

    explicit network_writer(const imported& n) : net(n) {
        for (const char* w : {"Input", "Model", "Sequential", "functional", "inputs", "outputs", "initial_state", "tuple", "shape", "name",
                              "batch_size", "trainable", "net", "model", "weights", "recorded", "ctnn", "std", "main"})
            words.insert(w);
        for (const auto& l : g.layers) add_identifiers(layer_source(l, spelling::plain, {}, 0).source, words);
        std::set<std::string_view> classes;
        for (const auto& l : g.layers) classes.insert(l.class_name);
        for (int l = 0; l < g.layers.size(); ++l)
            if (const auto name = own_name(l))
                for (auto c : classes) every_name = every_name || is_automatic(*name, c);
    }

    std::string file_name(int layer) const {
        const auto& name = g.layers[layer].name;
        return std::string(g.characters.begin() + name.first, std::size_t(name.count));
    }
    /// The layer's name when a person gave it.
    std::optional<std::string> own_name(int layer) const {
        auto name = file_name(layer);
        if (name.empty() || (!every_name && is_automatic(name, g.layers[layer].class_name))) return {};
        return name;
    }
    static std::string name_argument(const std::string& name) { return join("name = ", string_literal(name), "_s"); }

    /// Arguments that every layer has.
    std::vector<std::string> common(int layer, spelling how, std::map<std::string, int>& counted) {
        std::vector<std::string> more;
        const auto c = std::string(g.layers[layer].class_name);
        if (const auto name = own_name(layer))
            more.push_back(name_argument(*name));
        else if (const auto given = file_name(layer); detail::counted_name(c, counted[c]++).view() != given && !given.empty())
            text.renumbered = true;
        if (!g.layers[layer].trainable)
            more.push_back(how == spelling::plain ? "trainable = false" : "trainable = false_c");
        return more;
    }
    /// `node`: a call of the layer.
    std::string layer(int node, spelling how, std::map<std::string, int>& counted) {
        const auto& n = g.nodes[node];
        const int rank = g.shape(g.edges[n.first_edge]).rank;
        const auto t = layer_source(g.layers[n.layer], how, common(n.layer, how, counted), rank);
        text.initializers = text.initializers || t.initializers;
        return t.source;
    }
    std::string input(edge e, spelling how) const {
        const auto& l = g.layers[g.nodes[e.node].layer];
        std::string s = "Input(shape<";
        for (int i = 0; i < g.shape(e).rank; ++i) s.append(i ? ", " : "").append(std::to_string(g.shape(e)[i]));
        s += '>';
        if (const auto name = own_name(g.nodes[e.node].layer)) s += ", " + name_argument(*name);
        if (l.batch >= 0) s += join(", batch_size = ", l.batch, how == spelling::plain ? "" : "_c");
        return s + ')';
    }

    /// Writes the model that is this layer, once, and returns its variable.
    std::string nested(int layer) {
        const int m = g.layers[layer].model;
        if (const auto at = variable.find(m); at != variable.end()) return at->second;
        const auto own = own_name(layer);
        auto source = model(m, own.value_or(""));
        if (g.models[m].sequential && !sequentials.insert(source).second) source = model(m, file_name(layer));
        const auto name = local_names(words).unique(own ? identifier(*own) : g.models[m].sequential ? "block" : "branch");
        words.insert(name);
        text.inner.push_back({name, source});
        return variable[m] = name;
    }

    std::string model(int number, const std::string& name) {
        const auto m = g.models[number];
        return m.sequential ? sequential(m, name) : functional(m, name);
    }

    std::string sequential(const detail::model_record& m, const std::string& name) {
        std::map<std::string, int> counted;
        std::string s = "Sequential(\n";
        const auto element = [&](const std::string& e, bool last) { s += wrapped(e, 4) + (last ? ")" : ",\n"); };
        const auto calls = calls_of(g, m);
        element(input(g.edges[m.first_input], spelling::constants), calls.empty() && name.empty());
        for (std::size_t i = 0; i < calls.size(); ++i) {
            const int l = g.nodes[calls[i]].layer;
            element(g.layers[l].model >= 0 ? nested(l) : layer(calls[i], spelling::constants, counted),
                    i + 1 == calls.size() && name.empty());
        }
        if (!name.empty()) element(name_argument(name), true);
        return s;
    }

    std::string functional(const detail::model_record& m, const std::string& name);
};

/// The body of one functional model.
struct body_writer {
    network_writer& all;
    const detail::model_record& m;
    const detail::graph& g = all.g;
    std::vector<int> calls = calls_of(g, m);
    std::map<int, std::string> call_of{};                       // by layer: what stands before the inputs
    std::vector<std::string> lines{};
    std::map<std::pair<int, int>, std::string> value{};         // (node, output)
    std::map<std::pair<int, int>, int> uses{};                  // that are still to be written
    std::vector<std::string> reusable{};                        // variables of no name of their own, the oldest first
    std::map<std::string, std::pair<int, int>> held{};          // what these hold

    static std::pair<int, int> key(edge e) { return {e.node, e.output}; }

    void count_uses() {
        for (int k : calls)
            for (int i = 0; i < g.nodes[k].inputs; ++i) ++uses[key(g.edges[g.nodes[k].first_edge + i])];
        for (int i = 0; i < m.outputs; ++i) ++uses[key(g.edges[m.first_output + i])];
    }
    bool is_output(int node) const {
        for (int i = 0; i < m.outputs; ++i)
            if (g.edges[m.first_output + i].node == node) return true;
        return false;
    }
    std::string list(int first, int count) {
        std::string t;
        for (int i = 0; i < count; ++i) t.append(i ? ", " : "").append(value[key(g.edges[first + i])]);
        return t;
    }
    std::string ends(int first, int count) { return count == 1 ? list(first, 1) : "tuple(" + list(first, count) + ")"; }

    /// The inputs of a call, in its parentheses.
    std::string arguments(const detail::node& n) {
        if (n.inputs > 1 && !state_names(g.layers[n.layer]).empty())
            return join('(', list(n.first_edge, 1), ", initial_state = tuple(", list(n.first_edge + 1, n.inputs - 1), "))");
        return join('(', list(n.first_edge, n.inputs), ')');
    }

    /// What the results of a layer are called: its states, if they are among them, come last.
    static std::vector<std::string> result_names(const detail::layer_record& layer, int outputs) {
        auto names = state_names(layer);
        if (names.size() >= std::size_t(outputs)) names.clear();
        names.insert(names.begin(), std::size_t(outputs) - names.size(), std::string());
        return names;
    }

    std::string write(const std::string& name) {
        count_uses();
        std::map<std::string, int> counted;
        std::map<int, int> times;
        for (int k : calls) {
            const int l = g.nodes[k].layer;
            if (times[l]++ == 0) call_of[l] = g.layers[l].model >= 0 ? all.nested(l) : all.layer(k, spelling::plain, counted);
        }
        local_names names(all.words);

        for (int i = 0; i < m.inputs; ++i) {
            const edge e = g.edges[m.first_input + i];
            const auto own = all.own_name(g.nodes[e.node].layer);
            const auto n = own ? identifier(*own) : m.inputs > 1 ? "input_" + std::to_string(i + 1) : "input";
            value[key(e)] = names.unique(n);
            lines.push_back(join("auto ", value[key(e)], " = ", all.input(e, spelling::plain)));
        }
        std::set<int> placed;
        for (int k : calls) {
            const auto& n = g.nodes[k];
            if (times[n.layer] > 1 && g.layers[n.layer].model < 0 && placed.insert(n.layer).second) {
                const auto own = all.own_name(n.layer);
                const auto object = names.unique(
                    own ? identifier(*own) : std::string(detail::counted_name(g.layers[n.layer].class_name, 0).view()));
                lines.push_back(join("auto ", object, " = ", call_of[n.layer]));
                call_of[n.layer] = object;
            }
            const auto call = call_of[n.layer] + arguments(n);
            for (int i = 0; i < n.inputs; ++i) --uses[key(g.edges[n.first_edge + i])];
            assign(k, call, names);
        }
        lines.push_back(join("return Model(inputs = ", ends(m.first_input, m.inputs), ", outputs = ",
                             ends(m.first_output, m.outputs), name.empty() ? "" : ", " + network_writer::name_argument(name), ')'));
        std::string s = "functional([] {\n";
        for (const auto& l : lines) s += wrapped(l + ";", 4) + "\n";
        return s + "})";
    }

    /// A result into a variable: the one that held an input which nobody needs any more, or a new one.
    void assign(int k, const std::string& call, local_names& names) {
        const auto& n = g.nodes[k];
        const auto own = all.own_name(n.layer);
        if (n.outputs > 1) {
            std::string to;
            const auto given = result_names(g.layers[n.layer], n.outputs);
            for (int o = 0; o < n.outputs; ++o) {
                const auto& g_name = given[std::size_t(o)];
                const auto v = !g_name.empty() ? names.unique(g_name) : own && o == 0 ? names.unique(identifier(*own)) : names.next();
                value[{k, o}] = v;
                to.append(o ? ", " : "").append(v);
            }
            lines.push_back(join("auto [", to, "] = ", call));
            return;
        }
        const bool named = own && (m.outputs > 1 || uses[{k, 0}] > 1) && (is_output(k) || uses[{k, 0}] > 1);
        if (!named)
            for (const auto& v : reusable)
                if (uses[held[v]] == 0) {
                    hold(v, k);
                    lines.push_back(join(v, " = ", call));
                    return;
                }
        const auto v = named ? names.unique(identifier(*own)) : names.next();
        if (!named) reusable.push_back(v);
        hold(v, k);
        lines.push_back(join("auto ", v, " = ", call));
    }
    void hold(const std::string& v, int k) {
        held[v] = {k, 0};
        value[{k, 0}] = v;
    }
};

std::string network_writer::functional(const detail::model_record& m, const std::string& name) {
    return body_writer{*this, m}.write(name);
}

} // namespace

network_text network_source(const imported& net) {
    network_writer w{net};
    const auto automatic = is_automatic(net.name, net.graph->models[net.model].sequential ? "Sequential" : "Functional");
    auto source = w.model(net.model, automatic ? "" : net.name);
    w.text.source = std::move(source);
    return std::move(w.text);
}

} // namespace ctnn::import
