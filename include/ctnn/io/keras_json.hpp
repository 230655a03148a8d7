/// Arguments of layers, optimizers, losses and metrics as Keras writes them in config.json. What a class takes is its
/// own list of keywords (arguments()): the keys are their names, the values the members that they set.
#pragma once
#include "../layer/initializers.hpp"
#include "../layer/layer.hpp"
#include "../layer/numbers.hpp"
#include "../layer/weight_rule.hpp"
#include "file_error.hpp"
#include <charconv>
#include <cmath>
#include <nlohmann/json.hpp>

namespace ctnn::io::detail {

using keras_json = nlohmann::ordered_json;

/// Says which class it is about, and becomes a file_error when the file is known.
struct not_written {
    std::string what, remedy;
};

/// Of a type: "ctnn::layers::dense".
template<class C>
std::string_view type_name() {
    const std::string_view s = __PRETTY_FUNCTION__;
    const auto at = s.find("C = ") + 4;
    return s.substr(at, s.find_first_of(";]", at) - at);
}
/// Whether a class is this library's, so that Keras has it under the same name. `space`: its namespace.
template<class C>
bool is_of_keras(std::string_view space) {
    auto name = type_name<C>();
    if (constexpr std::string_view outer = "ctnn::constant_value<"; name.starts_with(outer))
        name.remove_prefix(outer.size());
    return name.starts_with(space);
}

inline keras_json keras_object(std::string_view module, std::string_view class_name, keras_json config) {
    return {
        {"module", module}, {"class_name", class_name}, {"config", std::move(config)}, {"registered_name", nullptr}};
}
inline keras_json keras_dtype() { return keras_object("keras", "DTypePolicy", {{"name", "float32"}}); }

/// What is infinite is None in Keras. A float is written as the shortest number that is read as it.
inline keras_json keras_number(double v) {
    if (std::isinf(v)) return nullptr;
    return v;
}
inline keras_json keras_number(float v) {
    if (std::isinf(v)) return nullptr;
    char digits[32];
    double wide = 0;
    const auto end = std::to_chars(digits, digits + sizeof digits, v).ptr;
    std::from_chars(digits, end, wide);
    return wide;
}

inline keras_json keras_list(const extents& e, bool none_below_0 = false) {
    auto list = keras_json::array();
    for (int i = 0; i < e.rank; ++i)
        if (none_below_0 && e[i] < 0)
            list.push_back(nullptr);
        else
            list.push_back(e[i]);
    return list;
}
/// A shape with the batch in front, which may be any number (-1).
inline keras_json keras_shape(const extents& sample, int batch = -1) { return keras_list(sample.prepend(batch), true); }

inline keras_json keras_value(const pairs& p) {
    if (p.rank == 0 || p.rank == -1) return p.values[0][0];
    auto list = keras_json::array();
    for (int i = 0; i < std::abs(p.rank); ++i)
        if (p.rank < 0)
            list.push_back(p.values[i][0]);
        else
            list.push_back({p.values[i][0], p.values[i][1]});
    return p.rank == 1 ? list[0] : list;
}

inline keras_json keras_value(const initializer& i) {
    using k = initializer_kind;
    const keras_json seed = i.seed < 0 ? keras_json() : keras_json(i.seed);
    const auto made = [](std::string_view name, keras_json config) {
        return keras_object("keras.initializers", name, std::move(config));
    };
    switch (i.kind) {
    case k::zeros:
    case k::unit_forget:
        return made("Zeros", keras_json::object());
    case k::ones:
        return made("Ones", keras_json::object());
    case k::constant:
        return made("Constant", {{"value", keras_number(i.a)}});
    case k::identity:
        return made("Identity", {{"gain", keras_number(i.a)}});
    case k::orthogonal:
        return made("Orthogonal", {{"gain", keras_number(i.a)}, {"seed", seed}});
    case k::random_normal:
    case k::truncated_normal:
        return made(i.kind == k::random_normal ? "RandomNormal" : "TruncatedNormal",
                    {{"mean", keras_number(i.a)}, {"stddev", keras_number(i.b)}, {"seed", seed}});
    case k::random_uniform:
        return made("RandomUniform", {{"minval", keras_number(i.a)}, {"maxval", keras_number(i.b)}, {"seed", seed}});
    case k::glorot_uniform:
        return made("GlorotUniform", {{"seed", seed}});
    case k::glorot_normal:
        return made("GlorotNormal", {{"seed", seed}});
    case k::he_uniform:
        return made("HeUniform", {{"seed", seed}});
    case k::he_normal:
        return made("HeNormal", {{"seed", seed}});
    case k::lecun_uniform:
        return made("LecunUniform", {{"seed", seed}});
    case k::lecun_normal:
        return made("LecunNormal", {{"seed", seed}});
    case k::variance_scaling:
        return made("VarianceScaling", {{"scale", keras_number(i.a)},
                                        {"mode", keras_name(i.mode)},
                                        {"distribution", keras_name(i.distribution)},
                                        {"seed", seed}});
    case k::stft: {
        const auto name = [](std::string_view s) { return s == "None" ? keras_json() : keras_json(s); };
        return made("STFT", {{"side", keras_name(i.stft.side)},
                             {"window", name(keras_name(i.stft.window))},
                             {"scaling", name(keras_name(i.stft.scaling))},
                             {"periodic", i.stft.periodic}});
    }
    case k::unknown:
        break;
    }
    throw not_written{"an initializer without a name", ""};
}

inline keras_json keras_value(const regularizer& r) {
    if (!r) return nullptr;
    if (r.kind == regularizer_kind::orthogonal)
        return keras_object("keras.regularizers", "OrthogonalRegularizer",
                            {{"factor", r.factor}, {"mode", keras_name(r.mode)}});
    return keras_object("keras.regularizers", "L1L2", {{"l1", r.l1}, {"l2", r.l2}});
}

inline keras_json keras_value(const constraint& c) {
    const auto made = [&](std::string_view name, keras_json config) {
        if (c.kind != constraint_kind::non_neg)
            config["axis"] = c.axis.rank == 1 ? keras_json(c.axis[0]) : keras_list(c.axis);
        return keras_object("keras.constraints", name, std::move(config));
    };
    switch (c.kind) {
    case constraint_kind::none:
        break;
    case constraint_kind::max_norm:
        return made("MaxNorm", {{"max_value", c.max_value}});
    case constraint_kind::non_neg:
        return made("NonNeg", keras_json::object());
    case constraint_kind::unit_norm:
        return made("UnitNorm", keras_json::object());
    case constraint_kind::min_max_norm:
        return made("MinMaxNorm", {{"min_value", c.min_value}, {"max_value", c.max_value}, {"rate", c.rate}});
    }
    return nullptr;
}

template<class C>
keras_json keras_config(const C& config);

/// The value of a keyword. Types of training are known by what they have, so that this header does not know training.
template<class M>
keras_json keras_value(std::string_view key, const M& v) {
    if constexpr (std::is_same_v<M, bool>)
        return v;
    else if constexpr (std::is_same_v<M, int>) {
        const bool none = key == "seed"                                                              ? v < 0
                          : key == "ema_overwrite_frequency" || key == "gradient_accumulation_steps" ? v == 0
                                                                                                     : false;
        return none ? keras_json() : keras_json(v);
    } else if constexpr (std::is_floating_point_v<M>)
        return keras_number(v);
    else if constexpr (std::is_same_v<M, extents>) {
        if (v.rank == 0) return nullptr;
        const bool list = key == "target_shape" || key == "dims" || key == "noise_shape" || key == "shared_axes";
        return v.rank == 1 && !list ? keras_json(v[0]) : keras_list(v, key == "noise_shape");
    } else if constexpr (std::is_same_v<M, numbers>) {
        const bool whole = key == "target_class_ids"; // a list, even of one
        const auto one = [&](float n) { return whole ? keras_json(int(n)) : keras_number(n); };
        if (v.rank < 0) return nullptr;
        if (v.rank == 0 && !whole) return one(v.values[0]);
        auto list = keras_json::array();
        for (int i = 0; i < v.n; ++i) list.push_back(one(v.values[i]));
        return list;
    } else if constexpr (std::is_convertible_v<M, std::string_view>)
        return std::string(std::string_view(v));
    else if constexpr (std::is_same_v<M, activation_kind>) {
        if (v == activation_kind::keras2_hard_sigmoid)
            throw not_written{join(key, " = keras2_hard_sigmoid, which Keras 3 does not have"),
                              "hard_sigmoid is Keras 3's"};
        return keras_name(v);
    } else if constexpr (has_keras_names<M>) {
        const auto name = keras_name(v);
        return name == "None" ? keras_json() : keras_json(name);
    } else if constexpr (requires { keras_value(v); })
        return keras_value(v);
    else if constexpr (requires { v.given, v.value; }) // a number or None
        return v.given ? keras_json(v.value) : keras_json();
    else if constexpr (requires { v.given, v.number; }) // ignore_class
        return v.given ? keras_json(v.number) : keras_json();
    else if constexpr (requires { v.match(key); }) { // words, which | divides
        auto list = keras_json::array();
        for (auto rest = v.view(); !rest.empty();) {
            const auto end = rest.find('|');
            list.push_back(rest.substr(0, end));
            rest = end == rest.npos ? std::string_view() : rest.substr(end + 1);
        }
        return list;
    } else if constexpr (requires { v.size, v.values[0]; }) { // a list of numbers
        auto list = keras_json::array();
        for (int i = 0; i < v.size; ++i) list.push_back(keras_number(v.values[i]));
        return list;
    } else if constexpr (requires { v.is_number(), v.visit_schedule([](const auto&) {}); }) { // a learning rate
        if (v.is_number()) return v.number;
        return v.visit_schedule([&]<class S>(const S& s) -> keras_json {
            if constexpr (requires { S::keras_name; })
                return keras_object("keras.optimizers.schedules", S::keras_name, keras_config(s));
            else
                throw not_written{join(key, " is a function, which only a program has"),
                                  "a schedule like CosineDecay can be written, so can a number"};
        });
    } else
        throw not_written{join(key, " has no form in Keras' files"), ""};
}

template<class C, class F>
void each_argument(const F& f) {
    constexpr const auto& all = ctnn::detail::arguments_of<C>;
    [&]<class... S>(const ctnn::detail::slots<S...>& s) { (f(static_cast<const S&>(s)), ...); }(all);
}

/// Every keyword of the class with its value.
template<class C>
keras_json keras_config(const C& config) {
    auto all = keras_json::object();
    each_argument<C>([&]<class Key, class D, class M, bool R>(const ctnn::detail::slot<Key, D, M, R>& slot) {
        auto value = keras_value(Key::name, config.*slot.member);
        if (value.is_null() && Key::name == "target_class_ids") return; // its default is no None
        all[std::string(Key::name)] = std::move(value);
    });
    return all;
}

} // namespace ctnn::io::detail
