/// From the network and its losses to a training program: forward, losses, and the gradient of every weight.
///
/// The sum of each loss' values times coefficients, which are inputs, is what is minimized: how values are reduced and
/// weighed is in the coefficients, and these are the gradient's seeds.
#pragma once
#include "../model/configurations.hpp"
#include "../model/lower.hpp"
#include "../model/network.hpp"
#include "../program/compiled.hpp"
#include "../program/differentiate.hpp"
#include "../program/pool_first.hpp"
#include "../program/training_epilogue.hpp"
#include "../program/training_plan.hpp"
#include "../program/training_winograd.hpp"
#include "activity.hpp"
#include "weight_rules.hpp"

namespace ctnn {

/// An output that nothing is compared with.
struct without_loss {
    static constexpr bool is_loss = false;
};

namespace detail {

template<class Loss>
inline constexpr bool is_loss = !std::is_same_v<Loss, without_loss>;

/// So many operations a layer or a loss may emit while it refers to shapes of values, which stay where they are.
inline constexpr int rule_room = 256;

/// The architecture for lower_model, where layers are asked anew what they compute.
template<class Def>
struct trained_layers {
    using value = ops::value;
    static constexpr const auto& a = architecture<Def>::value;
    static constexpr auto& models = a.models;
    static constexpr auto& calls = a.calls;
    static constexpr auto& edges = a.edges;
    static constexpr auto& layers = a.layers;
    ops::builder& to;
    bool training;
    growing<ops::value>& activity; ///< gets what activity_regularizers make of outputs

    constexpr void lower(const call_row& call, const ops::value* x, int n, growing<ops::value>& y) const {
        const layer_row& l = layers[call.layer];
        to.list.make_room(rule_room);
        report say;
        parameters own(l.weights.first, to, say, {training, l.trainable});
        with_configuration<Def>(l, [&](auto config) {
            const results r = call_layer(config, own, inputs{x, n});
            for (int i = 0; i < r.n; ++i) y.push(r[i]);
            if (const regularizer penalty = weight_rules<Def>::activity(call.layer); penalty)
                for (int i = 0; i < r.n; ++i)
                    if (r[i].op().each_sample) activity.push(activity_penalty(penalty, r[i]));
        });
    }
};

template<class Def>
constexpr bool is_trained(int weight) {
    const auto& a = architecture<Def>::value;
    return a.weight(weight).trainable && a.layers[a.weights[weight].layer].trainable;
}

/// An input of the training program: one for each sample, or one for all.
constexpr ops::value training_input(ops::builder& to, int index, const extents& shape, bool each_sample = true) {
    ops::op o = ops::op_of(ops::op_kind::input);
    o.out = shape, o.attr.index = index, o.each_sample = each_sample;
    return to.emit(o);
}

/// A loss of the user's needs operator() alone.
template<class Loss>
constexpr extents target_shape(const Loss& loss, const extents& y_pred) {
    if constexpr (!is_loss<Loss>)
        return y_pred;
    else if constexpr (requires { loss.target_shape(y_pred); })
        return loss.target_shape(y_pred);
    else
        return y_pred;
}

/// How often each result is read.
constexpr void count_uses(const growing<ops::op>& list, growing<int>& uses) {
    uses.fill(list.size(), 0);
    for (const ops::op& o : list)
        for (int k = 0; k < o.operands; ++k) ++uses[o.in[k]];
}

/// What some result needs. Inputs stay.
template<int N, int R>
constexpr void find_needed(const growing<ops::op>& list, const training_program<N, R>& p, growing<bool>& needed) {
    needed.fill(list.size(), false);
    for (int k = 0; k < p.result_count; ++k) needed[p.results[k].step] = true;
    for (int i = list.size(); i-- > 0;) {
        const ops::op& o = list[i];
        if (o.kind == ops::op_kind::input) needed[i] = true;
        if (needed[i])
            for (int k = 0; k < o.operands; ++k) needed[o.in[k]] = true;
    }
}

/// The program; `forward`: so many steps are in front of the backward pass. `missing`: kind of an operation that has no
/// gradient, `input` if all have. `full`: there was no room for it.
template<int N, int R>
struct made_training {
    training_program<N, R> program;
    int forward;
    ops::op_kind missing;
    bool full;
};

/// As results: for each output itself and, where it has one, its loss, behind them what activity_regularizers add; for
/// each weight that changes what it changes to.
/// Without Training it is what evaluate() runs: layers as they predict, losses, no gradients.
template<class Def, bool Training, passes Passes, hardware Hardware, class... Losses, int Room, int R>
constexpr void lower_training(made_training<Room, R>& made) {
    constexpr const auto& a = architecture<Def>::value;
    constexpr int inputs = a.models[0].inputs.count, outputs = a.models[0].outputs.count;
    static_assert(sizeof...(Losses) == outputs);
    training_program<Room, R>& p = made.program;
    ops::builder to;
    to.list.reserve((Training ? 3 : 2) * definition<Def>::value.operations + 64);
    growing<ops::value> x, y;
    for (int i = 0; i < inputs; ++i) x.push(training_input(to, i, a.input(i)));
    growing<ops::value> activity;
    trained_layers<Def> layers{to, Training, activity};
    lower_model(layers, 0, x.begin(), y);
    growing<int> uses;
    if (Passes.conv_pools) {
        count_uses(to.list, uses);
        for (const ops::value& v : y) ++uses[v.index];
        for (const ops::assignment& s : to.assigned) ++uses[s.to.index];
        pool_first(to.list, uses);
    }

    growing<ops::value> values, coefficients;
    int k = 0;
    const auto add_loss = [&]<class Loss>(const Loss& loss) {
        const ops::value& output = y[k];
        to.list.make_room(rule_room);
        p.result(training_result::output, k, output.index);
        if constexpr (is_loss<Loss>) {
            const ops::value v = loss(training_input(to, inputs + k, target_shape(loss, output.shape())), output);
            const ops::value c = training_input(to, inputs + outputs + k, v.shape(), v.op().each_sample);
            ops::value total = ops::multiply(v, c);
            unsigned all = 0;
            for (int d = 0; d < v.shape().rank; ++d) all |= 1u << d;
            ops::attributes sum = {};
            sum.variant = int(ops::reduce_kind::sum), sum.axes = all;
            extents scalar = {};
            total = ops::detail::emit_across(ops::op_kind::reduce, scalar, sum, total);
            p.result(training_result::loss, k, total.index);
            values.push(v), coefficients.push(c);
        }
        ++k;
    };
    (add_loss(Losses{}), ...);
    if (activity.size()) { // as the loss of one more output
        ops::value v = activity[0];
        for (int i = 1; i < activity.size(); ++i) v = ops::add(v, activity[i]);
        const ops::value c = training_input(to, inputs + 2 * outputs, v.shape());
        p.result(training_result::loss, outputs, loss_math::sum_of_batch(ops::multiply(v, c), 0).index);
        values.push(v), coefficients.push(c);
    }

    made.forward = to.list.size();
    growing<bool> wanted;
    depending_on(
        to,
        [](const ops::op& o) { return Training && o.kind == ops::op_kind::parameter && is_trained<Def>(o.attr.index); },
        wanted);
    gradients g;
    g.of.fill(to.list.size(), ops::value{});
    for (int i = 0; i < values.size(); ++i) g.add(values[i], coefficients[i]);
    differentiate(to, wanted, g);
    if (g.missing >= 0) {
        made.missing = to.list[g.missing].kind;
        return;
    }
    growing<ops::value> of_weight; // a weight may be in several places
    of_weight.fill(a.weight_count, ops::value{});
    for (int i = 0; i < g.of.size(); ++i) {
        if (to.list[i].kind != ops::op_kind::parameter || g.of[i].index < 0) continue;
        ops::value& sum = of_weight[to.list[i].attr.index];
        sum = sum.index < 0 ? g.of[i] : ops::add(sum, g.of[i]);
    }
    // a result has memory of its own, and no other result's
    growing<bool> taken;
    taken.fill(to.list.size() + a.weight_count + to.assigned.size(), false); // with the copies that are made below
    const auto own = [&](const ops::value& v) -> int {
        const ops::op_kind kind = v.op().kind;
        if (kind != ops::op_kind::reshape && kind != ops::op_kind::parameter && kind != ops::op_kind::input &&
            !taken[v.index]) {
            taken[v.index] = true;
            return v.index;
        }
        return ops::detail::emit(ops::op_kind::copy, v.shape(), {}, v).index;
    };
    for (int i = 0; i < a.weight_count; ++i)
        if (of_weight[i].index >= 0) p.result(training_result::gradient, i, own(of_weight[i]));
    for (const ops::assignment& s : to.assigned) p.result(training_result::next, s.weight, own(s.to));
    if (Passes.conv_pools) sum_in_front_of_pools(to.list);
    if (Passes.epilogues) {
        count_uses(to.list, uses);
        for (int i = 0; i < p.result_count; ++i) ++uses[p.results[i].step];
        fuse_training_epilogues(to.list, uses);
    }
    growing<bool> needed;
    find_needed(to.list, p, needed);
    growing<int> at;
    made.full = !take_with_winograd(p, to.list, needed, Passes.winograd, Hardware, at);
    if (made.full) return;
    for (int i = 0; i < p.result_count; ++i) p.results[i].step = at[p.results[i].step];
    if (made.forward < at.size()) made.forward = at[made.forward];
}

} // namespace detail
} // namespace ctnn
