/// A network that gets its sequence one time step at a time: auto stream = model.stream(); y = stream.step(x).
#pragma once
#include "../kernel/recurrent_stream.hpp"
#include "../program/stream.hpp"
#include "machine.hpp"
#include "samples.hpp"

namespace ctnn {

namespace detail {

/// The states of a program's recurrences, one after the other in the order in which they run.
template<class Program, class Target>
struct stream_states {
    static constexpr const auto& p = Program::value;
    using working = working_steps<Program>;
    static constexpr bool is_state(int n) { return p.op(working::at(n)).kind == ops::op_kind::recurrent; }

    template<int I>
    using state = recurrent_stream<step_descriptor<Program, I>, Target>;
    template<int N>
    static auto of() {
        if constexpr (N == working::count)
            return std::tuple<>();
        else if constexpr (is_state(N))
            return std::tuple_cat(std::tuple<state<working::at(N)>>(state<working::at(N)>(nullptr)), of<N + 1>());
        else
            return of<N + 1>();
    }
    decltype(of<0>()) all = of<0>();

    template<int I>
    auto& at() {
        return std::get<state<I>>(all);
    }
};

} // namespace detail

/// Keeps the states of the recurrent layers, and what a step works in: no memory is asked for, neither here nor by a
/// step. The model must live as long; of sequences that run at the same time each has a stream of its own, and a copy
/// goes on from where the original is.
///
/// For a sequence x (steps, features...), step(x_t) with x_t (features...) gives what predict(x) has at that time step:
/// a row of the output; or, of a network that puts out what follows from the whole sequence, what follows from it until
/// now. Any number of steps may follow each other. Recurrent layers compute to the last bit what they do in predict;
/// layers between them may differ in the last bits, as the kernels of one row add in another order.
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
        output_type y;
        const float* const in[] = {x.data()};
        float* const out[] = {y.data()};
        runner::run({weights_, prepared_, workspace_, in, out}, states_);
        return y;
    }
    /// Back to the beginning: the next step is the first one of another sequence.
    void reset() { states_ = {}; }
};

} // namespace ctnn
