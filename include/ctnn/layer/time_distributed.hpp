/// A layer on every step of a sequence, with the same weights                             keras.layers.TimeDistributed
///   x (T, ...) -> y (T, the layer's output for (...));  weights: the layer's
#pragma once
#include "../op/reshape.hpp"
#include "wrapped.hpp"

namespace ctnn::layers {

template<class C>
struct time_distributed {
    wrapped<C> layer;

    static constexpr std::string_view keras_name = "TimeDistributed";
    static constexpr auto masks = detail::mask_rule_of<C> == mask_rule::uses ? mask_rule::uses : mask_rule::keeps;
    static constexpr auto arguments() { return takes(required(ctnn::layer), &time_distributed::layer); }

    template<class... Args>
    static constexpr void argument_types(text& t) {
        using inner = detail::first_layer<Args...>;
        detail::say_missing<inner>(t, keras_name);
        if (t.empty() && inner::outputs > 1)
            t << "TimeDistributed: its layer must have one output, " << C::keras_name << " here has " << inner::outputs;
    }

    constexpr void take_rules(layer_options& options) { layer.give_rules(options); }
    constexpr void check(report& say, const input_shapes& x) const {
        const std::string_view before = say.previous_class;
        if (x[0].rank == 1 && detail::gives_one_step(before))
            say.fail("expected an input (timesteps, ...) of rank 2 or more, got ", x[0], "; hint: ",
                     before == "Bidirectional" ? "the layer in " : "", previous,
                     " before it needs return_sequences = true_c");
        say.unless(x[0].rank >= 2, "expected an input (timesteps, ...) of rank 2 or more, got ", x[0]);
        if (say.failed()) return;
        const extents step = x[0].without(0);
        report inside;
        layer.check_inside(inside, {&step, 1});
        if (inside.failed()) say.fail("at each of its ", x[0][0], " steps, ", C::keras_name, ": ", inside.sentence());
    }
    constexpr ops::value call(parameters& own, const ops::value& x) const {
        const int steps = x.shape()[0];
        const ops::value step = ops::unstack(x);
        auto inner = own.scope("layer");
        const auto y = detail::call_layer(layer.inside(), inner, {&step, 1})[0];
        own.say().unless(y.shape().rank < max_rank, "at each of its ", steps, " steps, ", C::keras_name, " puts out ", y.shape(),
                         ": together they would have more than ", max_rank, " axes");
        return ops::stack(y, steps);
    }
};

} // namespace ctnn::layers

namespace ctnn {
namespace detail {

template<class... Args>
struct time_distributed_for {};
template<class... Args>
    requires(first_layer<Args...>::exists)
struct time_distributed_for<Args...> {
    using type = layers::time_distributed<typename first_layer<Args...>::configuration>;
};

} // namespace detail

inline constexpr detail::wrapper_factory<"TimeDistributed", detail::time_distributed_for> TimeDistributed{};

} // namespace ctnn
