/// The JSON members of a Keras file, checked before anybody builds a tree of them.
#pragma once
#include <map>
#include <string>

namespace ctnn::import {

/// The remedies for a model's file, and for a configuration beside weights.
inline constexpr const char* save_again = "save the model again with model.save('name.keras')";
inline constexpr const char* write_config = "--config takes the text of model.to_json() in a file";

/// The outermost object of a JSON text: its keys, and the values of those that are strings (else empty).
/// Throws file_error when the text is no JSON object, is nested too deep, or names a key twice.
/// `file`, `member` ("config.json") and `remedy` are for the message.
std::map<std::string, std::string> json_outline(const std::string& text, const std::string& file,
                                                const std::string& member, const char* remedy = save_again);

/// Throws file_error unless the text is a model's configuration; returns the Keras version that it names, or "".
std::string check_config(const std::string& text, const std::string& file, const std::string& member,
                         const char* remedy = save_again);

} // namespace ctnn::import
