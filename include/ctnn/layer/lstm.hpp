/// Long short-term memory, step by step, from z = x . kernel + bias + h . recurrent_kernel:        keras.layers.LSTM
///   i, f, c~, o = z's quarters;  c' = G(f) c + G(i) F(c~),  h' = G(o) F(c')
///   with F = activation and G = recurrent_activation
///   x (T, in) -> y (units), or (T, units) with return_sequences; with return_state also h (units), c (units)
///   kernel (in, 4 units), recurrent_kernel (units, 4 units), bias (4 units)
/// Called with initial_state = tuple(h, c), both start there instead of at zeros.
#pragma once
#include "recurrent.hpp"

namespace ctnn::layers {

struct lstm : recurrent {
    activation_kind recurrent_activation = activation_kind::sigmoid;
    bool unit_forget_bias = true;

    constexpr bool operator==(const lstm&) const = default;
    static constexpr std::string_view keras_name = "LSTM";
    static constexpr std::string_view state_names[] = {"state_h", "state_c"};
    static constexpr auto masks = mask_rule::uses;
    static constexpr auto arguments() {
        using c = lstm;
        return takes(required(ctnn::units), &c::units, ctnn::activation, &c::activation, ctnn::recurrent_activation,
                     &c::recurrent_activation, ctnn::use_bias, &c::use_bias, ctnn::kernel_initializer,
                     &c::kernel_initializer, ctnn::recurrent_initializer, &c::recurrent_initializer,
                     ctnn::bias_initializer, &c::bias_initializer, ctnn::unit_forget_bias, &c::unit_forget_bias,
                     ctnn::dropout, &c::dropout, ctnn::recurrent_dropout, &c::recurrent_dropout, ctnn::seed, &c::seed,
                     ctnn::return_sequences, &c::return_sequences, ctnn::return_state, &c::return_state,
                     ctnn::go_backwards, &c::go_backwards, ctnn::stateful, &c::stateful, ctnn::unroll, &c::unroll);
    }
    template<class Given>
    static constexpr int outputs(Given given) {
        return outputs_with(given, state_names);
    }

    constexpr void check(report& say, const input_shapes& x) const {
        check_recurrent(say, x, state_names);
        check_function(say, "activation", activation);
        check_function(say, "recurrent_activation", recurrent_activation);
        const auto start = bias_initializer.kind;
        say.unless(!use_bias || !unit_forget_bias || start == initializer_kind::zeros || start == initializer_kind::ones,
                   "unit_forget_bias goes with a bias_initializer of zeros or ones; hint: unit_forget_bias = false_c");
    }
    constexpr results call(parameters& own, const inputs_view& x) const {
        auto cell = own.scope("cell");
        const auto of_input = cell.add("kernel", {x[0].shape().last(), 4 * units}, kernel_initializer);
        const auto kernel = cell.add("recurrent_kernel", {units, 4 * units}, recurrent_initializer);
        auto gates = input_product(own, x[0], of_input, 4);
        if (use_bias) {
            const bool forget = unit_forget_bias && bias_initializer.kind == initializer_kind::zeros;
            gates = ops::add(gates, cell.add("bias", extents{4 * units},
                                             forget ? initializer{initializer_kind::unit_forget} : bias_initializer));
        }
        return run(own, ops::recurrent_kind::lstm, activation, recurrent_activation, gates, kernel, nullptr, x);
    }
};

} // namespace ctnn::layers

namespace ctnn {
inline constexpr factory<layers::lstm> LSTM{};
}
