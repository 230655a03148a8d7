/// A model's weights as Keras' get_weights and set_weights give and take them, of the whole model or of one layer.
#pragma once
#include "../model/network.hpp"
#include "../tensor/tensor.hpp"
#include "predict_mistake.hpp"
#include "weight_files.hpp"
#include <cstring>

namespace ctnn {

/// get_weights() returns tensors by value up to this many bytes in all; larger ones are read with weight(i).
inline constexpr std::size_t max_returned_weights = 1024 * 1024;

namespace detail {

/// Which weights a layer has, a model's with all that are inside, in Keras' order. Layer -1: the network.
template<class Def, int Layer>
struct weights_of {
    static constexpr const auto& a = architecture<Def>::value;
    struct list {
        int count = 0;
        int at[unsigned(a.weight_count) + 1] = {};
    };
    static constexpr void add_model(list& l, bool* seen, int model) {
        const range& layers = a.models[model].layers;
        for (int i = 0; i < layers.count; ++i) add_layer(l, seen, a.model_layers[layers.first + i]);
    }
    static constexpr void add_layer(list& l, bool* seen, int layer) {
        const layer_row& row = a.layers[layer];
        if (row.model >= 0) return add_model(l, seen, row.model);
        for (int i = row.weights.first; i < row.weights.first + row.weights.count; ++i)
            if (!seen[i]) seen[i] = true, l.at[l.count++] = i;
    }
    static consteval list make_value() {
        list l;
        bool seen[unsigned(a.weight_count) + 1] = {};
        if constexpr (Layer < 0)
            add_model(l, seen, 0);
        else
            add_layer(l, seen, Layer);
        return l;
    }
    static constexpr list value = make_value();
    static consteval std::size_t make_bytes() {
        std::size_t n = 0;
        for (int i = 0; i < value.count; ++i) n += a.weight(value.at[i]).shape.size();
        return n * sizeof(float);
    }
    static constexpr std::size_t bytes = make_bytes();
    template<int I>
    static constexpr extents shape = a.weight(value.at[I]).shape;
    template<int I>
    using tensor_type = typename tensor_shaped<shape<I>>::type;
    template<int... I>
    static auto list_tensors(std::integer_sequence<int, I...>) -> std::tuple<tensor_type<I>...>;
    using numbers = std::make_integer_sequence<int, value.count>;
    using tuple = decltype(list_tensors(numbers{}));

    /// "the model" or "'dense_1'", for messages.
    static constexpr void put_owner(text& t) {
        if constexpr (Layer < 0)
            t << "the model";
        else
            t << '\'' << a.name(Layer).view() << '\'';
    }
    static constexpr text too_large = [] {
        text t;
        t << "get_weights(): ", put_owner(t);
        t << " has " << bytes << " bytes of weights, too many to return as tensors; hint: "
          << (Layer < 0 ? "model.get_layer(\"name\"_s).get_weights() gives those of one layer, " : "")
          << "model.weight(i) is a std::span of weight i";
        return t;
    }();
};

/// What set_weights says about arguments that do not fit.
template<class Of, class... A>
struct weights_mistake {
    static constexpr text value = [] {
        text t;
        if (int(sizeof...(A)) != Of::value.count) {
            t << "set_weights(): ", Of::put_owner(t);
            t << " has " << Of::value.count << (Of::value.count == 1 ? " weight, got " : " weights, got ")
              << int(sizeof...(A));
            return t;
        }
        int i = 0;
        const auto check = [&]<class X>(const type_of<X>&) {
            using sample = typename sample_of<X>::type;
            const auto& row = Of::a.weight(Of::value.at[i]);
            if (t.empty()) {
                bool fits = false;
                if constexpr (!std::is_void_v<sample>)
                    fits = std::is_same_v<typename sample::value_type, float> && row.shape == extents(sample::shape);
                if (!fits) {
                    t << "set_weights(): weight " << i + 1 << " of ", Of::put_owner(t);
                    t << ", " << row.name << ", must be a ", put_type(t, "float", row.shape);
                    if constexpr (!std::is_void_v<sample>)
                        t << ", got a ",
                            put_type(t, number_name<typename sample::value_type>(), extents(sample::shape));
                    else
                        t << ", got another type";
                }
            }
            ++i;
        };
        (check(type_of<A>{}), ...);
        return t;
    }();
};

// (templates: what does not depend on a model would be said to everybody)

/// Of a model that reads its weights from the binary.
template<class Model>
struct fixed_weights_mistake {
    static constexpr text value = [] {
        text t;
        return t << "set_weights() and load_weights(): the weights of an imported model are part of the binary and "
                    "cannot be "
                    "changed; hint: net.build() makes a model with weights of its own";
    }();
};

template<class Of, class Model>
typename Of::tuple get_weights(const Model& m) {
    if constexpr (Of::bytes <= max_returned_weights)
        return [&]<int... I>(std::integer_sequence<int, I...>) {
            return typename Of::tuple(typename Of::template tensor_type<I>(m.weight(Of::value.at[I]))...);
        }(typename Of::numbers{});
    else {
        CTNN_SAY_ALWAYS(Of::too_large);
        return {};
    }
}
template<class Of, class Model, class... A>
void set_weights(Model& m, const A&... x) {
    if constexpr (sizeof...(A) == 1 && (is_std_tuple<A> && ...))
        std::apply([&](const auto&... each) { set_weights<Of>(m, each...); }, x...);
    else if constexpr (!requires { m.prepare(); })
        CTNN_SAY_ALWAYS(fixed_weights_mistake<Model>::value);
    else if constexpr (!weights_mistake<Of, A...>::value.empty())
        CTNN_SAY_ALWAYS((weights_mistake<Of, A...>::value));
    else {
        int i = 0;
        ((std::memcpy(m.weight(Of::value.at[i++]).data(), x.data(), x.size() * sizeof(float))), ...);
        m.prepare();
    }
}

template<class Model>
struct weight_files_mistake {
    static constexpr text value = [] {
        text t;
        return t << "load_weights() and save_weights() are in a header of their own; hint: #include "
                    "<ctnn/io/weights.hpp>, "
                    "and link with -lzip -lz";
    }();
};

template<class Model>
struct model_archive_mistake {
    static constexpr text value = [] {
        text t;
        return t << "save() is in a header of its own; hint: #include <ctnn/io/keras.hpp>, and link with -lzip -lz";
    }();
};

} // namespace detail

/// A layer of a model with its weights: model.get_layer("dense_1"_s). It refers to the model.
template<class Model, class Def, int Layer>
class model_layer : public layer_view<Def, Layer> {
    using of = detail::weights_of<Def, Layer>;
    Model* model_;

public:
    explicit model_layer(Model& m) : model_(&m) {}
    static constexpr int weight_count = of::value.count;

    /// The layer's weights as a std::tuple of tensors in Keras' order: auto [kernel, bias] = ...get_weights().
    auto get_weights() const { return detail::get_weights<of>(*model_); }
    /// Tensors in Keras' order and of its shapes, as arguments or as one std::tuple.
    template<class... A>
    void set_weights(const A&... tensors) const {
        detail::set_weights<of>(*model_, tensors...);
    }
    /// Weight `i` of the layer, row-major.
    auto weight(int i) const { return model_->weight(of::value.at[i]); }
};

namespace detail {

/// Base of the models. Model has weight(i), and prepare() if it can be changed.
template<class Model, class Def>
class weight_access {
    using of = weights_of<Def, -1>;
    Model& self() { return static_cast<Model&>(*this); }
    const Model& self() const { return static_cast<const Model&>(*this); }

public:
    static constexpr int weight_count = architecture<Def>::value.weight_count;
    static constexpr const extents& weight_shape(int i) { return architecture<Def>::value.weight(i).shape; }
    static constexpr std::string_view weight_name(int i) { return architecture<Def>::value.weight(i).name; }

    /// A layer by its name, with get_weights() and set_weights(): model.get_layer("dense_1"_s).
    template<fixed_string Name>
    auto get_layer(string_constant<Name> name) {
        return layer(self(), name);
    }
    template<fixed_string Name>
    auto get_layer(string_constant<Name> name) const {
        return layer(self(), name);
    }

    /// Copies of all weights as a std::tuple of tensors, in Keras' order and shapes.
    auto get_weights() const { return detail::get_weights<of>(self()); }
    /// What get_weights returned, or as many tensors. The program's preparation runs again.
    template<class... A>
    void set_weights(const A&... tensors) {
        detail::set_weights<of>(self(), tensors...);
    }

    /// Reads all weights from a .weights.h5, .safetensors or .npz file (numpy.savez of what get_weights returned).
    /// Throws file_error, and then no weight has changed. Needs #include <ctnn/io/weights.hpp>.
    template<class File>
    void load_weights(const File& file) {
        if constexpr (!requires(Model& m) { m.prepare(); })
            CTNN_SAY_ALWAYS(fixed_weights_mistake<Model>::value);
        else if constexpr (knows_weight_files<Model>)
            weight_files<Model>::load(self(), file);
        else
            CTNN_SAY_ALWAYS(weight_files_mistake<Model>::value);
    }
    /// Writes all weights; the ending of the name says how. Throws file_error, and then the old file is as it was.
    template<class File>
    void save_weights(const File& file) const {
        if constexpr (knows_weight_files<Model>)
            weight_files<Model>::save(self(), file);
        else
            CTNN_SAY_ALWAYS(weight_files_mistake<Model>::value);
    }

    /// Writes network and weights to a .keras file, which keras.saving.load_model and ctnn-import read. Throws
    /// file_error, and then the old file is as it was. Needs #include <ctnn/io/keras.hpp>.
    template<class File>
    void save(const File& file) const {
        if constexpr (knows_model_archive<Model>)
            model_archive<Model>::save(self(), file);
        else
            CTNN_SAY_ALWAYS(model_archive_mistake<Model>::value);
    }

private:
    template<class M, fixed_string Name>
    static auto layer(M& m, string_constant<Name>) {
        constexpr int at = layer_named<Def>(Name.view());
        if constexpr (at < 0) {
            CTNN_SAY_ALWAYS((unknown_layer<Def, Name>::value));
            return broken_layer_view{};
        } else
            return model_layer<M, Def, at>(m);
    }
};

} // namespace detail
} // namespace ctnn
