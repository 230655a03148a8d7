/// A network as a type: what Sequential and functional return. Every member is a constant.
#pragma once
#include "../shape/inline.hpp"
#include "definition.hpp"
#include "layer_view.hpp"
#include "no_training.hpp"

namespace ctnn {

/// The program of a network: lowered, rewritten, planned. Defined in program/.
template<class Def>
struct compiled;

template<class Def>
struct unbuilt;

namespace detail {

/// Shapes of several inputs or outputs: compare with tuple(shape<2, 1>, shape<1>), take one with [i].
template<int N>
struct shape_list {
    extents shapes[N] = {};
    constexpr const extents& operator[](int i) const { return shapes[i]; }
    static constexpr int size() { return N; }
    constexpr bool operator==(const shape_list&) const = default;
    template<class... S>
    constexpr bool operator==(const std::tuple<S...>& t) const {
        if constexpr (sizeof...(S) != N)
            return false;
        else
            return [&]<std::size_t... I>(std::index_sequence<I...>) {
                return ((shapes[I] == extents(std::get<I>(t))) && ...);
            }(std::make_index_sequence<N>{});
    }
};

/// As Keras prints a list of shapes: [(2, 1), (1)].
template<class Out, int N>
requires requires(Out& out, const extents& e) { out << '[' << e << ", "; }
Out& operator<<(Out& out, const shape_list<N>& list) {
    out << '[';
    for (int i = 0; i < N; ++i) (i > 0 ? out << ", " : out) << list[i];
    out << ']';
    return out;
}

/// The shapes of the edges that `Range` names: one as extents, several as a list.
template<class Def, range Range>
constexpr auto shapes_of() {
    constexpr const auto& a = architecture<Def>::value;
    if constexpr (Range.count == 1)
        return a.edge_shape(Range.first);
    else {
        shape_list<Range.count> s;
        for (int i = 0; i < Range.count; ++i) s.shapes[i] = a.edge_shape(Range.first + i);
        return s;
    }
}

} // namespace detail

namespace detail {
template<class Def, class... X>
constexpr auto place_network(int line, const X&... x);

/// Runs: whether build is there, which <ctnn/architecture.hpp> does not include.
template<bool Runs, class... A>
struct build_mistake {
    static constexpr text value = [] {
        text t;
        if (!Runs)
            return t << "build() is in <ctnn/ctnn.hpp>; hint: include it, <ctnn/architecture.hpp> knows shapes only";
        return t << "build() takes seed = ..., a whole number that is not negative, activations = fast, "
                    "weight_dtype = bf16 and winograd = false_c; hint: build(seed = 42), or build()";
    }();
};
/// Prints: whether the text of a summary is there.
template<bool Prints, class... A>
struct summary_mistake {
    static constexpr text value = [] {
        text t;
        if (!Prints) return t << "summary() is in <ctnn/ctnn.hpp>; hint: include it, or <ctnn/model/summary.hpp>";
        return t << "summary() takes options, or keras2 and options; hint: summary_options{.expand_nested = true}";
    }();
};
template<class Def, class Shape>
struct other_input_shape {
    static constexpr text value = [] {
        text t;
        const auto& a = architecture<Def>::value;
        const extents s = Shape{};
        if (a.models[0].inputs.count != 1 || s.rank == 0 || !(s.without(0) == a.input(0)))
            t << "build(): this network has been built for inputs of shape " << a.input(0) << ", got input_shape " << s
              << "; hint: without input_shape in its first layer it can be built for any, the batch axis comes first";
        return t;
    }();
};
template<const text& T, bool Silent>
struct broken_network;

/// What stream() of a network returns behind its sentence, so that nothing else is said.
struct no_stream {
    template<class... X>
    constexpr anything step(const X&...) {
        return {};
    }
    constexpr void reset() {}
};

template<fixed_string Member, fixed_string Call, class... X>
struct no_weights {
    static constexpr text value = [] {
        text t;
        return t << Member.view()
                 << "(): a network is a type and has no weights; hint: const auto model = net.build(seed = 42), "
                 << "model." << Call.view();
    }();
};

template<class... L>
struct chain; // a Sequential's body
template<class T>
inline constexpr bool is_chain = false;
template<class... L>
inline constexpr bool is_chain<chain<L...>> = true;

/// Why a Sequential that has a name does not grow: its layers are its type.
template<class L>
struct named_sequential {
    static constexpr text value = [] {
        text t;
        return t << "add(): a Sequential that is a variable grows inside functional's body only, from Sequential() on: its "
                    "layers are its type; hint: Sequential().add(...).add(...)";
    }();
};
} // namespace detail

/// A network whose shapes fit. Def is the body that builds it; an object of this type is empty.
template<class Def>
struct network : detail::no_training {
    using definition = Def;

    /// Shape of one sample: extents, or a list of them for several inputs or outputs.
    static constexpr auto input_shape = detail::shapes_of<Def, detail::architecture<Def>::value.models[0].inputs>();
    static constexpr auto output_shape = detail::shapes_of<Def, detail::architecture<Def>::value.models[0].outputs>();
    /// How many weights, as Keras counts them.
    static constexpr std::size_t param_count = detail::architecture<Def>::value.param_count;
    static constexpr std::size_t trainable_param_count = detail::architecture<Def>::value.trainable_param_count;
    static constexpr int layer_count = detail::architecture<Def>::value.models[0].layers.count;

    /// The layers in Keras' order, for Boost.Hana: hana::for_each(net.layers, [](auto layer) { ... layer.name ... }).
    static constexpr detail::layer_list<Def> layers{};
    /// The layer of that name: net.get_layer("dense_1"_s).
    template<fixed_string Name>
    static constexpr auto get_layer(string_constant<Name>) {
        return detail::find_layer<Def, Name>();
    }

    /// What the program reads, needs and does; see program/.
    static constexpr std::size_t weight_bytes = compiled<Def>::weight_bytes;
    static constexpr std::size_t workspace_bytes = compiled<Def>::workspace_bytes;
    static constexpr std::size_t macs = compiled<Def>::macs;

    /// On symbols: the network as a layer.
    template<class X>
        requires detail::is_symbolic<X>
    constexpr auto operator()(const X& x, int line = __builtin_LINE()) const {
        return detail::place_network<Def>(line, x);
    }
    template<class X, class Y>
        requires(detail::is_symbolic<X> && detail::is_symbolic<Y>)
    constexpr auto operator()(const X& x, const Y& y, int line = __builtin_LINE()) const {
        return detail::place_network<Def>(line, x, y);
    }
    template<class X, class Y, class Z, class... More>
        requires(detail::is_symbolic<X> && detail::is_symbolic<Y> && detail::is_symbolic<Z>)
    constexpr auto operator()(const X& x, const Y& y, const Z& z, const More&... more) const {
        return detail::place_network<Def>(0, x, y, z, more...);
    }
    template<std::size_t N>
    constexpr auto operator()(const symbol (&x)[N], int line = __builtin_LINE()) const {
        return detail::place_network<Def>(line, x);
    }
    /// On weights and one tensor for each input: the output, also in a constant expression; see run/evaluate.hpp.
    template<class W, class X, class... More>
        requires(!detail::is_symbolic<W> && !detail::is_symbolic<X> && (!detail::is_symbolic<More> && ...))
    CTNN_INLINE constexpr auto operator()(const W& weights, const X& x, const More&... more) const {
        return evaluate_network(*this, weights, x, more...);
    }
    /// A model with weights of its own, filled by Keras' initializers: net.build(seed = 42). activations = fast and
    /// weight_dtype = bf16 are for models that may be less exact, winograd = false_c for those whose convolutions must
    /// be summed the direct way, see dsl/policies.hpp. Inlined, because the type of the model is another one in a
    /// source that is compiled for another instruction set.
    template<class... A>
    CTNN_INLINE auto build(const A&... arguments) const {
        if constexpr (requires { build_network(*this, arguments...); })
            return build_network(*this, arguments...);
        else {
            using mistake = detail::build_mistake<requires { build_network(*this); }, A...>;
            CTNN_SAY_ALWAYS(mistake::value);
            return detail::broken_network<mistake::value, true>{};
        }
    }
    /// Keras' build on a network that has its input shape: it must be the same. The batch axis comes first.
    template<int... D>
    constexpr auto build(argument<keyword<"input_shape">, shape_t<D...>>) const {
        using other = detail::other_input_shape<Def, shape_t<D...>>;
        if constexpr (other::value.empty())
            return *this;
        else {
            CTNN_SAY_ALWAYS(other::value);
            return detail::broken_network<other::value, true>{};
        }
    }
    /// A Sequential with one more layer, as another type: Sequential(...).add(Dense(1_c)).
    template<class L>
        requires detail::is_chain<Def>
    [[nodiscard]] constexpr auto add(const L& layer) && {
        return Def::with(layer);
    }
    template<class L>
        requires detail::is_chain<Def>
    constexpr auto add(const L&) const& {
        CTNN_SAY_ALWAYS((detail::named_sequential<L>::value));
        return *this;
    }
    /// A network has no weights to predict with; its model has.
    template<class... X>
    constexpr detail::anything predict(const X&...) const {
        CTNN_SAY_ALWAYS((detail::no_weights<"predict", "predict(x)", X...>::value));
        return {};
    }
    template<class... X>
    constexpr detail::no_stream stream(const X&...) const {
        CTNN_SAY_ALWAYS((detail::no_weights<"stream", "stream()", X...>::value));
        return {};
    }
    /// Prints Keras' summary: net.summary(), net.summary(keras2).
    template<class... A>
    void summary(const A&... arguments) const {
        if constexpr (requires { print_summary(*this, arguments...); })
            print_summary(*this, arguments...);
        else
            CTNN_SAY_ALWAYS((detail::summary_mistake<requires { print_summary(*this); }, A...>::value));
    }
};

namespace detail {

/// What is left of a network whose mistake was reported: it takes part in everything and equals everything.
template<const text& T, bool Silent>
struct broken_network {
    static constexpr anything input_shape{}, output_shape{}, param_count{}, trainable_param_count{}, weight_bytes{},
        workspace_bytes{}, macs{}, layer_count{};
    static constexpr hana::basic_tuple<> layers{};
    template<class... X>
    constexpr auto operator()(const X&... x) const {
        if constexpr ((is_symbolic<X> && ...))
            return place_broken(x...);
        else
            return anything{};
    }
    template<class... A>
    constexpr broken_network build(const A&...) const {
        return {};
    }
    template<class... A>
    constexpr broken_network add(const A&...) const {
        return {};
    }
    template<class... A>
    constexpr anything predict(const A&...) const {
        return {};
    }
    template<class... A>
    constexpr broken_layer_view get_layer(const A&...) const {
        return {};
    }
    template<class... A>
    constexpr void summary(const A&...) const {}
    template<class... A>
    constexpr anything compile(const A&...) const {
        return {};
    }
    template<class... A>
    constexpr anything fit(const A&...) const {
        return {};
    }
    template<class... A>
    constexpr anything evaluate(const A&...) const {
        return {};
    }
    // of the model that it would have become
    constexpr anything workspace() const { return {}; }
    constexpr anything weight(int) const { return {}; }
    constexpr void prepare() const {}
    constexpr anything get_weights() const { return {}; }
    template<class... A>
    constexpr void set_weights(const A&...) const {}
    template<class A>
    constexpr void load_weights(const A&) const {}
    template<class A>
    constexpr void save_weights(const A&) const {}
};
template<const text& T>
struct reported_network : broken_network<T, false> {
    CTNN_SAY_IN_CLASS(T);
};

template<class T>
inline constexpr bool is_network = false;
template<class Def>
inline constexpr bool is_network<network<Def>> = true;
template<const text& T, bool S>
inline constexpr bool is_broken<broken_network<T, S>> = true;
template<const text& T>
inline constexpr bool is_broken<reported_network<T>> = true;

/// A network, or what is left of one after its sentence.
template<class Def>
constexpr auto checked() {
    using d = definition<Def>;
    if constexpr (d::value.ok) {
        if constexpr (d::value.built)
            return network<Def>{};
        else
            return unbuilt<Def>{};
    } else if constexpr (d::value.silent)
        return broken_network<d::error, true>{};
    else
        return reported_network<d::error>{};
}

/// The network's body once more, as part of another one. Its layers keep their names.
template<class Def>
constexpr model_ref network_model() {
    const model_ref ref = as_model(Def{}());
    ref.g().settle_names();
    for (layer_record& l : ref.g().layers) l.inner = true;
    ref.g().models[ref.handle->first_model + ref.model].key = &definition_key<Def>;
    return ref;
}

/// A network used as a layer: the same type is the same network, its weights are shared.
template<class Def, class... X>
constexpr auto place_network(int line, const X&... x) {
    constexpr int outputs = architecture<Def>::value.models[0].outputs.count;
    graph_handle* h = unite(x...);
    graph& g = *h->g;
    if (g.failed()) return call_results<outputs>(h, -1);
    for (int i = 0; i < g.models.size(); ++i)
        if (same_object(g.models[i].key, &definition_key<Def>)) {
            ++h->refs;
            return call_results<outputs>(h, call_ref(h, model_ref(h, i - h->first_model), {}, line, x...));
        }
    return call_results<outputs>(h, call_ref(h, network_model<Def>(), {}, line, x...));
}

} // namespace detail
} // namespace ctnn
