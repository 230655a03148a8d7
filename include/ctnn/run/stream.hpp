/// A network that gets its sequence one time step at a time: auto stream = model.stream(); y = stream.step(x).
#pragma once
#include "../kernel/delay_line.hpp"
#include "../kernel/recurrent_stream.hpp"
#include "../program/stream.hpp"
#include "machine.hpp"
#include "samples.hpp"

namespace ctnn {

namespace detail {

/// What step I of a program keeps from time step to time step.
template<class Program, int I, class Target>
struct stream_state : recurrent_stream<step_descriptor<Program, I>, Target> {
    void restart() { this->reset(nullptr); }
};
template<class Program, int I, class Target>
    requires(Program::value.op(I).kind == ops::op_kind::delay_line)
struct stream_state<Program, I, Target> : delay_line<step_descriptor<Program, I>> {
    void restart() { this->reset(); }
};

template<class Program, class Target, class Steps>
struct stream_states_of;
template<class Program, class Target, int... N>
struct stream_states_of<Program, Target, std::integer_sequence<int, N...>>
    : stream_state<Program, Program::states.at[N], Target>... {
    template<int I>
    static constexpr bool keeps = Program::states.keeps(I);
    template<int I>
    auto& at() {
        return static_cast<stream_state<Program, I, Target>&>(*this);
    }
    void restart() { (stream_state<Program, Program::states.at[N], Target>::restart(), ...); }
};
/// The states of a program's steps. Program: see stream_compilation.
template<class Program, class Target>
using stream_states = stream_states_of<Program, Target, std::make_integer_sequence<int, Program::states.count>>;

/// What step says of something else than a time step of shape Wanted.
template<class Wanted, class X>
struct step_mistake {
    static constexpr text value = [] {
        text t;
        t << "step(): x must be one time step of shape " << Wanted::shape;
        if constexpr (is_tensor<X>) t << ", got " << X::shape;
        return t;
    }();
};

} // namespace detail

/// Keeps the states of the recurrent layers, of causal convolutions the time steps that they still read, and what a
/// step works in: no memory is asked for, neither here nor by a step. The model must live as long; of sequences that
/// run at the same time each has a stream of its own, and a copy goes on from where the original is.
///
/// For a sequence x (steps, features...), step(x_t) with x_t (features...) gives what predict(x) has at that time step:
/// a row of the output; or, of a network that puts out what follows from the whole sequence, what follows from it until
/// now. Any number of steps may follow each other. Recurrent layers compute to the last bit what they do in predict,
/// and so do causal convolutions but for
/// - those that predict computes by Winograd's filtering (some of three taps), which rounds to about twice the error,
/// - dilated ones whose filters are half a vector at most, or one, which add several taps at once here.
/// These and the other layers may differ in the last bits: kernels of one row add in another order.
template<class Def, passes Passes, class Target>
class stream {
    using compiled = detail::stream_compilation<Def, Passes, detail::hardware_of<Target>>;
    using runner = detail::program_runner<compiled, Def, Target>;
    static constexpr const auto& a = detail::architecture<Def>::value;
    static constexpr extents in_shape = a.input(0).without(0);
    static constexpr extents out_shape = compiled::puts_out_steps ? a.output(0).without(0) : a.output(0);

    const float *weights_, *prepared_;
    detail::stream_states<compiled, Target> states_;
    alignas(64) float workspace_[runner::p.workspace ? runner::p.workspace : 1];

public:
    using input_type = typename detail::tensor_shaped<in_shape>::type;
    using output_type = typename detail::tensor_shaped<out_shape>::type;

    stream(const float* weights, const float* prepared) : weights_(weights), prepared_(prepared) {}

    /// The next time step.
    output_type step(const input_type& x) {
        output_type y{detail::unwritten()};
        const float* const in[] = {x.data()};
        float* const out[] = {y.data()};
        runner::run({weights_, prepared_, workspace_, in, out}, states_);
        return y;
    }
    template<class X>
    requires(!std::is_convertible_v<const X&, const input_type&>) output_type step(const X&) {
        CTNN_SAY_ALWAYS((detail::step_mistake<input_type, X>::value));
        return {};
    }
    /// Back to the beginning: the next step is the first one of another sequence.
    void reset() { states_.restart(); }
};

} // namespace ctnn
