/// Pass: the program for one time step of a network that works through a sequence (steps, ...): its first axis becomes
/// 1, and what a recurrence carries from step to step, or a causal convolution reads of earlier ones, is kept between
/// runs. Weights, and what is prepared of them, are those of the program for whole sequences.
#pragma once
#include "../op/delay_line.hpp"
#include "compiled.hpp"

namespace ctnn::detail {

/// How a value depends on time.
enum class in_time : unsigned char {
    never,  ///< a weight
    rows,   ///< its first axis are the time steps
    padded, ///< the same with zeros in front
    runs,   ///< its operation runs for every time step
    last,   ///< of the sequence until now
};

/// What an operation does with time, and why it cannot stream.
struct time_step {
    in_time where = in_time::never;
    const char* reason = nullptr;
};

constexpr bool is_convolution(ops::op_kind kind) {
    using k = ops::op_kind;
    return kind == k::conv || kind == k::winograd || kind == k::depthwise;
}

/// Why a convolution over the time steps cannot stream. x: its input, with padding in front or not.
constexpr const char* why_not_causal(const ops::op& o, const extents& x, int steps, const char* several) {
    const ops::window& w = o.attr.win;
    if (w.stride[0] != 1) return "leaves out time steps; hint: strides = 1_c";
    const int missing = dilated(w.size[0], w.dilation[0]) - 1 - w.before[0] - (x[0] - steps);
    if (missing > 0) return "reads time steps that are yet to come; hint: padding = causal";
    return missing == 0 && o.out[0] == steps && o.times == 1 ? nullptr : several;
}

/// `in`: the operands, `at`: their time. The sequence has `steps`.
constexpr time_step time_of(const ops::op& o, const ops::op* const* in, const in_time* at, int steps) {
    using k = ops::op_kind;
    constexpr const char* several = "needs several time steps at once";
    if (o.kind == k::input) return {in_time::rows};
    in_time from = in_time::never;
    bool padded = false;
    for (int i = 0; i < o.operands; ++i) {
        if (at[i] == in_time::never) continue;
        padded = padded || at[i] == in_time::padded;
        const in_time its = at[i] == in_time::padded ? in_time::rows : at[i];
        if (from != in_time::never && from != its)
            return {from, "puts what comes after the sequence to its time steps"};
        from = its;
    }
    if (padded && !is_convolution(o.kind)) return {from, several};
    if (from == in_time::never || from == in_time::last) return {from};
    if (o.kind == k::reshape) {
        const ops::op& x = *in[0];
        const bool cut = from == in_time::rows ? o.times == x.times * steps : o.times % steps == 0;
        if (cut) return {in_time::runs};
        const bool joined = from == in_time::runs ? o.times * steps == x.times : o.times == x.times;
        return {in_time::rows, joined && o.out.rank > 0 && o.out[0] == steps ? nullptr : several};
    }
    if (from == in_time::runs) return {from};
    const ops::attributes& a = o.attr;
    const bool keeps = o.out.rank > 0 && o.out[0] == steps && o.times == 1;
    const auto if_keeps = [&](bool also = true) { return time_step{in_time::rows, keeps && also ? nullptr : several}; };
    switch (o.kind) {
    case k::recurrent: {
        const ops::recurrence r(a.at);
        const in_time to = r.sequence ? in_time::rows : in_time::last;
        if (a.reverse) return {to, "begins with the last time step"};
        if (r.initial) return {to, "begins with a state that it is given"};
        if (r.states) return {to, "puts its state out; hint: a stream keeps it, return_state = false_c"};
        for (int i = 1; i < o.operands; ++i)
            if (at[i] != in_time::never) return {to, several};
        return {to};
    }
    case k::conv:
    case k::winograd:
    case k::depthwise:
        if (at[0] == in_time::never || at[1] != in_time::never) return {in_time::rows, several};
        return {in_time::rows, why_not_causal(o, in[0]->out, steps, several)};
    case k::matmul:
        return if_keeps(at[1] == in_time::never && o.out.rank > 1);
    case k::gather:
        return if_keeps(at[1] == in_time::never);
    case k::scale_shift:
    case k::concat:
    case k::reverse:
    case k::resample:
        return if_keeps(a.axis != 0);
    case k::reduce:
    case k::softmax:
    case k::standardize:
        return if_keeps((a.axes & 1) == 0);
    case k::zip:
        for (int i = 0; i < o.operands; ++i)
            if (at[i] == in_time::never && in[i]->out.rank == o.out.rank && in[i]->out[0] != 1)
                return {in_time::rows, "has weights of its own for every time step"};
        return if_keeps();
    case k::pad:
        if (o.out[0] != in[0]->out[0] + a.at[0]) return {in_time::rows, "puts time steps behind the last one"};
        if (a.at[0] == 0) return if_keeps();
        return {in_time::padded, o.times == 1 && a.value == 0 ? nullptr : several};
    case k::permute:
    case k::slice:
        return if_keeps(a.at[0] == 0);
    case k::repeat:
        return if_keeps(a.at[0] == 1);
    case k::map:
    case k::copy:
        return if_keeps();
    default:
        return {in_time::rows, several};
    }
}

/// The same for operations in the order in which they run; stops at the first one that cannot stream. output: which of
/// them puts out what the network does.
template<class Op>
constexpr int first_that_cannot_stream(int size, int output, const Op& op, int steps, in_time* at,
                                       const char*& reason) {
    for (int i = 0; i < size; ++i) {
        const ops::op& o = op(i);
        const ops::op* in[ops::max_operands] = {};
        in_time of[ops::max_operands] = {};
        for (int k = 0; k < o.operands; ++k) in[k] = &op(o.in[k]), of[k] = at[o.in[k]];
        const time_step t = time_of(o, in, of, steps);
        at[i] = t.where, reason = t.reason;
        if (reason) return i;
    }
    if (at[output] != in_time::padded) return -1;
    reason = "needs several time steps at once";
    return output;
}

/// Why a network cannot stream; empty if it can.
template<class Def>
struct stream_mistake {
    static constexpr const auto& a = architecture<Def>::value;
    static constexpr text value = [] {
        text t;
        const model_row& m = a.models[0];
        if (m.inputs.count != 1 || m.outputs.count != 1) {
            t << "stream(): takes a network of one input and one output, this one has " << m.inputs.count << " and "
              << m.outputs.count;
            return t;
        }
        if (a.input(0).rank < 2) {
            t << "stream(): expected an input (timesteps, features), got " << a.input(0);
            return t;
        }
        constexpr int size = count_operations<Def>();
        int layer_of[size > 0 ? size : 1] = {};
        const auto p = replay<size>(architecture<Def>::value, layer_of);
        in_time at[size > 0 ? size : 1] = {};
        const char* reason = nullptr;
        const int i = first_that_cannot_stream(
            p.size, p.outputs[0], [&](int k) -> const ops::op& { return p.op(k); }, a.input(0)[0], at, reason);
        if (i < 0) return t;
        const int layer = layer_of[i];
        int number = 0;
        for (int k = 0; k < m.layers.count; ++k)
            if (a.model_layers[m.layers.first + k] == layer) number = k + 1;
        t << "stream(): layer ";
        if (number) t << number << ' ';
        t << a.layers[layer].class_name << " '" << a.name(layer).view() << "' " << reason
          << "; a stream is made of layers that work on each time step by itself, of causal convolutions, and of "
             "recurrent layers that go forwards";
        return t;
    }();
};

/// How each value of a program depends on time.
template<int N>
struct program_times {
    in_time at[N > 0 ? N : 1] = {};
    int steps = 0, more = 0; ///< more: operations, at most, that the program for one time step has besides
    bool streams;

    constexpr explicit program_times(const program<N>& p) {
        for (int i = 0; i < p.size; ++i)
            if (p.op(i).kind == ops::op_kind::input) steps = p.op(i).out[0];
        const char* reason = nullptr;
        streams = first_that_cannot_stream(
                      p.size, p.outputs[0], [&](int k) -> const ops::op& { return p.op(k); }, steps, at, reason) < 0;
        for (int i = 0; i < p.size; ++i)
            if (convolves(p, i)) more += p.op(i).kind == ops::op_kind::winograd ? 4 : 1;
    }
    /// Whether operation i goes through time steps, not through what follows from them.
    constexpr bool goes_through_time(const program<N>& p, int i) const {
        return at[p.op(i).in[0]] == in_time::rows || at[p.op(i).in[0]] == in_time::padded;
    }
    constexpr bool convolves(const program<N>& p, int i) const {
        return is_convolution(p.op(i).kind) && goes_through_time(p, i);
    }
};

/// Which steps keep something from one time step to the next.
template<int N>
struct stream_steps {
    int at[N > 0 ? N : 1] = {};
    int count = 0;
    constexpr bool keeps(int i) const {
        for (int k = 0; k < count; ++k)
            if (at[k] == i) return true;
        return false;
    }
};
template<int N>
struct stream_program {
    program<N> value;
    stream_steps<N> states;
};

/// Makes the program for one time step, to be planned. A convolution finds the time steps that it reads side by side in
/// a delay line: its window has no padding and no dilation there. N: room for what that adds.
template<int N>
struct stream_builder {
    stream_program<N> made = {};
    program<N>& q = made.value;

    constexpr int keep(const ops::op& o) {
        made.states.at[made.states.count++] = q.size;
        return q.push(o);
    }
    constexpr int reshape(int in, const extents& out) {
        ops::op o = ops::op_of(ops::op_kind::reshape);
        o.operands = 1, o.in[0] = in, o.out = out;
        return q.push(o);
    }
    /// plain: the weights before they were transformed for Winograd's filtering, or -1.
    constexpr int convolve(ops::op o, int plain) {
        ops::window& w = o.attr.win;
        if (w.size[0] > 1) o.in[0] = keep(ops::delay_line(o.in[0], q.op(o.in[0]).out, w.size[0], w.dilation[0]));
        w.dilation[0] = 1, w.before[0] = 0;
        if (plain < 0) return q.push(o);
        // a single output makes nothing of tiles: the taps are one row of a product
        const int taps = int(q.op(o.in[0]).out.size()), n = o.out.last();
        const ops::attributes a = o.attr;
        o.kind = ops::op_kind::matmul, o.attr = {};
        o.attr.bias = a.bias, o.attr.residual = a.residual && !a.residual_last, o.attr.epilogue = a.epilogue;
        o.in[0] = reshape(o.in[0], {1, taps}), o.in[1] = reshape(plain, {taps, n});
        if (!a.residual_last) return q.push(o);
        --o.operands;
        ops::op sum = ops::op_of(ops::op_kind::zip);
        sum.attr.variant = int(ops::zip_kind::add);
        sum.operands = 2, sum.in[1] = o.in[o.operands], sum.out = o.out;
        sum.in[0] = q.push(o);
        return q.push(sum);
    }
};

/// p: for one sample.
template<int M, int N>
constexpr stream_program<M> streamed(const program<N>& p, const program_times<N>& time) {
    stream_builder<M> b;
    int to[N > 0 ? N : 1] = {};
    for (int i = 0; i < p.size; ++i) {
        ops::op o = p.op(i);
        for (int k = 0; k < o.operands; ++k) o.in[k] = to[o.in[k]];
        if (time.at[i] == in_time::rows || time.at[i] == in_time::padded) o.out[0] = 1;
        if (time.at[i] == in_time::runs) o.times /= time.steps;
        if (time.at[i] == in_time::padded) {
            o.attr.at[0] = 0;
            if (o.out == b.q.op(o.in[0]).out) o.kind = ops::op_kind::reshape, o.attr = {};
        }
        if (time.convolves(p, i))
            to[i] = b.convolve(o, plain_weights(p, p.op(i)));
        else if (o.kind == ops::op_kind::recurrent && time.goes_through_time(p, i))
            to[i] = b.keep(o);
        else
            to[i] = b.q.push(o);
        // what is prepared lies where it does for whole sequences
        if (p.is_weight(i) && p.steps[i].place == place_kind::prepared) b.q.steps[i].place = place_kind::prepared;
    }
    b.q.weights = p.weights;
    take_outputs(b.q, p, to);
    return b.made;
}

template<class Def, passes Passes, hardware Hardware>
struct stream_compilation {
    using one = compilation<Def, Passes, Hardware>;
    static constexpr program_times time{one::value};
    static_assert(time.streams, "passes keep what depends on time");
    static constexpr int room = one::final_operations + time.more;
    static consteval stream_program<room> make_all() {
        auto all = streamed<room>(one::value, time);
        all.value = plan(all.value, {Passes.prepare, Passes.share_memory}, Hardware);
        return all;
    }
    static constexpr stream_program<room> all = make_all();
    static constexpr const program<room>& value = all.value;
    static constexpr const stream_steps<room>& states = all.states;
    static_assert(value.prepared == one::value.prepared);
    /// Whether every step has an output of its own, instead of the one for the sequence until now.
    static constexpr bool puts_out_steps = time.at[one::value.outputs[0]] != in_time::last;
};

} // namespace ctnn::detail
