/// keras.utils.plot_model as Graphviz text: `dot -Tsvg model.dot` draws the picture that Keras draws, from the labels
/// that Keras' model_to_dot writes. Ours are the names of the nodes (n0, n1, ...) and the count of parameters.
#pragma once
#include "summary_table.hpp"
#include <string>
#include <string_view>
#include <vector>

namespace ctnn {

/// Keras' arguments of model_to_dot, with its defaults, and show_params.
struct plot_options {
    bool show_shapes = false, show_layer_names = true, show_layer_activations = false, show_trainable = false;
    bool show_params = false;   ///< the count of parameters of each layer
    bool expand_nested = false; ///< nested models as boxes around their layers
    std::string rankdir = "TB"; ///< "TB" from top to bottom, "LR" from left to right
    int dpi = 200;
    std::string splines = "ortho"; ///< how lines run: "ortho", "curved", "polyline", "spline", "line"
};

namespace detail {

inline std::string html_escaped(std::string_view text) {
    std::string out;
    for (const char c : text) {
        if (c == '&')
            out += "&amp;";
        else if (c == '<')
            out += "&lt;";
        else if (c == '>')
            out += "&gt;";
        else
            out += c;
    }
    return out;
}

/// "name" as Graphviz quotes it.
inline std::string dot_quoted(std::string_view text) {
    std::string out = "\"";
    for (const char c : text) {
        if (c == '"' || c == '\\') out += '\\';
        out += c;
    }
    return out + '"';
}

/// A connection taken apart: "lstm[0][2]" is output 2 of "lstm"; "lstm" alone is its first.
struct plot_source {
    std::string_view layer;
    std::size_t output = 0;

    explicit plot_source(std::string_view text) : layer(text) {
        if (text.empty() || text.back() != ']') return;
        const auto last = text.rfind('[');
        if (last == std::string_view::npos || last == 0) return;
        for (const char c : text.substr(last + 1, text.size() - last - 2))
            if (c >= '0' && c <= '9') output = output * 10 + static_cast<std::size_t>(c - '0');
        layer = text.substr(0, text.rfind('[', last - 1));
    }
};

class plot_writer {
public:
    explicit plot_writer(const plot_options& options) : options_(options) {}

    std::string graph(const summary_model& model) {
        const auto nodes = numbered(model.rows);
        out_ = "digraph G {\nrankdir=" + options_.rankdir +
               ";\nconcentrate=true;\ndpi=" + std::to_string(options_.dpi) + ";\nsplines=" + options_.splines +
               ";\nnode [shape=record];\n";
        write(nodes, model.sequential);
        return out_ + "}\n";
    }

private:
    struct node {
        const summary_row* row;
        int id;
        std::vector<node> nested; // if it is drawn opened
    };

    std::vector<node> numbered(const std::vector<summary_row>& rows) {
        std::vector<node> nodes;
        for (const auto& row : rows) {
            nodes.push_back({&row, next_id_++, {}});
            if (options_.expand_nested) nodes.back().nested = numbered(row.nested);
        }
        return nodes;
    }

    void write(const std::vector<node>& nodes, bool chain) {
        for (const auto& n : nodes) {
            if (n.nested.empty()) {
                out_ += name(n.id) + " [label=" + label(*n.row) + ", fontname=Helvetica, border=0, margin=0];\n";
                continue;
            }
            bool functional = false;
            for (const auto& inner : n.nested) functional = functional || inner.row->is_input;
            out_ += "subgraph cluster_" + name(n.id) + " {\nstyle=dashed;\nlabel=" + dot_quoted(n.row->name) +
                    ";\nlabeljust=l;\n";
            write(n.nested, !functional);
            out_ += "}\n";
        }
        if (chain) {
            for (std::size_t i = 1; i < nodes.size(); ++i) edge(producer(nodes[i - 1], 0), consumer(nodes[i], 0));
            return;
        }
        for (const auto& n : nodes)
            for (std::size_t i = 0; i < n.row->connected_to.size(); ++i) {
                const plot_source source(n.row->connected_to[i]);
                if (const auto* from = find(nodes, source.layer)) edge(producer(*from, source.output), consumer(n, i));
            }
    }

    /// The drawn node behind an output of a layer: of an opened model the layer inside that makes it.
    static int producer(const node& n, std::size_t output) {
        if (n.nested.empty()) return n.id;
        const auto& outputs = n.row->nested_outputs;
        if (outputs.empty()) return producer(n.nested.back(), output);
        const plot_source source(outputs[output < outputs.size() ? output : outputs.size() - 1]);
        const auto* inner = find(n.nested, source.layer);
        return inner != nullptr ? producer(*inner, source.output) : n.id;
    }

    /// The drawn node that takes an input; calls of a model with several inputs list them one call after the other.
    static int consumer(const node& n, std::size_t input) {
        if (n.nested.empty()) return n.id;
        std::vector<const node*> inputs;
        for (const auto& name : n.row->nested_inputs)
            if (const auto* inner = find(n.nested, name)) inputs.push_back(inner);
        if (inputs.empty())
            for (const auto& inner : n.nested)
                if (inner.row->is_input) inputs.push_back(&inner);
        return inputs.empty() ? consumer(n.nested.front(), input) : consumer(*inputs[input % inputs.size()], 0);
    }

    static const node* find(const std::vector<node>& nodes, std::string_view layer) {
        for (const auto& n : nodes)
            if (n.row->name == layer) return &n;
        return nullptr;
    }

    void edge(int from, int to) {
        for (const auto& drawn : edges_)
            if (drawn.from == from && drawn.to == to) return;
        edges_.push_back({from, to});
        out_ += name(from) + " -> " + name(to) + " [penwidth=2];\n";
    }

    std::string label(const summary_row& row) const {
        const auto& o = options_;
        const bool input = row.is_input;
        const int wide = (o.show_shapes ? 2 : 0) + (o.show_params ? 1 : 0) + (o.show_trainable ? 1 : 0);
        const auto span = " colspan=\"" + std::to_string(wide > 1 ? wide : 1) + "\"";
        const auto kind = html_escaped(row.class_name);
        std::string table = "<<table border=\"0\" cellborder=\"1\" bgcolor=\"black\" cellpadding=\"10\"><tr><td" +
                            span + " bgcolor=\"black\"><font point-size=\"16\" color=\"white\"><b>" +
                            (o.show_layer_names ? html_escaped(row.name) + "</b> (" + kind + ")" : kind + "</b>") +
                            "</font></td></tr>";
        if (o.show_layer_activations && !row.activation.empty())
            table += "<tr><td bgcolor=\"white\"" + span + "><font point-size=\"14\">Activation: <b>" +
                     html_escaped(row.activation) + "</b></font></td></tr>";
        std::string columns;
        const auto column = [&](const char* what, const std::string& value) {
            ((columns += "<td bgcolor=\"white\"><font point-size=\"14\">") += what) += ": <b>";
            (columns += value) += "</b></font></td>";
        };
        const auto shapes = [&](const auto& s) {
            return s.empty() || row.differing ? std::string("?") : python_tuples(s);
        };
        if (o.show_shapes && !input) column("Input shape", shapes(row.input_shapes));
        if (o.show_shapes) column("Output shape", shapes(row.output_shapes));
        if (o.show_params) column("Params", with_thousands(row.params));
        if (o.show_trainable && row.built && row.params > 0)
            ((columns += "<td bgcolor=\"") += row.trainable ? "forestgreen" : "firebrick") +=
                std::string("\"><font point-size=\"14\" color=\"white\"><b>") +
                (row.trainable ? "Trainable" : "Non-trainable") + "</b></font></td>";
        if (!columns.empty()) table += "<tr>" + columns + "</tr>";
        return table + "</table>>";
    }

    static std::string name(int id) { return "n" + std::to_string(id); }

    struct line {
        int from, to;
    };
    const plot_options& options_;
    std::string out_;
    std::vector<line> edges_;
    int next_id_ = 0;
};

} // namespace detail

/// The graph of a model as text for Graphviz' `dot`, with Keras' look.
inline std::string plot_text(const summary_model& model, const plot_options& options = {}) {
    return detail::plot_writer(options).graph(model);
}

} // namespace ctnn
