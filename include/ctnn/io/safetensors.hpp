/// .safetensors: named arrays behind a JSON header. Format: huggingface.co/docs/safetensors. Needs nlohmann-json.
#pragma once
#include "file.hpp"
#include "json_text.hpp"
#include "weight_entry.hpp"
#include <nlohmann/json.hpp>
#include <set>

namespace ctnn::io {

namespace detail {

inline constexpr std::pair<std::string_view, dtype> safetensors_types[] = {
    {"F16", dtype::f2}, {"F32", dtype::f4}, {"F64", dtype::f8},      {"BF16", dtype::bf2}, {"I8", dtype::i1},
    {"I16", dtype::i2}, {"I32", dtype::i4}, {"I64", dtype::i8},      {"U8", dtype::u1},    {"U16", dtype::u2},
    {"U32", dtype::u4}, {"U64", dtype::u8}, {"BOOL", dtype::boolean}};

/// The header, in which no name comes twice (a JSON parser would keep the last one in silence).
inline nlohmann::ordered_json parse_safetensors_header(std::string_view text, const damage& report) {
    using json = nlohmann::ordered_json;
    if (json_depth(text) > 8) report("its header is nested too deep");
    std::set<std::string> names;
    auto once = [&](int depth, json::parse_event_t event, json& value) {
        if (depth == 1 && event == json::parse_event_t::key && !names.insert(value.get<std::string>()).second)
            report(join("the name ", in_quotes(value.get<std::string>()), " is there twice"));
        return true;
    };
    auto header = json::parse(text, once, /*allow_exceptions=*/false);
    if (!header.is_object()) report("its header is not JSON");
    return header;
}

inline std::uint64_t safetensors_number(const nlohmann::ordered_json& value, const damage& report) {
    if (!value.is_number_unsigned()) report("a size in its header is not a whole number");
    return value.get<std::uint64_t>();
}

} // namespace detail

/// The arrays of a .safetensors file's bytes, in the order of its header.
inline std::vector<named_array> parse_safetensors(std::span<const std::byte> file, const std::string& name) {
    const detail::damage report{name, ".safetensors file"};
    detail::cursor at(file, report, "the file");
    const auto length = at.take<std::uint64_t>();
    const auto header = detail::parse_safetensors_header(detail::as_text(at.take(length)), report);
    const auto data = at.take(at.left());

    std::vector<named_array> arrays;
    std::vector<std::pair<std::uint64_t, std::uint64_t>> runs;
    for (const auto& [key, about] : header.items()) {
        if (key == "__metadata__") continue;
        const auto bad = [&](std::string_view wrong) { report(detail::join(detail::in_quotes(key), " ", wrong)); };
        if (!about.is_object() || !about.contains("dtype") || !about["dtype"].is_string() || !about.contains("shape") ||
            !about["shape"].is_array() || !about.contains("data_offsets") || !about["data_offsets"].is_array() ||
            about["data_offsets"].size() != 2)
            bad("lacks its dtype, shape or data_offsets");
        const auto type_name = about["dtype"].get<std::string>();
        const auto type =
            std::ranges::find(detail::safetensors_types, type_name, &std::pair<std::string_view, dtype>::first);
        if (type == std::ranges::end(detail::safetensors_types))
            throw file_error(name,
                             detail::join(detail::in_quotes(key), " is of the type ", detail::in_quotes(type_name)),
                             "save it as F32");
        array a{type->second, {}, {}};
        for (const auto& extent : about["shape"])
            a.shape.push_back(static_cast<std::size_t>(detail::safetensors_number(extent, report)));
        const auto begin = detail::safetensors_number(about["data_offsets"][0], report),
                   end = detail::safetensors_number(about["data_offsets"][1], report);
        if (begin > end || end > data.size()) bad("lies outside the file");
        if (end - begin != detail::saturating_product(detail::element_count(a.shape), size_of(a.type)))
            bad(detail::join("has shape ", detail::shape_text(a.shape), ", but ",
                             detail::counted(end - begin, "byte")));
        runs.emplace_back(begin, end);
        arrays.push_back({key, std::move(a)});
    }
    // the arrays cover the data, each byte once: so nothing can be hidden, and no few bytes unfold to many arrays
    auto sorted = runs;
    std::ranges::sort(sorted);
    std::uint64_t covered = 0;
    for (const auto& [begin, end] : sorted) {
        if (begin != covered) report("its arrays overlap or leave gaps");
        covered = end;
    }
    if (covered != data.size()) report("it has bytes that belong to no array");
    for (std::size_t i = 0; i < arrays.size(); ++i) {
        const auto run = data.subspan(runs[i].first, runs[i].second - runs[i].first);
        arrays[i].values.bytes.assign(run.begin(), run.end());
    }
    return arrays;
}

/// Reads every weight ("layer/name") from a .safetensors file, or throws file_error and changes none.
inline void load_safetensors(const std::filesystem::path& path, std::span<const weight_entry> weights) {
    detail::check_entries(weights);
    const auto stored = parse_safetensors(read_file(path), path.string());
    detail::checked_weights checked(path.string());
    std::set<std::string> used;
    for (const auto& w : weights) {
        const auto key = w.layer + '/' + w.name;
        const auto found = std::ranges::find(stored, key, &named_array::name);
        if (found == stored.end()) checked.missing(w, detail::join("(as ", detail::in_quotes(key), ")"));
        if (!used.insert(key).second)
            throw std::invalid_argument(detail::join("weight_entry: two weights are called ", detail::in_quotes(key)));
        checked.add(w, found->values);
    }
    for (const auto& a : stored)
        if (!used.contains(a.name))
            throw file_error(path.string(),
                             detail::join("stores ", detail::in_quotes(a.name), ", which the model does not have"),
                             "the file belongs to another network");
    checked.commit();
}

/// Writes the weights as float32 under "layer/name". Atomic, as replace_file; weights with NaN are refused.
inline void save_safetensors(const std::filesystem::path& path, std::span<const weight_entry> weights) {
    detail::check_entries(weights);
    detail::refuse_nan(weights, path.string());
    nlohmann::ordered_json header = nlohmann::ordered_json::object();
    header["__metadata__"] = {{"format", "ctnn"}};
    std::uint64_t offset = 0;
    for (const auto& w : weights) {
        const auto key = w.layer + '/' + w.name;
        if (header.contains(key))
            throw std::invalid_argument(detail::join("weight_entry: two weights are called ", detail::in_quotes(key)));
        const auto end = offset + w.values.size_bytes();
        header[key] = {{"dtype", "F32"}, {"shape", w.shape}, {"data_offsets", {offset, end}}};
        offset = end;
    }
    std::string text;
    try {
        text = header.dump();
    } catch (const nlohmann::json::exception&) {
        throw file_error(path.string(), "not written: a layer's name is not UTF-8", "rename the layer");
    }
    text.append((8 - text.size() % 8) % 8, ' '); // the data starts at a multiple of 8
    const std::uint64_t length = text.size();
    detail::temporary_file file(path);
    file.write(std::as_bytes(std::span(&length, 1)));
    file.write(std::as_bytes(std::span(text)));
    for (const auto& w : weights) file.write(std::as_bytes(w.values));
    file.replace();
}

} // namespace ctnn::io
