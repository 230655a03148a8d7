/// The JSON members of a Keras file, checked before anybody builds a tree of them.
#pragma once
#include <map>
#include <string>

namespace ctnn::import {

/// The outermost object of a JSON text: its keys, and the values of those that are strings (else empty).
/// Throws file_error when the text is no JSON object, is nested too deep, or names a key twice.
/// `file` and `member` ("config.json") are for the message.
std::map<std::string, std::string> json_outline(const std::string& text, const std::string& file,
                                                const std::string& member);

/// Throws file_error unless the text is a model's configuration; returns the Keras version that it names, or "".
std::string check_config(const std::string& text, const std::string& file, const std::string& member);

} // namespace ctnn::import
