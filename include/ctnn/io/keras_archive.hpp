/// Keras' .keras archives: metadata.json, config.json and model.weights.h5 in a ZIP archive.
#pragma once
#include "hdf5.hpp"
#include "json_text.hpp"
#include "zip.hpp"
#include <nlohmann/json.hpp>

namespace ctnn::io::detail {

/// The weights in it; messages call the file by the archive's name.
inline hdf5_file weights_in(const zip_archive& archive, const std::string& name) {
    return {archive.read("model.weights.h5"), name};
}

/// The class of the optimizer that the model was compiled with, "" if it was not.
inline std::string optimizer_in(const zip_archive& archive, const std::string& name) {
    const auto bytes = archive.read("config.json");
    const auto text = as_text(bytes);
    constexpr int deepest = 200;
    const auto config = json_depth(text) > deepest ? nlohmann::json(nlohmann::json::value_t::discarded)
                                                   : nlohmann::json::parse(text, nullptr, /*allow_exceptions=*/false);
    if (config.is_discarded()) throw file_error(name, "its config.json is no JSON", "save the model again in Keras");
    const nlohmann::json* at = &config;
    for (const auto* key : {"compile_config", "optimizer"}) {
        if (!at->is_object() || !at->contains(key)) return {};
        at = &(*at)[key];
    }
    if (at->is_string()) return at->get<std::string>();
    if (!at->is_object() || !at->contains("class_name") || !(*at)["class_name"].is_string()) return {};
    return (*at)["class_name"].get<std::string>();
}

} // namespace ctnn::io::detail
