/// Keras 3's .weights.h5: read, and written so that Keras' load_weights takes it; with the optimizer's variables, where
/// there is one.
#pragma once
#include "hdf5.hpp"
#include "hdf5_writer.hpp"
#include "optimizer_state.hpp"
#include "weight_entry.hpp"

namespace ctnn::io {

namespace detail {

/// A group of a weight file and how many arrays it stores (vars/0, vars/1...).
struct stored_group {
    std::string path;
    std::size_t count;
};

/// What trains or seeds a model is stored beside its layers, and is not a weight.
inline bool is_training_state(std::string_view path) {
    for (std::string_view prefix : {"optimizer", "_metrics", "metrics", "loss"})
        if (path == prefix || (path.starts_with(prefix) && path[prefix.size()] == '/')) return true;
    const auto last = path.substr(path.rfind('/') + 1);
    return last == "seed_generator" || last.starts_with("seed_generator_");
}

/// Every group below `at` that stores arrays, in the file's order.
inline void find_stored_groups(const hdf5_node& at, std::string path, std::vector<stored_group>& found) {
    if (is_training_state(path)) return;
    for (const auto& [name, below] : at.links) {
        if (name == "vars" && below.is_group()) {
            if (!below.links.empty()) found.push_back({path, below.links.size()});
        } else if (below.is_group()) {
            find_stored_groups(below, path.empty() ? name : path + '/' + name, found);
        }
    }
}

} // namespace detail

namespace detail {

inline checked_weights check_weights_h5(const hdf5_file& file, std::span<const weight_entry> weights) {
    detail::check_entries(weights);
    if (file.root().attributes.contains("layer_names") || file.find("model_weights"))
        throw file_error(file.name(), "holds weights in the layout of Keras 2",
                         "load it in Keras and call model.save_weights('new.weights.h5')");
    detail::checked_weights checked(file.name());
    std::map<std::string, std::size_t> used;
    for (const auto& w : weights) {
        const auto index = used[w.path]++;
        const auto place = detail::join(w.path, w.path.empty() ? "" : "/", "vars/", index);
        const auto* stored = file.find(place);
        if (!stored || !stored->is_dataset()) checked.missing(w, detail::join("(as ", detail::in_quotes(place), ")"));
        if (stored->shape != w.shape) checked.add(w, {dtype::f4, stored->shape, {}}); // says so before data is read
        checked.add(w, file.read(*stored));
    }
    std::vector<detail::stored_group> groups;
    detail::find_stored_groups(file.root(), "", groups);
    for (const auto& group : groups) {
        const auto known = used.find(group.path);
        if (known != used.end() && known->second == group.count) continue;
        const auto name = file.find(group.path.empty() ? "vars" : group.path + "/vars")->text("name");
        throw file_error(file.name(),
                         detail::join("stores ", detail::counted(group.count, "weight"), " at ",
                                      detail::in_quotes(group.path),
                                      name ? detail::join(" (layer ", detail::in_quotes(*name), ")") : "",
                                      ", the model has ", known == used.end() ? 0 : known->second, " there"),
                         "the file belongs to another network");
    }
    return checked;
}

} // namespace detail

/// Reads every weight from Keras' .weights.h5, or throws file_error and changes none. A layer of the file that
/// `weights` does not name, a missing weight, another shape, NaN, and numbers that float32 cannot hold are errors.
inline void load_weights_h5(const hdf5_file& file, std::span<const weight_entry> weights) {
    detail::check_weights_h5(file, weights).commit();
}
inline void load_weights_h5(const std::filesystem::path& path, std::span<const weight_entry> weights) {
    load_weights_h5(hdf5_file::open(path), weights);
}
/// The same with the optimizer's variables, if the file has some: they must be those of an optimizer of the same class
/// for the same weights. `class_name`: the class of the file's, if that is known.
inline detail::checked_optimizer::result load_weights_h5(const hdf5_file& file, std::span<const weight_entry> weights,
                                                         const optimizer_state& optimizer,
                                                         std::string_view class_name = {}) {
    const auto checked = detail::check_weights_h5(file, weights);
    const auto result = detail::checked_optimizer(file, optimizer, class_name).commit();
    checked.commit();
    return result;
}

/// The bytes of what Keras' model.load_weights reads. Weights with NaN are refused; `name` is what messages call the
/// file.
inline std::vector<std::byte> weights_h5_bytes(std::span<const weight_entry> weights, const std::string& name,
                                               const optimizer_state* optimizer = nullptr) {
    detail::check_entries(weights);
    detail::refuse_nan(weights, name);
    hdf5_writer file;
    std::map<std::string, std::size_t> used;
    for (const auto& w : weights) {
        const auto group = w.path.empty() ? "vars" : w.path + "/vars";
        const auto index = used[w.path]++;
        if (index == 0) file.attribute(group, "name", w.layer);
        file.dataset(detail::join(group, '/', index), w.shape, w.values);
    }
    if (optimizer) detail::write_optimizer(file, *optimizer);
    return file.bytes();
}
/// Writes that file. Atomic, as replace_file.
inline void save_weights_h5(const std::filesystem::path& path, std::span<const weight_entry> weights,
                            const optimizer_state* optimizer = nullptr) {
    replace_file(path, weights_h5_bytes(weights, path.string(), optimizer));
}

} // namespace ctnn::io
