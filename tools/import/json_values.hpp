/// Values of config.json as members of a layer's configuration. Every read_json returns false when the JSON value is none
/// of its member's kind.
#pragma once
#include <cmath>
#include <ctnn/layers.hpp>
#include <limits>
#include <nlohmann/json.hpp>

namespace ctnn::import {

using json = nlohmann::json;

/// A key of an object, null when it is missing (or when it is no object).
inline const json& member(const json& object, const char* key) {
    static const json none;
    if (!object.is_object()) return none;
    const auto at = object.find(key);
    return at == object.end() ? none : *at;
}
/// A value for a message, cut when it is long.
inline std::string brief(const json& value) {
    auto text = value.dump(-1, ' ', /*ensure_ascii=*/true);
    if (text.size() > 80) text.resize(80), text += "...";
    return text;
}
inline std::string text_of(const json& value) { return value.is_string() ? value.get<std::string>() : std::string(); }

inline bool read_json(const json& j, bool& to) {
    if (!j.is_boolean()) return false;
    to = j.get<bool>();
    return true;
}

/// More units, filters or numbers of an axis are no network that fits a machine, and would overflow in what follows.
constexpr int largest_number = 1 << 28;

/// None is -1, as in the library. A list of one number is that number (BatchNormalization's axis in Keras 2).
inline bool read_json(const json& j, int& to) {
    if (j.is_null()) return to = -1, true;
    if (j.is_array() && j.size() == 1) return read_json(j[0], to);
    if (!j.is_number_integer()) {
        if (!j.is_number_float()) return false;
        const double d = j.get<double>();
        if (d != std::floor(d) || std::abs(d) > largest_number) return false;
        return to = static_cast<int>(d), true;
    }
    const auto n = j.get<std::int64_t>();
    if (n < -largest_number || n > largest_number) return false;
    to = static_cast<int>(n);
    return true;
}

/// None is no bound at all: infinity.
inline bool read_json(const json& j, float& to) {
    if (j.is_null()) return to = std::numeric_limits<float>::infinity(), true;
    if (j.is_array() && j.size() == 1) return read_json(j[0], to);
    if (!j.is_number()) return false;
    to = static_cast<float>(j.get<double>());
    return true;
}

inline bool read_json(const json& j, extents& to) {
    to = {};
    if (j.is_null()) return true;
    if (j.is_number()) {
        to.rank = 1;
        return read_json(j, to.dims[0]);
    }
    if (!j.is_array() || j.size() > std::size_t(max_rank)) return false;
    for (const auto& d : j)
        if (!read_json(d, to.dims[to.rank++])) return false;
    return true;
}

inline bool read_json(const json& j, pairs& to) {
    to = {};
    if (j.is_number()) {
        if (!read_json(j, to.values[0][0])) return false;
        to.values[0][1] = to.values[0][0];
        return true;
    }
    if (!j.is_array() || j.empty() || j.size() > 3) return false;
    const bool nested = j[0].is_array();
    for (const auto& p : j) {
        auto& pair = to.values[nested ? to.rank++ : -to.rank--];
        if (nested) {
            if (!p.is_array() || p.size() != 2 || !read_json(p[0], pair[0]) || !read_json(p[1], pair[1])) return false;
        } else {
            if (!p.is_number() || !read_json(p, pair[0])) return false;
            pair[1] = pair[0];
        }
    }
    return true;
}

/// A number, a list of them (lists of one element may be around it), or null.
inline bool read_json(const json& j, numbers& to) {
    to = numbers();
    if (j.is_null()) return true;
    if (j.is_number()) return to = numbers(static_cast<float>(j.get<double>())), true;
    if (!j.is_array() || j.empty() || j.size() > std::size_t(numbers::capacity)) return false;
    if (j.size() == 1 && j[0].is_array()) return read_json(j[0], to);
    to.rank = 1;
    for (const auto& v : j) {
        if (!v.is_number()) return false;
        to.values[to.n++] = static_cast<float>(v.get<double>());
    }
    return true;
}

inline bool read_json(const json& j, initializer& to) {
    if (j.is_null()) return true;
    if (j.is_string()) return find_value(j.get<std::string>(), to);
    if (!find_value(text_of(member(j, "class_name")), to)) return false;
    const auto& c = member(j, "config");
    const auto number = [&](const char* key, float& v) {
        if (const auto& n = member(c, key); n.is_number()) v = static_cast<float>(n.get<double>());
    };
    using k = initializer_kind;
    switch (to.kind) {
    case k::constant: number("value", to.a); break;
    case k::identity:
    case k::orthogonal: number("gain", to.a); break;
    case k::random_uniform: number("minval", to.a), number("maxval", to.b); break;
    case k::random_normal:
    case k::truncated_normal: number("mean", to.a), number("stddev", to.b); break;
    case k::variance_scaling:
        number("scale", to.a);
        find_value(text_of(member(c, "mode")), to.mode);
        find_value(text_of(member(c, "distribution")), to.distribution);
        break;
    default: break;
    }
    if (const auto& seed = member(c, "seed"); seed.is_number_integer()) read_json(seed, to.seed);
    return true;
}

inline bool read_json(const json& j, double& to) {
    if (!j.is_number()) return false;
    to = j.get<double>();
    return std::isfinite(to);
}

/// Keras' class with its arguments, or its string form.
template<class M>
    requires(std::is_same_v<M, regularizer> || std::is_same_v<M, constraint>)
bool read_json(const json& j, M& to) {
    to = {};
    if (j.is_null()) return true;
    if (j.is_string()) return find_value(j.get<std::string>(), to);
    if (!find_value(text_of(member(j, "class_name")), to)) return false;
    for (const auto& [key, value] : member(j, "config").items()) {
        bool ok = false;
        if constexpr (std::is_same_v<M, regularizer>)
            ok = key == "l1"       ? read_json(value, to.l1)
                 : key == "l2"     ? read_json(value, to.l2)
                 : key == "factor" ? read_json(value, to.factor)
                                   : key == "mode" && find_value(text_of(value), to.mode);
        else
            ok = key == "min_value"   ? read_json(value, to.min_value)
                 : key == "max_value" ? read_json(value, to.max_value)
                 : key == "rate"      ? read_json(value, to.rate)
                                      : key == "axis" && read_json(value, to.axis);
        if (!ok) return false;
    }
    return true;
}

/// Everything that has a name in Keras: padding, data_format, activations, merge modes...
template<class M>
    requires(std::is_enum_v<M> && requires(std::string_view s, M& m) { find_value(s, m); })
bool read_json(const json& j, M& to) {
    if (j.is_null()) {
        if constexpr (std::is_same_v<M, activation_kind>) to = activation_kind::linear;
        return std::is_same_v<M, activation_kind> || std::is_same_v<M, data_format_kind> || find_value("None", to);
    }
    // a function of Keras' own under its long name
    if (j.is_object() && text_of(member(j, "class_name")) == "function" && member(j, "config").is_string())
        return find_value(member(j, "config").get<std::string>(), to);
    return j.is_string() && find_value(j.get<std::string>(), to);
}

template<class M>
concept readable = requires(const json& j, M& m) { read_json(j, m); };

/// A member that is a layer itself: what a wrapper wraps.
template<class M>
concept layer_member = requires {
    M::keras_name;
    M::arguments();
};

} // namespace ctnn::import
