/// A recurrent layer forwards and another one backwards in time                             keras.layers.Bidirectional
///   x (T, in) -> what the two give, merged: concat (.., 2 units), sum, mul, ave (.., units), None: both
///   with return_sequences the backward output is turned round, so that step t of both is step t of x
///   with return_state the forward layer's states follow, then the backward layer's
///   weights: the forward layer's, then the backward layer's
/// Called with initial_state = tuple(...), the first half goes to the forward layer.
#pragma once
#include "../op/concat.hpp"
#include "../op/map.hpp"
#include "../op/reverse.hpp"
#include "../op/zip.hpp"
#include "wrapped.hpp"
#include <array>

namespace ctnn {

enum class merge_mode_kind : unsigned char { concat, sum, mul, ave, none, unknown };

inline constexpr constant<merge_mode_kind::concat> concat{};
inline constexpr constant<merge_mode_kind::sum> sum{};
inline constexpr constant<merge_mode_kind::mul> mul{};
inline constexpr constant<merge_mode_kind::ave> ave{};

template<>
inline constexpr std::string_view keras_names<merge_mode_kind>[] = {"concat", "sum", "mul", "ave", "None"};

namespace detail {

template<>
struct accept<merge_mode_kind> {
    template<class V>
    static constexpr bool from = std::is_same_v<V, merge_mode_kind> || std::is_same_v<V, none_t> ||
                                 is_constant_of<V, merge_mode_kind> || is_text_argument<V>;
    template<class V>
    static constexpr merge_mode_kind make(const V& v) {
        if constexpr (std::is_same_v<V, none_t>)
            return merge_mode_kind::none;
        else if constexpr (is_text_argument<V>) {
            merge_mode_kind k = merge_mode_kind::unknown;
            find_value(std::string_view(v), k);
            return k;
        } else
            return v;
    }
};

/// A state of one of two layers: the forward layer's state_h is forward_h, its state is forward_state.
constexpr name_text name_of_state(std::string_view direction, std::string_view state) {
    if (state.starts_with("state_")) state.remove_prefix(6);
    text t;
    t << direction << '_' << state;
    return name_text(t.view());
}
/// The states of both layers.
template<class Forward, class Backward>
constexpr auto states_of_both() {
    std::array<name_text, std::size(Forward::state_names) + std::size(Backward::state_names)> all;
    auto* to = all.data();
    for (std::string_view s : Forward::state_names) *to++ = name_of_state("forward", s);
    for (std::string_view s : Backward::state_names) *to++ = name_of_state("backward", s);
    return all;
}

/// What Bidirectional needs of a layer's configuration.
template<class C>
concept can_go_backwards = requires(C c) {
    c.units;
    c.go_backwards = true;
    c.return_sequences = true;
    c.return_state = true;
};

} // namespace detail

namespace layers {

/// Forward: the forward layer's configuration, Backward: the backward layer's.
template<class Forward, class Backward = Forward>
struct bidirectional {
    wrapped<Forward> layer;
    merge_mode_kind merge_mode = merge_mode_kind::concat;
    wrapped<Backward> backward_layer;

    static constexpr std::string_view keras_name = "Bidirectional";
    static constexpr auto state_names = detail::states_of_both<Forward, Backward>();
    static constexpr auto masks = mask_rule::uses;
    static constexpr auto arguments() {
        return takes(required(ctnn::layer), &bidirectional::layer, ctnn::merge_mode, &bidirectional::merge_mode,
                     ctnn::backward_layer, &bidirectional::backward_layer);
    }
    template<class... Args>
    static constexpr void argument_types(text& t) {
        detail::say_missing<detail::first_layer<Args...>>(t, keras_name);
        using backward = typename detail::given<Args...>::template value<std::remove_const_t<decltype(ctnn::backward_layer)>>;
        detail::say_missing<detail::layer_argument<backward>>(t, keras_name);
    }
    /// One merged output or two, then the states of both layers.
    template<class... Args>
    static constexpr int outputs(detail::given<Args...> given) {
        const int states = detail::first_layer<Args...>::outputs - 1;
        const bool both = given.none(ctnn::merge_mode) || (std::is_same_v<Args, none_t> || ...);
        return (both ? 2 : 1) + 2 * (states > 0 ? states : 0);
    }

    /// The layer that runs the other way: the one that was given, or the forward layer's twin.
    constexpr Backward backward() const {
        if constexpr (std::is_same_v<Forward, Backward>)
            if (backward_layer.units == 0) { // not given
                Backward c = layer;
                c.go_backwards = !c.go_backwards;
                return c;
            }
        return backward_layer;
    }

    /// The forward layer's are the twin's, too.
    constexpr void take_rules(layer_options& options) {
        const bool twin = backward_layer.units == 0;
        layer.give_rules(options, twin ? "" : "forward_layer");
        backward_layer.give_rules(options, "backward_layer");
    }

    constexpr void check(report& say, const input_shapes& x) const {
        const int states = x.size() - 1;
        say.unless(merge_mode != merge_mode_kind::unknown, "merge_mode must be concat, sum, mul, ave or None");
        say.unless(states % 2 == 0, "takes as many initial states for the forward as for the backward layer, got ", states);
        say.unless(states <= 2 * max_states, "takes at most ", 2 * max_states, " initial states, got ", states);
        if (say.failed()) return;
        layer.check_inside(say, {x.shapes, 1 + states / 2});
        if (say.failed()) return;
        extents in[1 + max_states] = {x[0]};
        for (int i = 0; i < states / 2; ++i) in[1 + i] = x[1 + states / 2 + i];
        wrapped<Backward> other = backward_layer;
        static_cast<Backward&>(other) = backward();
        other.check_inside(say, {in, 1 + states / 2});
        const Forward& f = layer;
        const Backward& b = other;
        say.unless(f.go_backwards != b.go_backwards, "backward_layer must go the other way; hint: go_backwards = ",
                   f.go_backwards ? "false_c" : "true_c", " in it");
        say.unless(f.return_sequences == b.return_sequences, "layer and backward_layer must have the same return_sequences");
        say.unless(f.return_state == b.return_state, "layer and backward_layer must have the same return_state");
        say.unless(f.units == b.units || merge_mode == merge_mode_kind::concat || merge_mode == merge_mode_kind::none,
                   "layer and backward_layer must have the same units unless merge_mode is concat or None, got ", f.units,
                   " and ", b.units);
    }
    constexpr results call(parameters& own, const inputs_view& x) const {
        const int states = (x.size() - 1) / 2;
        auto forward_own = own.scope("forward_layer");
        const results f = detail::call_layer(layer.inside(), forward_own, {x.values, 1 + states});
        ops::value in[1 + max_states] = {x[0]};
        for (int i = 0; i < states; ++i) in[1 + i] = x[1 + states + i];
        auto backward_own = own.scope("backward_layer");
        results b = detail::call_layer(backward(), backward_own, {in, 1 + states});
        if (layer.return_sequences) b.values[0] = ops::reverse(b[0], 0);

        results y;
        if (merge_mode == merge_mode_kind::none) {
            y.push(f[0]);
            y.push(b[0]);
        } else
            y.push(merge(f[0], b[0]));
        for (int i = 1; i < f.n; ++i) y.push(f[i]);
        for (int i = 1; i < b.n; ++i) y.push(b[i]);
        return y;
    }

private:
    static constexpr int max_states = 3;

    constexpr ops::value merge(const ops::value& f, const ops::value& b) const {
        switch (merge_mode) {
        case merge_mode_kind::sum: return ops::add(f, b);
        case merge_mode_kind::mul: return ops::multiply(f, b);
        case merge_mode_kind::ave: return ops::map(ops::add(f, b), {ops::function_kind::affine, .5f});
        default: return ops::concat(f, b, f.shape().rank - 1);
        }
    }
};

} // namespace layers

namespace detail {

template<class Forward, class Backward>
struct bidirectional_of {};
template<class Forward, class Backward>
    requires(can_go_backwards<Forward> && can_go_backwards<Backward>)
struct bidirectional_of<Forward, Backward> {
    using type = layers::bidirectional<Forward, Backward>;
};
template<class V, class Otherwise>
struct configuration_or {
    using type = Otherwise;
};
template<class C, class... Args, class Otherwise>
struct configuration_or<layer_object<C, Args...>, Otherwise> {
    using type = C;
};
/// The class of backward_layer, by keyword; else the forward layer's.
template<class Otherwise, class... Args>
struct backward_configuration {
    using type = Otherwise;
};
template<class Otherwise, class First, class... More>
struct backward_configuration<Otherwise, First, More...> : backward_configuration<Otherwise, More...> {};
template<class Otherwise, class V, class... More>
struct backward_configuration<Otherwise, argument<keyword<"backward_layer">, V>, More...>
    : configuration_or<V, Otherwise> {};

template<class... Args>
struct bidirectional_for {};
template<class... Args>
    requires(first_layer<Args...>::exists)
struct bidirectional_for<Args...>
    : bidirectional_of<typename first_layer<Args...>::configuration,
                       typename backward_configuration<typename first_layer<Args...>::configuration, Args...>::type> {};

} // namespace detail

inline constexpr detail::wrapper_factory<"Bidirectional", detail::bidirectional_for> Bidirectional{};

} // namespace ctnn
