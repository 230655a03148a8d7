/// Reads tests/golden/callbacks.
#pragma once
#include "trainer_for_tests.hpp"
#include <ctnn/train/logs.hpp>
#include <filesystem>
#include <fstream>
#include <limits>
#include <nlohmann/json.hpp>

using nlohmann::ordered_json;
using json = ordered_json;

inline json golden(const char* name) {
    const auto folder = std::filesystem::path(__FILE__).parent_path() / "../../golden/callbacks";
    std::ifstream file(folder / name);
    return json::parse(file);
}

/// NaN and infinities are strings.
inline double number_of(const json& v) {
    if (!v.is_string()) return v.get<double>();
    const double huge = std::numeric_limits<double>::infinity();
    return v == "nan" ? std::numeric_limits<double>::quiet_NaN() : v == "inf" ? huge : -huge;
}
inline ctnn::logs logs_of(const json& rows) {
    ctnn::logs l;
    for (const auto& row : rows) l.set(row[0].get<std::string>(), number_of(row[1]));
    return l;
}
