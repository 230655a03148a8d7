/// Weights into the graph's parameters: from a list in Keras' order, by group path, or by layer name.
#include "build.hpp"
#include <algorithm>
#include <ctnn/io/file_error.hpp>
#include <ctnn/model/order.hpp>
#include <map>
#include <set>

namespace ctnn::import {
namespace {

using io::detail::counted;
using io::detail::in_quotes;
using io::detail::join;

constexpr const char* another_model = "these weights belong to another model";

/// A parameter, the layer that it is of, and whether training changes it.
struct owned {
    int layer = -1, parameter = -1;
    bool trainable = true;
};

void append(const detail::graph& g, int layer, bool trainable, std::vector<bool>& seen, std::vector<owned>& to);

/// The weights of a model in Keras' order, each layer once.
void append_model(const detail::graph& g, int model, bool trainable, std::vector<bool>& seen, std::vector<owned>& to) {
    growing<int> order;
    detail::layer_order(g, g.models[model], order);
    for (int l : order) append(g, l, trainable, seen, to);
}
void append(const detail::graph& g, int layer, bool trainable, std::vector<bool>& seen, std::vector<owned>& to) {
    if (seen[std::size_t(layer)]) return;
    seen[std::size_t(layer)] = true;
    const auto& r = g.layers[layer];
    trainable = trainable && r.trainable;
    if (r.model >= 0) append_model(g, r.model, trainable, seen, to);
    for (int i = 0; i < r.parameters; ++i)
        to.push_back({layer, r.first_parameter + i, trainable && g.parameters[r.first_parameter + i].trainable});
}

std::vector<owned> all_weights(const imported& net) {
    std::vector<owned> all;
    std::vector<bool> seen(std::size_t(net.graph->layers.size()));
    append_model(*net.graph, net.model, true, seen, all);
    return all;
}

std::string shape_text(const extents& e) {
    return io::detail::shape_text(std::vector<std::size_t>(e.dims, e.dims + e.rank));
}

/// "layer 2 Dense 'dense_1'"
std::string title(const imported& net, int layer) {
    const auto& g = *net.graph;
    return join("layer ", g.number(layer), ' ', g.layers[layer].class_name, ' ', in_quotes(g.name(layer).view()));
}

/// A weight of the file and where it goes.
struct match {
    owned to;
    const io::array* from;
};

std::string title(const imported& net, const owned& w) {
    return join(title(net, w.layer), ": ", std::string_view(net.graph->parameters[w.parameter].name));
}

void check_shape(const imported& net, const owned& w, const io::array& a) {
    const auto& p = net.graph->parameters[w.parameter];
    if (!std::equal(a.shape.begin(), a.shape.end(), p.shape.dims, p.shape.dims + p.shape.rank,
                    [](std::size_t x, int y) { return x == std::size_t(y); }))
        throw file_error(net.file, join(title(net, w), " must have shape ", shape_text(p.shape), ", got ", io::detail::shape_text(a.shape)),
                         another_model);
}

/// Every weight into its place, once all were found and have the right shape: nothing is as large as the configuration
/// says unless the file is, too.
void set_all(imported& net, const std::vector<match>& all) {
    // weights of layers that lead to no output are not found, and not needed
    std::vector<std::size_t> offset(std::size_t(net.graph->parameters.size()));
    std::size_t n = 0;
    for (const auto& [to, from] : all) offset[std::size_t(to.parameter)] = n, n += from->size();
    std::vector<float> weights(n);
    for (const auto& [to, from] : all) {
        const auto values = from->as_float(join(net.file, ": ", title(net, to)));
        std::copy(values.begin(), values.end(), weights.begin() + std::ptrdiff_t(offset[std::size_t(to.parameter)]));
    }
    net.weights = std::move(weights), net.offset = std::move(offset);
}

/// What a group of the file holds against what the layer takes from it.
void check_count(const imported& net, int layer, std::size_t wanted, const stored_layer* stored) {
    const auto got = stored ? stored->weights.size() : 0;
    if (got != wanted)
        throw file_error(net.file, join(title(net, layer), ": has ", counted(wanted, "weight"), ", the file has ", got ? std::to_string(got) : "none"),
                         another_model);
}

void load_by_path(imported& net, const archive& file) {
    std::map<std::string, std::vector<owned>> groups;
    std::vector<std::string> order;
    for (const owned& w : all_weights(net)) {
        const auto& p = net.graph->parameters[w.parameter];
        const auto& place = net.places[std::size_t(w.layer)];
        auto path = place.group;
        for (int d = place.skip; d < p.depth; ++d) path.append("/").append(p.path[d]);
        auto& group = groups[path];
        if (group.empty()) order.push_back(path);
        group.push_back(w);
    }
    std::vector<match> found;
    for (const auto& path : order) {
        const auto& group = groups[path];
        const auto* stored = file.layer(path);
        check_count(net, group[0].layer, group.size(), stored);
        for (std::size_t i = 0; i < group.size(); ++i) {
            const auto* a = file.weight(path, i);
            if (!a) check_count(net, group[0].layer, group.size(), nullptr);
            check_shape(net, group[i], *a);
            found.push_back({group[i], a});
        }
    }
    for (const auto& l : file.layers)
        if (!l.weights.empty() && !groups.contains(l.path) && l.path.find("seed_generator") == l.path.npos)
            throw file_error(net.file, join("holds weights in ", in_quotes(l.path), ", where the model has none"), another_model);
    set_all(net, found);
}

/// Every layer of the outermost model has a group; in it what is trained comes first.
void load_by_name(imported& net, const archive& file) {
    const auto& g = *net.graph;
    growing<int> order;
    detail::layer_order(g, g.models[net.model], order);
    std::vector<bool> seen(std::size_t(g.layers.size()));
    std::vector<std::string> names;
    std::map<std::string, std::vector<owned>> groups;
    for (int l : order) {
        const auto& name = net.places[std::size_t(l)].name;
        if (!groups.contains(name)) names.push_back(name);
        append(g, l, true, seen, groups[name]);
    }
    std::vector<match> found;
    for (const auto& name : names) {
        auto& group = groups[name];
        if (group.empty()) continue;
        std::stable_partition(group.begin(), group.end(), [](const owned& w) { return w.trainable; });
        const auto* stored = file.layer(name);
        check_count(net, group[0].layer, group.size(), stored);
        for (std::size_t i = 0; i < group.size(); ++i) {
            check_shape(net, group[i], stored->weights[i].values);
            found.push_back({group[i], &stored->weights[i].values});
        }
    }
    for (const auto& l : file.layers)
        if (!l.weights.empty() && (!groups.contains(l.path) || groups[l.path].empty()))
            throw file_error(net.file, join("holds weights of ", in_quotes(l.path), ", where the model has none"), another_model);
    set_all(net, found);
}

} // namespace

std::vector<int> weights_in_order(const imported& net) {
    std::vector<int> order;
    for (const owned& w : all_weights(net)) order.push_back(w.parameter);
    return order;
}

void set_weights(imported& net, const std::vector<const io::array*>& values) {
    const auto all = all_weights(net);
    if (all.size() != values.size())
        throw file_error(net.file, join("the model has ", counted(all.size(), "weight"), ", got ", values.size()), another_model);
    std::vector<match> found;
    for (std::size_t i = 0; i < all.size(); ++i) {
        check_shape(net, all[i], *values[i]);
        found.push_back({all[i], values[i]});
    }
    set_all(net, found);
}

void load_weights(imported& net, const archive& file) {
    if (file.kind == archive::format::legacy_h5)
        load_by_name(net, file);
    else
        load_by_path(net, file);
}

} // namespace ctnn::import
