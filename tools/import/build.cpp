/// A configuration, Sequential or functional, becomes a graph of the library.
#include "build.hpp"
#include "masks.hpp"
#include "model_reader.hpp"

namespace ctnn::import {

imported build_graph(const std::string& config_json, const std::string& file, const std::string& keras_version,
                     const std::vector<extents>& input_shapes) {
    imported net;
    net.file = file;
    net.keras_version = keras_version;
    net.graph = std::make_unique<detail::graph>();
    const auto config = json::parse(config_json, nullptr, false);
    if (config.is_discarded()) throw file_error(file, "the configuration is no JSON", "save the model again");
    model_reader r(*net.graph, {file, keras_version.starts_with("1") || keras_version.starts_with("2"), &net.left_out});
    net.model = r.read(config, input_shapes);
    net.name = text_of(member(member(config, "config"), "name"));
    refuse_masks(*net.graph, net.model, r.masks, r.from);
    net.places = std::move(r.places);
    net.graph->settle_names();
    return net;
}

imported build(const archive& file, const std::vector<extents>& input_shapes) {
    auto net = build_graph(file.config_json, file.file, file.keras_version, input_shapes);
    load_weights(net, file);
    return net;
}

} // namespace ctnn::import
