/// Opens model files, .keras or legacy .h5, and weights that have their configuration beside them.
#include "archive.hpp"
#include "archive_config.hpp"
#include "archive_weights.hpp"
#include <algorithm>
#include <ctnn/io/zip.hpp>

namespace ctnn::import {

namespace {

std::string text_of(std::span<const std::byte> bytes) { return std::string(io::detail::as_text(bytes)); }

bool is_legacy(const io::hdf5_node& group) {
    return group.attributes.contains("layer_names") || group.attributes.contains("layer_names0");
}

archive parse_keras(std::vector<std::byte> bytes, const std::string& name) {
    const io::zip_archive zip(std::move(bytes), name);
    if (!zip.contains("config.json"))
        throw file_error(name, "holds no Keras model (no config.json)",
                         "give the file that model.save('name.keras') wrote");
    if (!zip.contains("model.weights.h5"))
        throw file_error(name, "holds no model.weights.h5",
                         zip.contains("model.weights.npz") ? "its weights are in .npz: save it with weights_format='h5'"
                                                           : save_again);
    archive a;
    a.file = name;
    a.kind = archive::format::keras_v3;
    a.config_json = text_of(zip.read("config.json"));
    check_config(a.config_json, name, "config.json");
    if (zip.contains("metadata.json"))
        a.keras_version = json_outline(text_of(zip.read("metadata.json")), name, "metadata.json")["keras_version"];
    if (a.keras_version.empty()) a.keras_version = "3";
    a.layers = weights_by_path({zip.read("model.weights.h5"), name + ": model.weights.h5"});
    return a;
}

archive parse_legacy(const io::hdf5_file& file) {
    const auto& root = file.root();
    if (!root.attributes.contains("model_config")) {
        const bool weights = is_legacy(root) || root.links.contains("layers");
        throw file_error(file.name(),
                         weights ? "holds weights, but no model (no model_config)" : "holds no Keras model",
                         weights ? "give its model as well, --config config.json with the text of model.to_json(), or "
                                   "save the whole model with model.save()"
                                 : save_again);
    }
    const auto config = root.text("model_config");
    const auto* group = root.find("model_weights");
    if (!config) throw file_error(file.name(), "its model_config is not a text", save_again);
    if (!group || !group->is_group()) throw file_error(file.name(), "holds no weights (no model_weights)", save_again);
    archive a;
    a.file = file.name();
    a.kind = archive::format::legacy_h5;
    a.config_json = *config;
    check_config(a.config_json, a.file, "model_config");
    a.keras_version = root.text("keras_version").value_or(group->text("keras_version").value_or("1"));
    a.layers = weights_by_name(file, *group);
    return a;
}

} // namespace

const stored_layer* archive::layer(std::string_view path) const {
    const auto at = std::ranges::find(layers, path, &stored_layer::path);
    return at == layers.end() ? nullptr : &*at;
}

const io::array* archive::weight(std::string_view path, std::size_t index) const {
    const auto* found = layer(path);
    return found && index < found->weights.size() ? &found->weights[index].values : nullptr;
}

archive parse_archive(std::vector<std::byte> model, const std::string& name) {
    const auto start = io::detail::as_text(model);
    if (start.empty()) throw file_error(name, "is empty", save_again);
    if (start.starts_with("PK")) return parse_keras(std::move(model), name);
    if (start.starts_with("\x89HDF")) return parse_legacy({std::move(model), name});
    throw file_error(name, "is neither a .keras file (ZIP) nor a .h5 file (HDF5)", save_again);
}

archive parse_archive(std::vector<std::byte> weights, const std::string& name, std::string config_json,
                      const std::string& config_name, const char* remedy) {
    archive a;
    a.file = name;
    a.keras_version = check_config(config_json, config_name, "it", remedy);
    a.config_json = std::move(config_json);
    const io::hdf5_file file(std::move(weights), name);
    const bool legacy = is_legacy(file.root());
    if (!legacy && !file.find("layers") && !file.find("_layer_checkpoint_dependencies"))
        throw file_error(name, "holds no weights of a Keras model",
                         "write it with model.save_weights('name.weights.h5')");
    a.kind = legacy ? archive::format::legacy_h5 : archive::format::weights_h5;
    // Keras 2's to_json() names its version, Keras 3's does not
    if (a.keras_version.empty()) a.keras_version = legacy ? file.root().text("keras_version").value_or("1") : "3";
    a.layers = legacy ? weights_by_name(file, file.root()) : weights_by_path(file);
    return a;
}

namespace {
archive read_both(const std::filesystem::path& weights, const std::filesystem::path& config, const char* remedy) {
    return parse_archive(io::read_file(weights), weights.string(), text_of(io::read_file(config)), config.string(),
                         remedy);
}
} // namespace

archive read_archive(const std::filesystem::path& model) {
    std::error_code ignored; // what cannot be looked at cannot be read either, and reading says why
    if (!std::filesystem::is_directory(model, ignored)) return parse_archive(io::read_file(model), model.string());
    if (std::filesystem::exists(model / "saved_model.pb", ignored))
        throw file_error(model.string(), "is a TensorFlow SavedModel", "load it in Keras and save it as 'name.keras'");
    if (!std::filesystem::exists(model / "config.json", ignored))
        throw file_error(model.string(), "is a folder without a Keras model (no config.json)",
                         "give a .keras or .h5 file");
    auto a = read_both(model / "model.weights.h5", model / "config.json", save_again);
    a.kind = archive::format::keras_v3;
    if (const auto about = model / "metadata.json"; std::filesystem::exists(about, ignored)) {
        auto version = json_outline(text_of(io::read_file(about)), about.string(), "it")["keras_version"];
        if (!version.empty()) a.keras_version = std::move(version);
    }
    return a;
}

archive read_archive(const std::filesystem::path& weights, const std::filesystem::path& config) {
    return read_both(weights, config, write_config);
}

} // namespace ctnn::import
