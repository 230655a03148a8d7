/// A layer of a network as a type: its configuration, name, shapes and parameters, all constants.
#pragma once
#include "configurations.hpp"
#include <boost/hana/basic_tuple.hpp>
#include <boost/hana/fwd/at.hpp>
#include <boost/hana/fwd/drop_front.hpp>
#include <boost/hana/fwd/is_empty.hpp>
#include <boost/hana/fwd/transform.hpp>
#include <boost/hana/fwd/unpack.hpp>

namespace ctnn {

/// What net.layers is made of.
template<class Def, int Layer>
struct layer_view {
private:
    static constexpr const auto& all() { return detail::architecture<Def>::value; }
    static constexpr const layer_row& row() { return detail::architecture<Def>::value.layers[Layer]; }

public:
    /// Number in the architecture's list.
    static constexpr int index = Layer;
    /// Keras' name of the layer and of its class: "dense_1", "Dense".
    static constexpr name_text name_characters = all().name(Layer);
    static constexpr std::string_view name = name_characters.view();
    static constexpr std::string_view class_name = row().class_name;
    static constexpr bool trainable = row().trainable;
    /// Shape of one sample, of the layer's first input and output; of any with input_shapes(i).
    static constexpr extents input_shape = row().inputs.count ? all().shapes[row().inputs.first] : extents();
    static constexpr extents output_shape = all().shapes[row().outputs.first];
    static constexpr int input_count = row().inputs.count, output_count = row().outputs.count;
    static constexpr extents input_shapes(int i) { return all().shapes[row().inputs.first + i]; }
    static constexpr extents output_shapes(int i) { return all().shapes[row().outputs.first + i]; }
    /// Keras' count, and how many weights there are: "kernel", "bias".
    static constexpr std::size_t param_count = all().params_of(Layer);
    static constexpr int weight_count = row().weights.count;
    static constexpr const weight_row& weight(int i) { return all().weight(row().weights.first + i); }

    /// The configuration, of the layer's own type: net.get_layer("dense"_s).config().units.
    static constexpr auto config() {
        if constexpr (row().kind >= 0)
            return std::get<std::size_t(row().kind)>(detail::configurations<Def>::value)[std::size_t(row().slot)];
        else
            return layers::input_layer{};
    }
};

namespace detail {

template<class Def, int... I>
constexpr auto make_layers(std::integer_sequence<int, I...>) {
    return hana::basic_tuple<layer_view<Def, architecture<Def>::value.layer_at(I)>...>{};
}

/// What net.layers is: a sequence for Boost.Hana, of a type of its own, so that a network whose layers nobody asks for
/// does not name all of them.
struct layer_list_tag;
template<class Def>
struct layer_list {
    using hana_tag = layer_list_tag;
    static constexpr auto all() {
        return make_layers<Def>(std::make_integer_sequence<int, architecture<Def>::value.models[0].layers.count>{});
    }
};

template<class Def>
constexpr int layer_named(std::string_view name) {
    const auto& a = architecture<Def>::value;
    for (int i = 0; i < a.models[0].layers.count; ++i)
        if (a.name(a.layer_at(i)).view() == name) return a.layer_at(i);
    return -1;
}

template<class Def, fixed_string Name>
struct unknown_layer {
    static constexpr text value = [] {
        text t;
        const auto& a = architecture<Def>::value;
        t << "get_layer(): no layer is named '" << Name.view() << "'; there are ";
        for (int i = 0; i < a.models[0].layers.count; ++i) t << (i ? ", " : "") << a.name(a.layer_at(i)).view();
        return t;
    }();
};

/// Equals everything and becomes everything: what is left after a mistake that was reported.
struct anything {
    template<class T>
    constexpr operator T() const {
        return T{};
    }
    template<class T>
    friend constexpr bool operator==(anything, const T&) {
        return true;
    }
    constexpr anything operator[](int) const { return {}; }
    /// Prints nothing, wherever it is printed.
    template<class Out>
    friend constexpr Out& operator<<(Out& out, const anything&) {
        return out;
    }
};
struct broken_layer_view {
    static constexpr std::string_view name{}, class_name{};
    static constexpr anything index{}, trainable{}, input_shape{}, output_shape{}, input_count{}, output_count{},
        param_count{}, weight_count{};
    static constexpr anything input_shapes(int) { return {}; }
    static constexpr anything output_shapes(int) { return {}; }
    static constexpr anything weight(int) { return {}; }
    static constexpr anything config() { return {}; }
    static constexpr anything get_weights() { return {}; } // of a model's layer
    template<class... A>
    static constexpr void set_weights(const A&...) {}
};

template<class Def, fixed_string Name>
constexpr auto find_layer() {
    constexpr int at = layer_named<Def>(Name.view());
    if constexpr (at < 0) {
        CTNN_SAY_ALWAYS((unknown_layer<Def, Name>::value));
        return broken_layer_view{};
    } else
        return layer_view<Def, at>{};
}

/// Symbols, or tuples and ranges of them.
template<class T>
inline constexpr bool is_symbolic = std::is_base_of_v<symbol, T>;
template<class... T>
inline constexpr bool is_symbolic<std::tuple<T...>> = sizeof...(T) > 0 && (is_symbolic<T> && ...);

} // namespace detail
} // namespace ctnn

namespace boost::hana {

template<>
struct unpack_impl<ctnn::detail::layer_list_tag> {
    template<class List, class F>
    static constexpr decltype(auto) apply(const List&, F&& f) {
        return hana::unpack(List::all(), static_cast<F&&>(f));
    }
};
template<>
struct at_impl<ctnn::detail::layer_list_tag> {
    template<class List, class N>
    static constexpr auto apply(const List&, const N&) {
        return hana::at_c<N::value>(List::all());
    }
};
template<>
struct is_empty_impl<ctnn::detail::layer_list_tag> {
    template<class List>
    static constexpr auto apply(const List&) {
        return hana::is_empty(decltype(List::all())());
    }
};
template<>
struct transform_impl<ctnn::detail::layer_list_tag> {
    template<class List, class F>
    static constexpr auto apply(const List&, F&& f) {
        return hana::transform(List::all(), static_cast<F&&>(f));
    }
};
template<>
struct drop_front_impl<ctnn::detail::layer_list_tag> {
    template<class List, class N>
    static constexpr auto apply(const List&, const N& n) {
        return hana::drop_front(List::all(), n);
    }
};

} // namespace boost::hana
