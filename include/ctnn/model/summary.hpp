/// net.summary(): Keras' table of a network's layers, from the architecture.
#pragma once
#include "network.hpp"
#include "summary_keras2.hpp"
#include "summary_keras3.hpp"
#include "summary_terminal.hpp"
#include <cstdio>

namespace ctnn {

/// Asks summary() for Keras 2's text: as of 2.13, or keras2_style::before_2_13.
struct keras2_t {
    keras2_style style = keras2_style::since_2_13;
    constexpr keras2_t operator()(keras2_style s) const { return {s}; }
};
inline constexpr keras2_t keras2{};

namespace detail {

/// Batches of a call's results or of shapes: one for each, or one for all.
inline int batch_at(const std::vector<int>& batches, int i) {
    return batches.empty() ? -1 : batches[std::size_t(i) < batches.size() ? std::size_t(i) : 0];
}

/// The batch of every result of every call of a model, -1: None. Keras carries it from layer to layer; `in` are the
/// batches that the model is called on, otherwise its inputs have their own.
template<class Flat>
std::vector<std::vector<int>> call_batches(const Flat& a, int model, const std::vector<int>* in = nullptr) {
    const model_row& m = a.models[model];
    std::vector<std::vector<int>> all;
    const auto batch_of = [&](const edge_row& e) {
        return batch_at(all[std::size_t(e.call - m.calls.first)], e.output);
    };
    for (int c = 0; c < m.calls.count; ++c) {
        const call_row& call = a.calls[m.calls.first + c];
        const layer_row& l = a.layers[call.layer];
        std::vector<int> x, y;
        for (int e = 0; e < call.edges.count; ++e) x.push_back(batch_of(a.edges[call.edges.first + e]));
        if (x.empty()) {
            y = {l.batch};
            for (int i = 0; in && i < m.inputs.count; ++i)
                if (a.edges[m.inputs.first + i].call == m.calls.first + c) y = {(*in)[std::size_t(i)]};
        } else if (l.model >= 0) {
            const auto inner = call_batches(a, l.model, &x);
            const model_row& of = a.models[l.model];
            for (int i = 0; i < of.outputs.count; ++i) {
                const edge_row& e = a.edges[of.outputs.first + i];
                y.push_back(batch_at(inner[std::size_t(e.call - of.calls.first)], e.output));
            }
        } else
            y = {batch_behind(l.batches, x.data(), int(x.size()))};
        all.push_back(y);
    }
    return all;
}

/// Shapes with the batch in front.
template<class Flat>
std::vector<std::vector<int>> batched_shapes(const Flat& a, const range& r, const std::vector<int>& batches) {
    std::vector<std::vector<int>> all;
    for (int i = 0; i < r.count; ++i) {
        const extents& e = a.shapes[r.first + i];
        std::vector<int> s{batch_at(batches, i)};
        s.insert(s.end(), e.dims, e.dims + e.rank);
        all.push_back(s);
    }
    return all;
}

template<class Flat>
std::vector<summary_row> summary_rows(const Flat& a, int model) {
    std::vector<summary_row> rows;
    const model_row& m = a.models[model];
    const auto batches = call_batches(a, model);
    for (int i = 0; i < m.layers.count; ++i) {
        const int at = a.model_layers[m.layers.first + i];
        const layer_row& l = a.layers[at];
        summary_row row;
        row.name = std::string_view(a.name(at)), row.class_name = l.class_name;
        row.is_input = l.class_name == "InputLayer";
        std::vector<int> in, out; // as of the last call, which Keras shows
        for (int c = 0; c < m.calls.count; ++c) {
            const call_row& call = a.calls[m.calls.first + c];
            if (call.layer != at) continue;
            in.clear(), out = batches[std::size_t(c)];
            for (int e = 0; e < call.edges.count; ++e) {
                const edge_row& from = a.edges[call.edges.first + e];
                in.push_back(batch_at(batches[std::size_t(from.call - m.calls.first)], from.output));
            }
        }
        row.output_shapes = batched_shapes(a, l.outputs, out);
        row.input_shapes = row.is_input ? row.output_shapes : batched_shapes(a, l.inputs, in);
        row.params = long(a.params_of(at));
        row.trainable = l.trainable;
        if (!m.sequential)
            for (int c = 0; c < m.calls.count; ++c) {
                const call_row& call = a.calls[m.calls.first + c];
                if (call.layer != at) continue;
                for (int e = 0; e < call.edges.count; ++e) {
                    const edge_row& from = a.edges[call.edges.first + e];
                    const call_row& source = a.calls[from.call];
                    row.connected_to.push_back(std::string(std::string_view(a.name(source.layer))) + '[' +
                                               std::to_string(source.number) + "][" + std::to_string(from.output) + ']');
                }
            }
        if (l.model >= 0) row.nested = summary_rows(a, l.model);
        rows.push_back(std::move(row));
    }
    return rows;
}

} // namespace detail

/// The table that summary() and plot() are made from.
template<class Def>
summary_model summary_of(const network<Def>&) {
    const auto& a = detail::architecture<Def>::value;
    summary_model m;
    m.sequential = a.models[0].sequential;
    m.name = detail::definition<Def>::value.name.view();
    if (m.name.empty()) m.name = m.sequential ? "sequential" : "functional";
    m.rows = detail::summary_rows(a, 0);
    m.trainable = long(a.trainable_param_count);
    m.non_trainable = long(a.param_count - a.trainable_param_count);
    return m;
}

template<class Def>
std::string summary_text(const network<Def>& net, const summary_options& options = {}) {
    return summary_text(summary_of(net), options);
}
template<class Def>
std::string summary_text(const network<Def>& net, keras2_t style, const summary_options& options = {}) {
    return summary_text_keras2(summary_of(net), options, style.style);
}

/// net.summary(...) prints to standard output, as wide and as colourful as the terminal is.
template<class Def>
void print_summary(const network<Def>& net, const summary_options& options = {}) {
    const std::string text = summary_text(net, detail::on_terminal(options));
    std::fwrite(text.data(), 1, text.size(), stdout);
}
template<class Def>
void print_summary(const network<Def>& net, keras2_t style, const summary_options& options = {}) {
    const std::string text = summary_text(net, style, options);
    std::fwrite(text.data(), 1, text.size(), stdout);
}

} // namespace ctnn
