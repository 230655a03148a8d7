/// Reads the members of a layer in config.json into its configuration, and refuses what has no counterpart.
#include "read_layer.hpp"
#include "layer_list.hpp"
#include <optional>

namespace ctnn::import {
namespace {

using io::detail::in_quotes;
using io::detail::join;

std::string class_of(const json& layer) { return text_of(member(layer, "class_name")); }
/// Keys that change nothing of what a network predicts, or that are read elsewhere.
bool ignorable(std::string_view key) {
    for (std::string_view k :
         {"name", "trainable", "dtype", "autocast", "batch_input_shape", "batch_shape", "input_shape", "input_dim",
          "input_length", "shared_object_id", "build_config",
          // training
          "seed", "noise_shape", "momentum", "synchronized", "renorm_momentum", "l1", "l2", "rate", "stddev", "dropout",
          "recurrent_dropout",
          // how, not what; masks are looked for elsewhere
          "implementation", "unroll", "zero_output_for_mask", "mask_zero"})
        if (key == k) return true;
    return key.ends_with("_regularizer") || key.ends_with("_constraint") || key.ends_with("_initializer");
}

/// Keys that a layer of ours may lack: with Keras' default they say nothing.
bool is_default(std::string_view key, const json& v) {
    if (v.is_null()) return true;
    for (std::string_view k : {"stateful", "time_major", "rms_scaling", "renorm", "keepdims", "sparse", "ragged",
                               "antialias", "cache_output"})
        if (key == k) return v == false;
    if (key == "data_format") return v == "channels_last";
    if (key == "groups") return v == 1;
    return false;
}

/// The name that a key of C has in Keras 3.
template<class C>
std::string_view modern(std::string_view key) {
    if constexpr (requires { C::keras2_keywords; })
        for (const auto& [old, now] : C::keras2_keywords)
            if (key == old) return now;
    return key;
}

/// Whether C is what Keras calls a layer of this class.
template<class C>
bool is_class(std::string_view name) {
    if constexpr (requires { C::other_keras_names; })
        for (const std::string_view other : C::other_keras_names)
            if (name == other) return true;
    return name == C::keras_name;
}

template<class C, class F>
void each_slot(const F& f) {
    constexpr const auto& all = detail::arguments_of<C>;
    [&]<class... S>(const detail::slots<S...>& s) { (f(static_cast<const S&>(s)), ...); }(all);
}

/// Whether C is the type for this layer: wrappers of different layers have the same class name.
template<class C>
bool fits(const json& layer) {
    if (!is_class<C>(class_of(layer))) return false;
    bool ok = true;
    each_slot<C>([&]<class Key, class D, class M, bool R>(const detail::slot<Key, D, M, R>&) {
        if constexpr (layer_member<M>) {
            const auto& inside = member(member(layer, "config"), Key::name.data());
            ok = ok && (inside.is_null() ? !R : fits<M>(inside));
        }
    });
    return ok;
}

/// Notes what the file says of training, which the network in C++ does not.
void note_training(std::string_view key, const json& value, const source& from) {
    if (!from.left_out || value.is_null() || value == 0.0 || value == false) return;
    if (key.ends_with("_regularizer") || key == "l1" || key == "l2") from.left_out->insert("regularizers");
    if (key.ends_with("_constraint")) from.left_out->insert("constraints");
    if (key == "seed") from.left_out->insert("seeds");
}

/// The keys of regularizers and constraints, as the library's own names, which live as long as the program.
constexpr std::string_view rule_keywords[] = {
    kernel_regularizer.name, recurrent_regularizer.name, depthwise_regularizer.name, pointwise_regularizer.name,
    embeddings_regularizer.name, bias_regularizer.name, alpha_regularizer.name, beta_regularizer.name,
    gamma_regularizer.name, activity_regularizer.name, kernel_constraint.name, recurrent_constraint.name, depthwise_constraint.name,
    pointwise_constraint.name, embeddings_constraint.name, bias_constraint.name, alpha_constraint.name,
    beta_constraint.name, gamma_constraint.name};

/// How one of C's weights is trained, if the library can say it.
template<class C>
bool read_rule(std::string_view key, const json& value, detail::weight_rule& rule) {
    for (std::string_view k : rule_keywords)
        if (key == k) rule.keyword = k;
    if (rule.keyword.empty() || !detail::is_rule<C>(key)) return false;
    // that of a layer inside another is not what the outer layer puts out
    constexpr bool has_activity = !requires { C::no_activity_regularizer; } && !requires(C c) { c.declared_shape; };
    if (rule.of_outputs())
        return has_activity && read_json(value, rule.penalty) && rule.penalty.kind != regularizer_kind::orthogonal;
    return key.ends_with("_regularizer") ? read_json(value, rule.penalty) : read_json(value, rule.bound);
}

/// The regularizers and constraints of a layer that was read, and of layers inside it.
template<class C>
void read_rules(const json& layer, C& config, detail::weight_rule*& rules) {
    for (std::string_view keyword : rule_keywords)
        for (const auto& [key, value] : member(layer, "config").items()) {
            detail::weight_rule rule;
            if (modern<C>(key) == keyword && read_rule<C>(keyword, value, rule) && (rule.penalty || rule.bound))
                detail::weight_rule::append(rules, new detail::weight_rule(rule));
        }
    each_slot<C>([&]<class Key, class D, class M, bool R>(const detail::slot<Key, D, M, R>& slot) {
        if constexpr (layer_member<M>)
            if (const auto& inside = member(member(layer, "config"), Key::name.data()); !inside.is_null())
                read_rules<M>(inside, config.*slot.member, (config.*slot.member).rules);
    });
    layer_options options;
    options.rules = rules;
    if constexpr (requires { config.take_rules(options); }) config.take_rules(options);
    rules = options.rules;
}

template<class C>
C read_config(const json& layer, const source& from) {
    C config{};
    const auto& values = member(layer, "config");
    for (const auto& [key, value] : values.items()) {
        const auto name = modern<C>(key);
        bool known = false, ok = true;
        if (detail::weight_rule rule; !read_rule<C>(name, value, rule)) note_training(key, value, from);
        each_slot<C>([&, &value = value]<class Key, class D, class M, bool R>(const detail::slot<Key, D, M, R>& slot) {
            if (known || Key::name != name) return;
            known = true;
            if (name == "mask_zero") return; // masks are looked for elsewhere
            if constexpr (layer_member<M>) {
                if (!value.is_null()) config.*slot.member = read_config<M>(value, from);
            } else if constexpr (readable<M>)
                ok = read_json(value, config.*slot.member);
            else
                ok = false;
            if constexpr (std::is_same_v<M, activation_kind>)
                if (from.keras2 && config.*slot.member == activation_kind::hard_sigmoid)
                    config.*slot.member = activation_kind::keras2_hard_sigmoid;
        });
        if (known && !ok) refuse(from, layer, join(key, " = ", brief(value), " is no value that ctnn takes there"));
        if (!known && !ignorable(key) && !is_default(key, value))
            refuse(from, layer, join("ctnn's ", C::keras_name, " has no ", key, ", the file sets it to ", brief(value)));
    }
    each_slot<C>([&]<class Key, class D, class M, bool R>(const detail::slot<Key, D, M, R>&) {
        if (R && !values.contains(Key::name)) refuse(from, layer, join("has no ", Key::name));
    });
    return config;
}

std::string dtype_of(const json& config) {
    const auto& d = member(config, "dtype");
    return d.is_object() ? text_of(member(member(d, "config"), "name")) : text_of(d);
}

template<class C>
void set_layer(detail::layer_record& r, const json& layer, const source& from) {
    (void)detail::publish<C>{};
    C config = read_config<C>(layer, from);
    detail::weight_rule* rules = nullptr;
    read_rules<C>(layer, config, rules);
    r.config = new detail::layer_of<C>(config);
    r.config->rules = rules;
    r.kind = &detail::handle_of<C>::id;
    r.class_name = C::keras_name;
    r.batches = detail::batch_rule_of<C>;
}

template<class... C>
bool set_first_that_fits(detail::layer_record& r, const json& layer, const source& from, type_list<C...>) {
    return ((fits<C>(layer) && (set_layer<C>(r, layer, from), true)) || ...);
}

} // namespace

std::string name_of(const json& layer) {
    const auto name = text_of(member(member(layer, "config"), "name"));
    return name.empty() ? text_of(member(layer, "name")) : name;
}

bool is_automatic(std::string_view name, std::string_view class_name) {
    const auto is = [&](std::string_view automatic) {
        if (!name.starts_with(automatic)) return false;
        const auto rest = name.substr(automatic.size());
        if (rest.empty()) return true;
        return rest.size() > 1 && rest[0] == '_' && rest.substr(1).find_first_not_of("0123456789") == rest.npos;
    };
    if (class_name == "InputLayer") return is("input_layer") || is("input") || name.ends_with("_input");
    return is(detail::counted_name(class_name, 0).view()) || (class_name == "Functional" && is("model"));
}

unknown_layer::unknown_layer(const source& from, const std::string& c, const std::string& name)
    : file_error(from.file, join("layer ", c, ' ', in_quotes(name), ": ctnn has no layer ", c),
                 c == "Lambda" ? "a Lambda is Python code: replace it by layers before saving" : "replace it before saving"),
      class_name(c) {}

void refuse(const source& from, const json& layer, const std::string& what, const std::string& remedy) {
    throw file_error(from.file, join("layer ", class_of(layer), ' ', in_quotes(name_of(layer)), ": ", what), remedy);
}

int add_layer(detail::graph& g, const json& layer, const source& from) {
    const auto& config = member(layer, "config");
    if (!config.is_object()) refuse(from, layer, "has no configuration");
    if (const auto dtype = dtype_of(config); !dtype.empty() && dtype != "float32")
        refuse(from, layer, join("has the dtype ", dtype), "ctnn computes in float32: save the model with that dtype");
    detail::layer_record r;
    if (!set_first_that_fits(r, layer, from, layer_types{})) throw unknown_layer(from, class_of(layer), name_of(layer));
    r.name = g.keep_name(name_of(layer));
    r.trainable = member(config, "trainable") != false;
    return g.add_layer(r);
}

} // namespace ctnn::import
