/// The weights of a Keras file from its HDF5 groups, by path or by layer name, NaN refused.
#include "archive_weights.hpp"
#include <cmath>
#include <ctnn/io/weights_h5.hpp>
#include <set>

namespace ctnn::import {

namespace {

using io::detail::counted;
using io::detail::in_quotes;
using io::detail::join;

/// Reads datasets while their sum stays in proportion to the file: many datasets may name the same bytes.
class weight_reader {
public:
    explicit weight_reader(const io::hdf5_file& file) : file_(file), left_(io::detail::unfolded_limit(file.size())) {}

    stored_weight read(std::string name, const io::hdf5_node& dataset) {
        const auto size = io::detail::saturating_product(io::detail::element_count(dataset.shape), dataset.type.size);
        if (size > left_)
            throw file_error(file_.name(),
                             join("its weights are too large for a file of ", counted(file_.size(), "byte"), ", at ",
                                  in_quotes(dataset.path)),
                             "it is damaged or made to harm; save the model again with Keras");
        left_ -= size;
        stored_weight weight{std::move(name), file_.read(dataset)};
        refuse_nan(weight.values, dataset.path);
        return weight;
    }

private:
    void refuse_nan(const io::array& values, const std::string& path) const {
        using io::dtype;
        if (values.type != dtype::f2 && values.type != dtype::bf2 && values.type != dtype::f4 &&
            values.type != dtype::f8)
            return;
        for (std::size_t i = 0; i < values.size(); ++i)
            if (is_nan(values, i))
                throw file_error(
                    file_.name(),
                    join("the weight ", in_quotes(path), " is not a number (NaN) at ", values.index_text(i)),
                    "its training diverged; use a model from before that");
    }
    static bool is_nan(const io::array& values, std::size_t i) {
        auto load = [&]<class T>(T v) {
            std::memcpy(&v, values.bytes.data() + i * sizeof v, sizeof v);
            return v;
        };
        switch (values.type) {
        case io::dtype::f2:
            return std::isnan(io::detail::half_to_float(load(std::uint16_t{})));
        case io::dtype::bf2:
            return std::isnan(io::detail::bfloat_to_float(load(std::uint16_t{})));
        case io::dtype::f4:
            return std::isnan(load(0.0f));
        default:
            return std::isnan(load(0.0));
        }
    }

    const io::hdf5_file& file_;
    std::uint64_t left_;
};

/// Keras 2.12 and 2.13 called the layers of a model by the attribute that tracked them.
std::string canonical(const std::string& path) {
    constexpr std::string_view old = "_layer_checkpoint_dependencies";
    return path.starts_with(old) ? join("layers", path.substr(old.size())) : path;
}

void collect(const io::hdf5_file& file, const io::hdf5_node& group, const std::string& path, weight_reader& reader,
             std::vector<stored_layer>& layers) {
    if (io::detail::is_training_state(path)) return;
    for (const auto& [name, below] : group.links) {
        if (name != "vars") {
            if (below.is_group()) collect(file, below, path.empty() ? name : path + '/' + name, reader, layers);
            continue;
        }
        stored_layer layer{canonical(path), below.text("name").value_or(""), {}};
        for (std::size_t i = 0; i < below.links.size(); ++i) {
            const auto* dataset = below.find(std::to_string(i));
            if (!dataset)
                throw file_error(file.name(),
                                 join("the ", counted(below.links.size(), "weight"), " of ", in_quotes(path),
                                      " are not numbered from 0"),
                                 "a layer that stores its weights in its own way cannot be imported");
            layer.weights.push_back(reader.read(std::to_string(i), *dataset));
        }
        layers.push_back(std::move(layer));
    }
}

/// A list of names, which Keras spreads over layer_names0, layer_names1... when it is long. Absent is an error.
std::vector<std::string> names(const io::hdf5_file& file, const io::hdf5_node& group, const std::string& attribute) {
    std::vector<std::string> all;
    auto take = [&](const std::string& name) {
        const auto at = group.attributes.find(name);
        if (at == group.attributes.end()) return false;
        const auto& found = at->second;
        const bool texts = found.kind == io::hdf5_type::kind::text || found.kind == io::hdf5_type::kind::variable_text;
        const bool empty = found.kind == io::hdf5_type::kind::number && found.numbers.bytes.empty();
        if (!texts && !empty)
            throw file_error(file.name(),
                             join("the attribute ", name, " of ", in_quotes(group.path), " is no list of names"),
                             "save the model again with Keras");
        all.insert(all.end(), found.texts.begin(), found.texts.end());
        return true;
    };
    if (take(attribute)) return all;
    std::size_t chunk = 0;
    while (take(join(attribute, chunk))) ++chunk;
    if (chunk == 0)
        throw file_error(file.name(), join(in_quotes(group.path), " has no attribute ", attribute),
                         "it was not written by Keras, or only in part; save the model again");
    return all;
}

} // namespace

std::vector<stored_layer> weights_by_path(const io::hdf5_file& file) {
    weight_reader reader(file);
    std::vector<stored_layer> layers;
    collect(file, file.root(), "", reader, layers);
    return layers;
}

std::vector<stored_layer> weights_by_name(const io::hdf5_file& file, const io::hdf5_node& group) {
    weight_reader reader(file);
    std::vector<stored_layer> layers;
    std::set<std::string> seen;
    for (auto& name : names(file, group, "layer_names")) {
        const auto* at = name.empty() ? nullptr : group.find(name);
        if (!at || !at->is_group())
            throw file_error(file.name(), join("has no weights of the layer ", in_quotes(name)),
                             "it is damaged; save the model again with Keras");
        if (!seen.insert(name).second)
            throw file_error(file.name(), join("lists the layer ", in_quotes(name), " twice"),
                             "it is damaged; save the model again with Keras");
        stored_layer layer{name, name, {}};
        for (auto& weight : names(file, *at, "weight_names")) {
            const auto* dataset = weight.empty() ? nullptr : at->find(weight);
            if (!dataset)
                throw file_error(file.name(),
                                 join("has no weight ", in_quotes(weight), " of the layer ", in_quotes(name)),
                                 "it is damaged; save the model again with Keras");
            layer.weights.push_back(reader.read(std::move(weight), *dataset));
        }
        layers.push_back(std::move(layer));
    }
    return layers;
}

} // namespace ctnn::import
