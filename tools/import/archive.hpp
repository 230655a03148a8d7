/// A Keras model as its file holds it: the configuration's text and the weights, read and checked but not interpreted.
#pragma once
#include "archive_config.hpp"
#include <ctnn/io/array.hpp>
#include <filesystem>
#include <string>
#include <vector>

namespace ctnn::import {

struct stored_weight {
    std::string name; ///< keras_v3: its number, "0"; legacy: as Keras called it, "dense/kernel:0"
    io::array values;
};

/// The weights that one group of the file holds, in Keras' order. Layers without weights are listed too.
struct stored_layer {
    std::string path; ///< keras_v3: the group, "layers/bidirectional/forward_layer/cell"; legacy: the layer's name
    std::string name; ///< the layer's own name; empty when the file does not tell (Keras 2's .keras)
    std::vector<stored_weight> weights;
};

struct archive {
    enum class format {
        keras_v3,  ///< .keras: weights by group path
        legacy_h5, ///< .h5 of Keras 2, or of Keras 3's model.save("x.h5"): weights by layer name
        weights_h5 ///< .weights.h5 and a configuration: weights by group path
    };

    std::string file; ///< what messages call it
    format kind = format::keras_v3;
    std::string config_json;   ///< a JSON object with "class_name" and "config", nested at most 256 deep
    std::string keras_version; ///< "3.15.1", "2.21.0", "1"; only the major number when the file does not tell more
    std::vector<stored_layer> layers;

    /// By group path (keras_v3, weights_h5) or by layer name (legacy_h5); nullptr when the file has none.
    const stored_layer* layer(std::string_view path) const;
    /// keras_v3: weight("layers/dense_1", 0) is layers/dense_1/vars/0; legacy: the layer's first. nullptr when absent.
    const io::array* weight(std::string_view path, std::size_t index) const;
};

/// Reads a .keras file, a legacy .h5 file, or the folder that model.save(zipped=False) makes; the content tells which.
/// Nothing in the file is trusted. Throws file_error: the file, what is wrong, and the remedy.
archive read_archive(const std::filesystem::path& model);

/// Reads .weights.h5 (or the .h5 of Keras 2's save_weights) and the text of model.to_json().
archive read_archive(const std::filesystem::path& weights, const std::filesystem::path& config);

/// The same from memory; `name` is what messages call it, `remedy` what they say of a configuration that is none.
archive parse_archive(std::vector<std::byte> model, const std::string& name);
archive parse_archive(std::vector<std::byte> weights, const std::string& name, std::string config_json,
                      const std::string& config_name, const char* remedy = write_config);

} // namespace ctnn::import
