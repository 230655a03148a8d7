/// A layer of config.json as a configuration of the library.
#pragma once
#include "json_values.hpp"
#include <ctnn/io/file_error.hpp>
#include <ctnn/model/nested.hpp>

namespace ctnn::import {

/// Where a value comes from, for messages.
struct source {
    std::string file;
    bool keras2 = false; ///< the file was written by Keras 2
};

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
