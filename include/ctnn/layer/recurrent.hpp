/// What SimpleRNN, LSTM and GRU have in common: the arguments that decide what comes out, initial states, and the
/// sentences about their input.
#pragma once
#include "../op/concat.hpp"
#include "../op/matmul.hpp"
#include "../op/recurrent.hpp"
#include "../op/reshape.hpp"
#include "../op/slice.hpp"
#include "../op/training/keep_states.hpp"
#include "../op/zip.hpp"
#include "activations.hpp"
#include "dropout.hpp"
#include "layer.hpp"
#include "placed.hpp"

namespace ctnn::layers {

struct recurrent {
    int units = 0;
    activation_kind activation = activation_kind::tanh;
    bool use_bias = true;
    initializer kernel_initializer{initializer_kind::glorot_uniform};
    initializer recurrent_initializer{initializer_kind::orthogonal, 1};
    initializer bias_initializer{initializer_kind::zeros};
    bool return_sequences = false, return_state = false, go_backwards = false;
    bool stateful = false;
    bool unroll = false;                       ///< how to compute, not what: accepted, the kernel decides
    float dropout = 0, recurrent_dropout = 0;  ///< act in training only
    int seed = -1;

    constexpr bool operator==(const recurrent&) const = default;

    /// How many outputs a call has: one, or one and the states.
    template<class Given, std::size_t States>
    static constexpr int outputs_with(Given given, const std::string_view (&)[States]) {
        return given.on(ctnn::return_state) ? 1 + int(States) : 1;
    }

    /// The sentences; each state has `units`.
    template<std::size_t States>
    constexpr void check_recurrent(report& say, const input_shapes& x, const std::string_view (&)[States]) const {
        constexpr int states = int(States);
        say.unless(units > 0, "units must be positive, got ", units);
        if (x[0].rank == 1 && say.previous_class == "Bidirectional")
            say.fail("expected a rank-2 input (timesteps, features), got ", x[0], "; hint: the layer in ", previous,
                     " before it needs return_sequences = true_c");
        if (x[0].rank == 1 && detail::gives_one_step(say.previous_class))
            say.fail("expected a rank-2 input (timesteps, features), got ", x[0], "; hint: ", previous,
                     " before it needs return_sequences = true_c");
        if (x[0].rank == 1)
            say.fail("expected a rank-2 input (timesteps, features), got ", x[0], "; hint: Reshape(shape<", x[0][0],
                     ", 1>) or RepeatVector before it makes a sequence");
        if (x[0].rank > 2)
            say.fail("expected a rank-2 input (timesteps, features), got ", x[0], "; hint: TimeDistributed(Flatten()) before it "
                     "leaves one axis of features");
        say.unless(x[0].rank == 2, "expected a rank-2 input (timesteps, features), got ", x[0]);
        say.unless(x.size() == 1 || x.size() == 1 + states, "takes ", states,
                   states == 1 ? " initial state, got " : " initial states, got ", x.size() - 1);
        for (int i = 1; i < x.size(); ++i)
            say.unless(x[i] == extents(units), "expected an initial state of shape ", extents(units), ", got ", x[i]);
        say.unless(!stateful, "stateful = true_c is not supported: predict() keeps nothing between its calls; hint: "
                              "return_state = true_c gives the states, initial_state takes them");
        check_rate(say, "dropout", dropout);
        check_rate(say, "recurrent_dropout", recurrent_dropout);
    }
    constexpr void check_function(report& say, words name, activation_kind kind) const {
        say.unless(is_elementwise(kind), name, " must act on each number by itself, got ", keras_name(kind));
    }
    static constexpr void check_rate(report& say, words name, float rate) {
        say.unless(rate >= 0 && rate <= 1, name, " must be from 0 to 1, got ", double(rate));
    }

    /// Whether numbers are dropped: as in Keras not by a rate of 1.
    static constexpr bool acts(const parameters& own, float rate) { return own.training() && rate > 0 && rate < 1; }

    /// x (T, in) . kernel (in, gates * units) -> (T, gates * units). What `dropout` drops of x it drops in every step; with
    /// recurrent_dropout, each gate has numbers of its own.
    constexpr ops::value input_product(parameters& own, const ops::value& x, const ops::value& kernel, int gates) const {
        if (!acts(own, dropout)) return ops::matmul(x, kernel);
        const int n = x.shape().last();
        const auto dropped = [&] { return detail::drop(own, x, dropout, {1, n}); };
        if (gates == 1 || recurrent_dropout == 0) return ops::matmul(dropped(), kernel);
        ops::value parts[4];
        for (int g = 0; g < gates; ++g)
            parts[g] = ops::matmul(dropped(), ops::slice(kernel, {0, g * units}, {n, units}));
        return ops::concat(parts, gates, 1);
    }

    /// Runs the recurrence on gates (T, g * u) and takes its result apart: the output, then the states if they are wanted.
    constexpr results run(parameters& own, ops::recurrent_kind kind, activation_kind f, activation_kind g,
                          const ops::value& gates, const ops::value& kernel, const ops::value* bias,
                          const inputs_view& x) const {
        ops::recurrence r;
        r.initial = x.size() - 1, r.sequence = return_sequences, r.states = return_state;
        ops::value mask;
        if (acts(own, recurrent_dropout))
            mask = ops::random(ops::random_kind::drop, x[0], {ops::gates_of(kind), units}, recurrent_dropout,
                               own.random_stream());
        auto all = ops::recurrent(kind, ops::function_of(f), ops::function_of(g), go_backwards, r, gates, kernel, bias,
                                  x.values + 1);
        if (own.training()) all = ops::keep_states(all, mask);
        if (!return_state) return all;
        const int u = kernel.shape()[0], rows = all.shape()[0] - ops::states_of(kind);
        results y;
        const auto output = ops::slice(all, {0, 0}, {rows, u});
        y.push(return_sequences ? output : ops::reshape(output, extents{u}));
        for (int i = rows; i < all.shape()[0]; ++i)
            y.push(ops::reshape(ops::slice(all, {i, 0}, {1, u}), extents{u}));
        return y;
    }
};

} // namespace ctnn::layers
