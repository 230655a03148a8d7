/// plot(net): the network as Graphviz text, with names, shapes and parameter counts: `dot -Tsvg` draws it.
#pragma once
#include "plot_text.hpp"
#include "summary.hpp"

namespace ctnn {

namespace detail {

/// "relu", where a layer's configuration has an activation that is not linear.
template<class Def>
std::string activation_name(const layer_row& l) {
    std::string name;
    with_configuration<Def>(l, [&](const auto& config) {
        if constexpr (requires { keras_name(config.activation); })
            if (config.activation != activation_kind::linear) name = keras_name(config.activation);
    });
    return name;
}

template<class Flat>
std::vector<std::string> edge_names(const Flat& a, const range& edges) {
    std::vector<std::string> names;
    for (int i = 0; i < edges.count; ++i) {
        const edge_row& e = a.edges[edges.first + i];
        const call_row& call = a.calls[e.call];
        names.push_back(std::string(std::string_view(a.name(call.layer))) + '[' + std::to_string(call.number) + "][" +
                        std::to_string(e.output) + ']');
    }
    return names;
}
/// The layers of a model that read its first input: a Sequential shows no InputLayer.
template<class Flat>
std::vector<std::string> input_names(const Flat& a, const model_row& m) {
    if (!m.sequential) return edge_names(a, m.inputs);
    return {std::string(std::string_view(a.name(a.model_layers[m.layers.first])))};
}

/// What only plots show of the rows that summary_rows made. activation(layer): its name.
template<class Flat, class Activation>
void complete_rows(const Flat& a, int model, std::vector<summary_row>& rows, const Activation& activation) {
    for (std::size_t i = 0; i < rows.size(); ++i) {
        const layer_row& l = a.layers[a.model_layers[a.models[model].layers.first + int(i)]];
        rows[i].activation = activation(l);
        if (l.model < 0) continue;
        rows[i].nested_outputs = edge_names(a, a.models[l.model].outputs);
        rows[i].nested_inputs = input_names(a, a.models[l.model]);
        complete_rows(a, l.model, rows[i].nested, activation);
    }
}

} // namespace detail

/// Graphviz text of the network in the look of Keras' plot_model.
template<class Def>
std::string plot(const network<Def>& net, const plot_options& options = {.show_shapes = true, .show_params = true}) {
    summary_model m = summary_of(net);
    detail::complete_rows(detail::architecture<Def>::value, 0, m.rows,
                          [](const layer_row& l) { return detail::activation_name<Def>(l); });
    return plot_text(m, options);
}
/// Of a built or imported model.
template<class Model>
    requires requires { typename decltype(Model::architecture)::definition; }
std::string plot(const Model&, const plot_options& options = {.show_shapes = true, .show_params = true}) {
    return plot(Model::architecture, options);
}
/// Its mistake was reported where the network is.
template<const text& T, bool Silent>
std::string plot(const detail::broken_network<T, Silent>&, const plot_options& = {}) {
    return {};
}

} // namespace ctnn
