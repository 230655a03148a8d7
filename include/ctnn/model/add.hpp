/// Keras' own way of growing a Sequential: add.
///   in functional's body   auto model = Sequential(); model.add(Dense(units = 4, input_shape = shape<3>)); return model;
///   anywhere               Sequential().add(Dense(4_c, input_shape = shape<3>)).add(Dense(1_c)), each call a new type
#pragma once
#include "functional.hpp"
#include "nested.hpp"

namespace ctnn {

namespace detail {

/// `add` of something that is no layer, and add after the model was used.
template<class T>
struct not_a_layer_to_add {
    static constexpr text value = [] {
        text t;
        return t << "add(): takes a layer, a model or Input(...); hint: Dense(4) makes a layer, Dense alone does not";
    }();
};

#if defined(__GNUC__)
// called where the compiler does not evaluate: the same sentence as named_sequential's
[[gnu::error("add(): a Sequential that is a variable grows inside functional's body only, from Sequential() on: its layers "
             "are its type; hint: Sequential().add(...).add(...)")]] void grows_in_functional_only();
#endif

template<class... L>
constexpr auto sequential_of();
template<class T>
struct element;

template<class T>
inline constexpr bool is_model_symbol = false;
template<int N>
inline constexpr bool is_model_symbol<model_symbol<N>> = true;
template<class T>
inline constexpr bool is_unbuilt = false;
template<class Def>
inline constexpr bool is_unbuilt<unbuilt<Def>> = true;

} // namespace detail

/// Sequential(): a model without layers yet. Name: its name = ..., or nothing.
template<class... Name>
class empty_sequential {
public:
    constexpr explicit empty_sequential(const Name&... n) { ((grown_.name = n.value), ...); }
    constexpr empty_sequential(empty_sequential&& o) : grown_(static_cast<detail::growing_model&&>(o.grown_)), made_(o.made_) {}
    empty_sequential& operator=(const empty_sequential&) = delete;

    /// The model with one more layer, as another type; the layer's arguments are constants.
    template<class L>
    [[nodiscard]] constexpr auto add(const L&) && {
        return detail::sequential_of<Name..., L>();
    }
    /// Inside functional's body: one more layer, a model or Input; plain values are fine.
    template<class L>
    constexpr void add(const L& layer, int line = __builtin_LINE()) & {
        if (!std::is_constant_evaluated()) detail::grows_in_functional_only();
        detail::graph& g = grown_.g();
        if (made_ >= 0 && !g.failed()) g.fail("Sequential: add() after the model was used");
        if constexpr (detail::is_layer<L> || detail::is_broken<L>)
            grown_.add(layer, line);
        else if constexpr (detail::is_input_symbol<L>)
            grown_.add(layer);
        else if constexpr (detail::is_network<L>)
            grown_.add_model(detail::network_model<typename L::definition>());
        else if constexpr (detail::is_unbuilt<L>)
            detail::element<L>::add(grown_, line);
        else if constexpr (detail::is_model_symbol<L>)
            grown_.add_model(layer.ref);
        else
            CTNN_SAY_ALWAYS(detail::not_a_layer_to_add<L>::value);
    }
    template<class... N>
    constexpr void add(const empty_sequential<N...>& model, int = 0) & {
        auto& inner = const_cast<empty_sequential<N...>&>(model).grown_;
        if (!inner.has_input() && !inner.g().failed() && !grown_.g().failed()) {
            if (!grown_.has_input())
                grown_.g().fail("add(): neither this Sequential nor the one that it gets knows its input shape yet; hint: "
                                "input_shape = shape<...> in the first layer of one of them");
            else
                inner.set_input(grown_.shape(), grown_.batch());
        }
        grown_.add_model(model.model());
    }
    template<class L>
    constexpr void add(const L&) const& {
        CTNN_SAY_ALWAYS(detail::named_sequential<L>::value);
    }

    /// Keras' build: the batch axis comes first, as None or a number.
    template<int... D>
    constexpr void build(argument<keyword<"input_shape">, shape_t<D...>>) & {
        const extents s = shape_t<D...>{};
        if (!grown_.has_input() && !grown_.g().failed()) grown_.set_input(s.slice(s.rank ? 1 : 0, s.rank), s.rank ? s[0] : -1);
    }

    /// The model as a layer, inside functional's body; every call shares its weights.
    constexpr symbol operator()(const symbol& x, int line = __builtin_LINE()) const {
        detail::graph_handle* h = detail::unite(x);
        if (h->g->failed()) return detail::call_results<1>(h, -1);
        auto& self = const_cast<empty_sequential&>(*this);
        if (!grown_.has_input()) self.grown_.set_input(x.shape(), detail::batch_of(*h->g, {h->first_node + x.node, x.output}), line);
        return detail::call_results<1>(h, detail::call_ref(h, model(), grown_.name, line, x));
    }

    constexpr detail::model_ref model() const {
        auto& self = const_cast<empty_sequential&>(*this); // a constant evaluation's own variable, never a constant
        detail::graph_handle* h = self.grown_.handle;
        if (made_ < 0) {
            const detail::model_ref made = self.grown_.finish();
            self.made_ = made.model;
            return made;
        }
        ++h->refs;
        return {h, made_, grown_.name};
    }

private:
    detail::growing_model grown_;
    int made_ = -1; // the model's number once it was used

    template<class...>
    friend class empty_sequential;
};

} // namespace ctnn
