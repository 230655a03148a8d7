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
struct architecture_lists : detail::rows_sink {
    using rows_sink::rows_sink;

    std::string name(int layer) const {
        const auto& l = layers[layer];
        const std::string given(characters.begin() + l.name.first, std::size_t(l.name.count));
        return l.ordinal ? given + '_' + std::to_string(l.ordinal) : given;
    }
    std::size_t params_of(int layer) const {
        const auto& l = layers[layer];
        std::size_t n = 0;
        for (int i = 0; i < l.weights.count; ++i) n += weight_rows[l.weight_rows + i].shape.size();
        if (l.model < 0) return n;
        const auto& inner = models[l.model].layers;
        for (int i = 0; i < inner.count; ++i) n += params_of(model_layers[inner.first + i]);
        return n;
    }
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
    architecture_lists lists(g, c);
    detail::architecture_walk(g, static_cast<detail::rows_sink&>(lists)).walk(net.model);
    lists.add_weights(g, 0);
    lists.finish_weights();

    summary_model m;
    m.sequential = lists.models[0].sequential;
    m.name = net.name;
    m.rows = detail::summary_rows(lists, 0);
    detail::complete_rows(lists, 0, m.rows, [](const layer_row&) { return std::string(); });
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
