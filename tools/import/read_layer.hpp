/// A layer of config.json as a configuration of the library.
#pragma once
#include "json_values.hpp"
#include <ctnn/io/file_error.hpp>
#include <ctnn/model/nested.hpp>
#include <set>

namespace ctnn::import {

/// Where a value comes from, for messages.
struct source {
    std::string file;
    bool keras2 = false; ///< the file was written by Keras 2
    std::set<std::string>* left_out = nullptr; ///< gets what the file says and only training needs
};

/// A layer's own name in the file.
std::string name_of(const json& layer);

/// Whether Keras gave a layer of this class its name: "dense", "dense_7".
bool is_automatic(std::string_view name, std::string_view class_name);

/// What the file calls a layer that ctnn does not have.
struct unknown_layer : file_error {
    unknown_layer(const source& from, const std::string& class_name, const std::string& name);
    std::string class_name;
};

/// "layer Dense 'dense_1': what"
[[noreturn]] void refuse(const source& from, const json& layer, const std::string& what, const std::string& remedy = {});

/// Adds a layer that was not called yet to the graph and returns its number there. Throws file_error.
int add_layer(detail::graph& g, const json& layer, const source& from);

} // namespace ctnn::import
