/// The network as Graphviz text, and as SVG where dot is installed.
#include "draw.hpp"
#include <array>
#include <cstdio>
#include <ctnn/io/file_error.hpp>
#include <ctnn/model/plot.hpp>
#include <filesystem>
#include <fstream>
#include <random>

namespace ctnn::import {
namespace {

/// The architecture of a network that was read at run time, as plot and summary look at it.
struct architecture_lists {
    std::vector<layer_row> layers;
    std::vector<call_row> calls;
    std::vector<edge_row> edges;
    std::vector<extents> shapes;
    std::vector<weight_row> weights;
    std::vector<model_row> models;
    std::vector<int> model_layers;
    std::string characters;
    std::tuple<> configs;
    int layer_count = 0, call_count = 0, edge_count = 0, shape_count = 0, weight_count = 0, model_count = 0,
        model_layer_count = 0, character_count = 0;
    std::size_t param_count = 0, trainable_param_count = 0;

    explicit architecture_lists(const detail::census& c)
        : layers(std::size_t(c.layers)), calls(std::size_t(c.calls)), edges(std::size_t(c.edges)),
          shapes(std::size_t(c.shapes)), weights(std::size_t(c.weights)), models(std::size_t(c.models)),
          model_layers(std::size_t(c.model_layers)), characters(std::size_t(c.characters) + 1, '\0') {}

    std::string_view name(int layer) const {
        const auto& n = layers[std::size_t(layer)].name;
        return std::string_view(characters).substr(std::size_t(n.first), std::size_t(n.count));
    }
    std::size_t params_of(int layer) const {
        const auto& l = layers[std::size_t(layer)];
        std::size_t n = 0;
        for (int i = 0; i < l.weights.count; ++i) n += weights[std::size_t(l.weights.first + i)].shape.size();
        if (l.model < 0) return n;
        const auto& inner = models[std::size_t(l.model)].layers;
        for (int i = 0; i < inner.count; ++i) n += params_of(model_layers[std::size_t(inner.first + i)]);
        return n;
    }
};

/// The sinks write to pointers.
struct architecture_view {
    architecture_lists& l;
    layer_row* layers = l.layers.data();
    call_row* calls = l.calls.data();
    edge_row* edges = l.edges.data();
    extents* shapes = l.shapes.data();
    weight_row* weights = l.weights.data();
    model_row* models = l.models.data();
    int* model_layers = l.model_layers.data();
    char* characters = l.characters.data();
    int &layer_count = l.layer_count, &call_count = l.call_count, &edge_count = l.edge_count, &shape_count = l.shape_count,
        &weight_count = l.weight_count, &model_count = l.model_count, &model_layer_count = l.model_layer_count,
        &character_count = l.character_count;
    std::size_t &param_count = l.param_count, &trainable_param_count = l.trainable_param_count;
};

/// A file that goes away.
struct scratch_file {
    std::filesystem::path path =
        std::filesystem::temp_directory_path() / ("ctnn-import-" + std::to_string(std::random_device{}()) + ".dot");
    ~scratch_file() {
        std::error_code ignored;
        std::filesystem::remove(path, ignored);
    }
};

} // namespace

std::string dot_text(const imported& net) {
    auto& g = *net.graph;
    detail::census c;
    detail::counting_sink counting{c};
    detail::architecture_walk(g, counting).walk(net.model);
    architecture_lists lists(c);
    architecture_view view{lists};
    detail::writing_sink<architecture_view> writing(view);
    detail::architecture_walk walk(g, writing);
    walk.walk(net.model);
    writing.weights(g, 0);
    writing.finish();

    summary_model m;
    m.sequential = lists.models[0].sequential;
    m.name = net.name;
    m.rows = detail::summary_rows(lists, 0);
    detail::complete_rows(lists, 0, m.rows);
    return plot_text(m, {.show_shapes = true, .show_params = true});
}

std::string svg_text(const std::string& dot) {
    const scratch_file file;
    std::ofstream(file.path) << dot;
    const std::string command = "dot -Tsvg '" + file.path.string() + "' 2>/dev/null";
    std::string svg;
    std::FILE* pipe = ::popen(command.c_str(), "r");
    if (!pipe) throw std::runtime_error("--svg: dot cannot be run");
    std::array<char, 4096> part;
    while (const auto n = std::fread(part.data(), 1, part.size(), pipe)) svg.append(part.data(), n);
    if (::pclose(pipe) != 0 || svg.find("</svg>") == svg.npos)
        throw std::runtime_error("--svg: Graphviz' dot is not installed or failed; hint: --dot writes the text that it reads");
    return svg;
}

} // namespace ctnn::import
