/// Scans a configuration's JSON text for its members before a tree of it is built.
#include "archive_config.hpp"
#include <ctnn/io/json_text.hpp>
#include <nlohmann/json.hpp>

namespace ctnn::import {

namespace {
constexpr int deepest = 256;
// a network of ten thousand layers has a configuration of ten million characters
constexpr std::size_t longest = std::size_t{32} << 20;
} // namespace

std::map<std::string, std::string> json_outline(const std::string& text, const std::string& file,
                                                const std::string& member, const char* remedy) {
    using nlohmann::json;
    if (text.size() > longest) throw file_error(file, member + " is longer than 32 MiB", remedy);
    if (io::detail::json_depth(text) > deepest)
        throw file_error(file, io::detail::join(member, " is nested more than ", deepest, " deep"), remedy);
    std::map<std::string, std::string> outline;
    std::string key;
    bool twice = false, object = false;
    // only the outline is kept: a tree of the whole text would take many times its size
    auto keep = [&](int depth, json::parse_event_t event, json& value) {
        if (depth == 0 && event == json::parse_event_t::object_start) object = true;
        if (depth == 1 && event == json::parse_event_t::key) {
            key = value.get<std::string>();
            twice = !outline.try_emplace(key).second || twice;
        }
        if (depth == 1 && event == json::parse_event_t::value && object && value.is_string())
            outline[key] = value.get<std::string>();
        return depth == 0;
    };
    const auto parsed = json::parse(text, keep, /*allow_exceptions=*/false);
    if (parsed.is_discarded() || !object) throw file_error(file, member + " is not a JSON object", remedy);
    if (twice) throw file_error(file, member + " names a key twice", remedy);
    return outline;
}

std::string check_config(const std::string& text, const std::string& file, const std::string& member,
                         const char* remedy) {
    auto outline = json_outline(text, file, member, remedy);
    if (!outline.contains("class_name") || !outline.contains("config"))
        throw file_error(file, member + " does not describe a Keras model (it has no class_name or no config)", remedy);
    return outline.contains("keras_version") ? outline["keras_version"] : "";
}

} // namespace ctnn::import
