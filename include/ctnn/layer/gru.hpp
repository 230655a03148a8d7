/// Gated recurrent unit, step by step, from a = x . kernel + bias and b = h . recurrent_kernel + recurrent bias:
///   z = G(a + b)  r = G(a + b)  h~ = F(a + r b)  (each of its third);  h' = z h + (1 - z) h~      keras.layers.GRU
///   with F = activation and G = recurrent_activation; reset_after = false_c: h~ = F(a + (r h) . recurrent_kernel)
///   x (T, in) -> y (units), or (T, units) with return_sequences; with return_state also h (units)
///   kernel (in, 3 units), recurrent_kernel (units, 3 units), bias (2, 3 units): input's row, state's row;
///   without reset_after bias (3 units)
/// Called with initial_state = h, h starts there instead of at zeros.
#pragma once
#include "recurrent.hpp"

namespace ctnn::layers {

struct gru : recurrent {
    activation_kind recurrent_activation = activation_kind::sigmoid;
    bool reset_after = true;

    constexpr bool operator==(const gru&) const = default;
    static constexpr std::string_view keras_name = "GRU";
    static constexpr std::string_view state_names[] = {"state"};
    static constexpr auto masks = mask_rule::uses;
    static constexpr auto arguments() {
        using c = gru;
        return takes(required(ctnn::units), &c::units, ctnn::activation, &c::activation, ctnn::recurrent_activation,
                     &c::recurrent_activation, ctnn::use_bias, &c::use_bias, ctnn::kernel_initializer,
                     &c::kernel_initializer, ctnn::recurrent_initializer, &c::recurrent_initializer,
                     ctnn::bias_initializer, &c::bias_initializer, ctnn::dropout, &c::dropout, ctnn::recurrent_dropout,
                     &c::recurrent_dropout, ctnn::seed, &c::seed, ctnn::return_sequences, &c::return_sequences,
                     ctnn::return_state, &c::return_state, ctnn::go_backwards, &c::go_backwards, ctnn::stateful,
                     &c::stateful, ctnn::unroll, &c::unroll, ctnn::reset_after, &c::reset_after);
    }
    template<class Given>
    static constexpr int outputs(Given given) {
        return outputs_with(given, state_names);
    }

    constexpr void check(report& say, const input_shapes& x) const {
        check_recurrent(say, x, state_names);
        check_function(say, "activation", activation);
        check_function(say, "recurrent_activation", recurrent_activation);
    }
    constexpr results call(parameters& own, const inputs_view& x) const {
        const int n = 3 * units;
        auto cell = own.scope("cell");
        const auto of_input = cell.add("kernel", {x[0].shape().last(), n}, kernel_initializer);
        const auto kernel = cell.add("recurrent_kernel", {units, n}, recurrent_initializer);
        auto gates = input_product(own, x[0], of_input, 3);
        const auto kind = reset_after ? ops::recurrent_kind::gru_reset_after : ops::recurrent_kind::gru;
        if (!use_bias) return run(own, kind, activation, recurrent_activation, gates, kernel, nullptr, x);
        if (!reset_after) {
            gates = ops::add(gates, cell.add("bias", extents{n}, bias_initializer));
            return run(own, kind, activation, recurrent_activation, gates, kernel, nullptr, x);
        }
        const auto bias = cell.add("bias", {2, n}, bias_initializer);
        const auto row = [&](int i) { return ops::reshape(ops::slice(bias, {i, 0}, {1, n}), extents{n}); };
        gates = ops::add(gates, row(0));
        const auto state_bias = row(1);
        return run(own, kind, activation, recurrent_activation, gates, kernel, &state_bias, x);
    }
};

} // namespace ctnn::layers

namespace ctnn {
inline constexpr factory<layers::gru> GRU{};
}
