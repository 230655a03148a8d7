/// h' = activation(x . kernel + bias + h . recurrent_kernel), step by step                   keras.layers.SimpleRNN
///   x (T, in) -> y (units), or (T, units) with return_sequences; with return_state also h (units)
///   kernel (in, units), recurrent_kernel (units, units), bias (units)
/// Called with initial_state = h, h starts there instead of at zeros.
#pragma once
#include "recurrent.hpp"

namespace ctnn::layers {

struct simple_rnn : recurrent {
    constexpr bool operator==(const simple_rnn&) const = default;
    static constexpr std::string_view keras_name = "SimpleRNN";
    static constexpr std::string_view state_names[] = {"state"};
    static constexpr std::string_view no_activity_regularizer =
        "Keras ignores that of a SimpleRNN; hint: Identity(activity_regularizer = ...) behind it";
    static constexpr auto masks = mask_rule::uses;
    static constexpr auto arguments() {
        using c = simple_rnn;
        return takes(required(ctnn::units), &c::units, ctnn::activation, &c::activation, ctnn::use_bias, &c::use_bias,
                     ctnn::kernel_initializer, &c::kernel_initializer, ctnn::recurrent_initializer,
                     &c::recurrent_initializer, ctnn::bias_initializer, &c::bias_initializer, ctnn::dropout,
                     &c::dropout, ctnn::recurrent_dropout, &c::recurrent_dropout, ctnn::return_sequences,
                     &c::return_sequences, ctnn::return_state, &c::return_state, ctnn::go_backwards, &c::go_backwards,
                     ctnn::stateful, &c::stateful, ctnn::unroll, &c::unroll, ctnn::seed, &c::seed);
    }
    template<class Given>
    static constexpr int outputs(Given given) {
        return outputs_with(given, state_names);
    }

    constexpr void check(report& say, const input_shapes& x) const {
        check_recurrent(say, x, state_names);
        check_function(say, "activation", activation);
    }
    constexpr results call(parameters& own, const inputs_view& x) const {
        auto cell = own.scope("cell");
        const auto of_input = cell.add("kernel", {x[0].shape().last(), units}, kernel_initializer);
        const auto kernel = cell.add("recurrent_kernel", {units, units}, recurrent_initializer);
        auto gates = input_product(own, x[0], of_input, 1);
        if (use_bias) gates = ops::add(gates, cell.add("bias", extents{units}, bias_initializer));
        return run(own, ops::recurrent_kind::simple, activation, activation_kind::linear, gates, kernel, nullptr, x);
    }
};

} // namespace ctnn::layers

namespace ctnn {
inline constexpr factory<layers::simple_rnn> SimpleRNN{};
}
