/// The config.json of a network: Sequential and Functional with their layers, calls and nested models, as Keras' own
/// model.get_config() has them.
#pragma once
#include "../model/configurations.hpp"
#include "keras_json.hpp"

namespace ctnn::io::detail {

/// A layer inside another.
template<class M>
concept wraps_layer = requires(const M& m) {
    m.inside();
};

/// `trainable` is written for layers that have weights: some of those without do not take it.
template<class C>
keras_json layer_object(const C& config, std::string_view name, bool has_weights = true, bool trainable = true) {
    if (C::keras_name == "Lambda")
        throw not_written{"is C++ code, which Keras cannot load", "model.save_weights() writes the weights"};
    if (!is_of_keras<C>("ctnn::layers::"))
        throw not_written{"is a class of your own, which Keras does not have",
                          "model.save_weights() writes the weights"};
    keras_json all{{"name", name}};
    if (has_weights) all["trainable"] = trainable;
    all["dtype"] = keras_dtype();
    each_argument<C>([&]<class Key, class D, class M, bool R>(const ctnn::detail::slot<Key, D, M, R>& slot) {
        const auto& v = config.*slot.member;
        const std::string key(Key::name);
        if constexpr (wraps_layer<M>) {
            const auto inside = [&](const auto& c) {
                using inner = std::remove_cvref_t<decltype(c)>;
                try {
                    all[key] = layer_object(c, ctnn::detail::counted_name(inner::keras_name, 0).view());
                } catch (const not_written& e) {
                    throw not_written{join("the ", inner::keras_name, " inside: ", e.what), e.remedy};
                }
            };
            if constexpr (requires { config.backward(); })
                if (key == "backward_layer") return inside(config.backward());
            inside(v.inside());
        } else if (key != "input_length") // Keras 2's word, which the input has made unnecessary
            all[key] = keras_value(Key::name, v);
    });
    return keras_object("keras.layers", C::keras_name, std::move(all));
}

/// What the layers were told of the training of their weights: kernel_regularizer, bias_constraint...
template<class Def>
struct training_keywords {
    struct row {
        int layer = 0;
        ctnn::detail::weight_rule rule{};
    };
    template<class F>
    static constexpr void each(const F& f) {
        if constexpr (ctnn::detail::definition<Def>::value.rules)
            ctnn::detail::each_layer_again<Def>([&](int at, const layer_row&, const ctnn::detail::layer_record& l) {
                for (const auto* r = l.config ? l.config->rules : nullptr; r; r = r->next) {
                    row one{at, *r};
                    one.rule.next = nullptr;
                    f(one);
                }
            });
    }
    static consteval int count() {
        int n = 0;
        each([&](const row&) { ++n; });
        return n;
    }
    static constexpr int size = count();
    static consteval std::array<row, std::size_t(size)> collect() {
        std::array<row, std::size_t(size)> all{};
        std::size_t n = 0;
        each([&](const row& r) { all[n++] = r; });
        return all;
    }
    static constexpr std::array<row, std::size_t(size)> value = collect();

    /// Puts one into the configuration of the layer that has the weight.
    static void put(keras_json& object, const ctnn::detail::weight_rule& r) {
        auto& config = object["config"];
        if (!r.wrapped || !config.contains("layer")) {
            config[std::string(r.keyword)] = r.penalty ? keras_value(r.penalty) : keras_value(r.bound);
            return;
        }
        if (r.inside != "backward_layer") put(config["layer"], r);
        if (r.inside != "forward_layer" && config.contains("backward_layer")) put(config["backward_layer"], r);
    }
};

/// Writes the network that Def defines.
template<class Def>
class network_config {
    static constexpr const auto& a = ctnn::detail::architecture<Def>::value;

public:
    explicit network_config(std::string file) : file_(std::move(file)) {
        for (int i = 0; i < a.model_layer_count; ++i) ++uses_[std::size_t(a.model_layers[i])];
    }

    keras_json operator()() const {
        const auto name = ctnn::detail::definition<Def>::value.name.view();
        return model(0, name.empty()
                            ? ctnn::detail::counted_name(a.models[0].sequential ? "Sequential" : "Functional", 0).view()
                            : name);
    }

private:
    std::string file_;
    std::array<int, std::size_t(a.layer_count)> uses_{};

    static const call_row& call_of(const edge_row& e) { return a.calls[e.call]; }
    static const layer_row& layer_of(const edge_row& e) { return a.layers[call_of(e).layer]; }
    static std::string name(int layer) { return std::string(a.name(layer).view()); }
    static bool is_functional(const layer_row& l) { return l.model >= 0 && !a.models[l.model].sequential; }

    keras_json model(int m, std::string_view called, bool trainable = true) const {
        const model_row& row = a.models[m];
        keras_json config{{"name", called}};
        if (!trainable) config["trainable"] = false; // true would make every layer trainable that is not
        auto layers = keras_json::array();
        if (row.sequential) {
            const edge_row& in = a.edges[row.inputs.first];
            layers.push_back(input(call_of(in).layer));
            for (int i = 0; i < row.layers.count; ++i) layers.push_back(layer(a.model_layers[row.layers.first + i]));
            config["layers"] = std::move(layers);
            config["build_input_shape"] = keras_shape(a.edge_shape(row.inputs.first), layer_of(in).batch);
            return keras_object("keras", "Sequential", std::move(config));
        }
        for (int i = 0; i < row.layers.count; ++i) {
            const int at = a.model_layers[row.layers.first + i];
            auto one = layer(at);
            one["name"] = name(at);
            one["inbound_nodes"] = nodes(row, at);
            layers.push_back(std::move(one));
        }
        config["layers"] = std::move(layers);
        config["input_layers"] = ends(row.inputs), config["output_layers"] = ends(row.outputs);
        auto all = keras_object("keras.src.models.functional", "Functional", std::move(config));
        all["registered_name"] = "Functional";
        return all;
    }

    keras_json input(int at) const {
        const layer_row& l = a.layers[at];
        return keras_object("keras.layers", "InputLayer",
                            {{"batch_shape", keras_shape(a.shapes[l.outputs.first], l.batch)},
                             {"dtype", "float32"},
                             {"sparse", false},
                             {"ragged", false},
                             {"name", name(at)}});
    }
    keras_json layer(int at) const {
        const layer_row& l = a.layers[at];
        keras_json one;
        if (l.model >= 0)
            one = model(l.model, name(at), l.trainable);
        else if (l.kind < 0)
            one = input(at);
        else
            ctnn::detail::with_configuration<Def>(l, [&](const auto& config) {
                try {
                    one = layer_object(config, name(at), l.weights.count > 0, l.trainable);
                } catch (const not_written& e) {
                    throw file_error(file_,
                                     join("not written: layer ", l.class_name, ' ', in_quotes(name(at)), ": ", e.what),
                                     e.remedy);
                }
            });
        for (const auto& r : training_keywords<Def>::value)
            if (r.layer == at) training_keywords<Def>::put(one, r.rule);
        if (uses_[std::size_t(at)] > 1) one["shared_object_id"] = at + 1; // one object in several models
        return one;
    }

    /// A layer's calls in a model.
    keras_json nodes(const model_row& m, int layer) const {
        auto all = keras_json::array();
        const layer_row& l = a.layers[layer];
        if (l.model < 0 && l.kind < 0) return all; // an input
        for (int c = m.calls.first; c < m.calls.first + m.calls.count; ++c) {
            const call_row& call = a.calls[c];
            if (call.layer != layer) continue;
            if (call.edges.count == 0)
                throw file_error(
                    file_,
                    join("not written: ", in_quotes(name(layer)), " is an input of its model, and a layer's output"),
                    "begin the model with Input");
            auto tensors = keras_json::array(), kwargs = keras_json::object(), args = keras_json::array();
            for (int i = 0; i < call.edges.count; ++i) tensors.push_back(tensor(a.edges[call.edges.first + i]));
            if (call.edges.count > 1 && has_states(l)) {
                args.push_back(tensors[0]);
                tensors.erase(0);
                kwargs["initial_state"] = std::move(tensors);
            } else if (call.edges.count > 1)
                args.push_back(std::move(tensors));
            else
                args.push_back(tensors[0]);
            all.push_back({{"args", std::move(args)}, {"kwargs", std::move(kwargs)}});
        }
        return all;
    }
    /// Whether inputs behind the first are initial states.
    static bool has_states(const layer_row& l) {
        bool has = false;
        if (l.kind >= 0)
            ctnn::detail::with_configuration<Def>(l, [&]<class C>(const C&) {
                has = requires { C::state_names; };
            });
        return has;
    }
    static keras_json tensor(const edge_row& e) {
        const layer_row& l = layer_of(e);
        return {{"class_name", "__keras_tensor__"},
                {"config",
                 {{"shape", keras_shape(a.shapes[l.outputs.first + e.output])},
                  {"dtype", "float32"},
                  {"keras_history", {name(call_of(e).layer), call_of(e).number, e.output}}}}};
    }
    /// A model's inputs or outputs. Keras counts a functional model's own node first.
    keras_json ends(const range& edges) const {
        auto all = keras_json::array();
        for (int i = edges.first; i < edges.first + edges.count; ++i) {
            const edge_row& e = a.edges[i];
            all.push_back({name(call_of(e).layer), call_of(e).number + is_functional(layer_of(e)), e.output});
        }
        return edges.count == 1 ? all[0] : all;
    }
};

} // namespace ctnn::io::detail
