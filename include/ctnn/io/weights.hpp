/// Weights of a model to and from files; the ending of the name says which format.
#pragma once
#include "safetensors.hpp"
#include "weights_h5.hpp"

namespace ctnn::io {

namespace detail {
[[noreturn]] inline void unknown_weight_file(const std::filesystem::path& path) {
    const auto name = path.string();
    throw file_error(
        name, "weights are in .weights.h5 or .safetensors files",
        name.ends_with(".keras") || name.ends_with(".h5")
            ? "ctnn-import turns a whole model into a program; for its weights alone, save them in Keras with "
              "model.save_weights('name.weights.h5')"
            : "end the file's name in .weights.h5 (Keras' own) or .safetensors");
}
} // namespace detail

/// Reads every weight, or throws file_error and changes none.
inline void load_weights(const std::filesystem::path& path, std::span<const weight_entry> weights) {
    const auto name = path.string();
    if (name.ends_with(".weights.h5"))
        load_weights_h5(path, weights);
    else if (name.ends_with(".safetensors"))
        load_safetensors(path, weights);
    else
        detail::unknown_weight_file(path);
}

/// Writes every weight. The file is replaced as a whole: when something fails, the old one is as it was.
inline void save_weights(const std::filesystem::path& path, std::span<const weight_entry> weights) {
    const auto name = path.string();
    if (name.ends_with(".weights.h5"))
        save_weights_h5(path, weights);
    else if (name.ends_with(".safetensors"))
        save_safetensors(path, weights);
    else
        detail::unknown_weight_file(path);
}

} // namespace ctnn::io
