/// Weights of a model to and from files: model.load_weights(file) and model.save_weights(file) work where this header
/// is included. The ending of the name says which format: .weights.h5 (Keras), .safetensors, .npz. Needs libzip, zlib
/// and nlohmann-json.
#pragma once
#include "../run/weight_files.hpp"
#include "network_weights.hpp"
#include "safetensors.hpp"
#include "weights_h5.hpp"
#include "weights_npz.hpp"

namespace ctnn::io {

namespace detail {
[[noreturn]] inline void unknown_weight_file(const std::filesystem::path& path) {
    const auto name = path.string();
    throw file_error(
        name, "weights are in .weights.h5, .safetensors or .npz files",
        name.ends_with(".keras") || name.ends_with(".h5")
            ? "ctnn-import turns a whole model into a program; for its weights alone, save them in Keras with "
              "model.save_weights('name.weights.h5')"
            : "end the file's name in .weights.h5 (Keras' own), .safetensors or .npz");
}
} // namespace detail

/// Reads every weight, or throws file_error and changes none.
inline void load_weights(const std::filesystem::path& path, std::span<const weight_entry> weights) {
    const auto name = path.string();
    if (name.ends_with(".weights.h5"))
        load_weights_h5(path, weights);
    else if (name.ends_with(".safetensors"))
        load_safetensors(path, weights);
    else if (name.ends_with(".npz"))
        load_weights_npz(path, weights);
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
    else if (name.ends_with(".npz"))
        save_weights_npz(path, weights);
    else
        detail::unknown_weight_file(path);
}

} // namespace ctnn::io

namespace ctnn::detail {

template<class Model>
struct weight_files {
    static constexpr const auto& a = architecture<typename decltype(Model::architecture)::definition>::value;

    static void load(Model& model, const std::filesystem::path& path) {
        io::load_weights(path, io::detail::network_weights(a, [&](int i) { return model.weight(i); }).entries());
        model.prepare();
    }
    static void save(const Model& model, const std::filesystem::path& path) {
        // (entries can be written to; saving does not)
        const auto values = [&](int i) {
            const auto w = model.weight(i);
            return std::span<float>(const_cast<float*>(w.data()), w.size());
        };
        io::save_weights(path, io::detail::network_weights(a, values).entries());
    }
};

} // namespace ctnn::detail
