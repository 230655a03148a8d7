/// net.summary(): Keras' table of a network's layers, from the architecture.
#pragma once
#include "network.hpp"
#include "summary_keras2.hpp"
#include "summary_keras3.hpp"
#include <cstdio>

namespace ctnn {

/// Asks summary() for Keras 2's text: as of 2.13, or keras2_style::before_2_13.
struct keras2_t {
    keras2_style style = keras2_style::since_2_13;
    constexpr keras2_t operator()(keras2_style s) const { return {s}; }
};
inline constexpr keras2_t keras2{};

namespace detail {

template<class Flat>
std::vector<std::vector<int>> batched_shapes(const Flat& a, const range& r, int batch) {
    std::vector<std::vector<int>> all;
    for (int i = 0; i < r.count; ++i) {
        const extents& e = a.shapes[r.first + i];
        std::vector<int> s{batch};
        s.insert(s.end(), e.dims, e.dims + e.rank);
        all.push_back(s);
    }
    return all;
}

template<class Flat>
std::vector<summary_row> summary_rows(const Flat& a, int model, int batch) {
    std::vector<summary_row> rows;
    const model_row& m = a.models[model];
    for (int i = 0; i < m.layers.count; ++i) {
        const int at = a.model_layers[m.layers.first + i];
        const layer_row& l = a.layers[at];
        summary_row row;
        row.name = a.name(at), row.class_name = l.class_name;
        row.is_input = l.class_name == "InputLayer";
        row.output_shapes = batched_shapes(a, l.outputs, batch);
        row.input_shapes = batched_shapes(a, row.is_input ? l.outputs : l.inputs, batch);
        row.params = long(a.params_of(at));
        row.trainable = l.trainable;
        if (!m.sequential)
            for (int c = 0; c < m.calls.count; ++c) {
                const call_row& call = a.calls[m.calls.first + c];
                if (call.layer != at) continue;
                for (int e = 0; e < call.edges.count; ++e) {
                    const edge_row& from = a.edges[call.edges.first + e];
                    const call_row& source = a.calls[from.call];
                    row.connected_to.push_back(std::string(a.name(source.layer)) + '[' + std::to_string(source.number) +
                                               "][" + std::to_string(from.output) + ']');
                }
            }
        if (l.model >= 0) row.nested = summary_rows(a, l.model, batch);
        rows.push_back(std::move(row));
    }
    return rows;
}

} // namespace detail

/// The table that summary() and plot() are made from.
template<class Def>
summary_model summary_of(const network<Def>&) {
    const auto& a = detail::architecture<Def>::value;
    int batch = -1;
    for (int i = 0; i < a.layer_count; ++i)
        if (a.layers[i].batch >= 0) batch = a.layers[i].batch;
    summary_model m;
    m.sequential = a.models[0].sequential;
    m.name = detail::definition<Def>::value.name.view();
    if (m.name.empty()) m.name = m.sequential ? "sequential" : "functional";
    m.rows = detail::summary_rows(a, 0, batch);
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

/// net.summary(...) prints to standard output.
template<class Def, class... Options>
void print_summary(const network<Def>& net, const Options&... options) {
    const std::string text = summary_text(net, options...);
    std::fwrite(text.data(), 1, text.size(), stdout);
}

} // namespace ctnn
