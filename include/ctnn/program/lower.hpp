/// From the architecture to a program: every layer says what it computes in operations.
#pragma once
#include "../model/lower.hpp"
#include "../model/network.hpp"
#include "program.hpp"

namespace ctnn::detail {

/// The architecture for lower_model, where layers are asked anew what they compute.
template<class Def>
struct asked_layers {
    static constexpr const auto& a = architecture<Def>::value;
    static constexpr auto& models = a.models;
    static constexpr auto& calls = a.calls;
    static constexpr auto& edges = a.edges;
    static constexpr auto& layers = a.layers;

    constexpr results lower(const call_row& call, ops::builder& to, const inputs& x, call_mode mode) const {
        const layer_row& l = layers[call.layer];
        report say;
        parameters own(l.weights.first, to, say, mode);
        results r;
        with_configuration<Def>(l, [&](auto config) { r = call_layer(config, own, x); });
        return r;
    }
};

/// Lowers the network into a builder; `outputs` gets its results.
template<class Def, bool Training>
constexpr void lower_network(ops::builder& to, growing<ops::value>& outputs) {
    const auto& a = architecture<Def>::value;
    growing<ops::value> in;
    for (int i = 0; i < a.models[0].inputs.count; ++i) in.push(ops::input(to, i, a.input(i)));
    if constexpr (Training)
        lower_model(asked_layers<Def>{}, 0, to, in.begin(), outputs, {Training});
    else
        lower_model(a, 0, to, in.begin(), outputs, {Training});
}

/// How many operations that makes. For inference the architecture has counted them.
template<class Def, bool Training>
consteval int count_operations() {
    if constexpr (!Training)
        return definition<Def>::value.operations;
    else {
        ops::builder to;
        growing<ops::value> out;
        lower_network<Def, Training>(to, out);
        return to.list.size();
    }
}

/// The program as the layers wrote it, weights numbered as in the architecture and in front, without what nothing reads.
/// Inputs stay: their number is their meaning. N: room for its operations.
template<class Def, bool Training, int N>
consteval program<N> lower() {
    ops::builder to;
    growing<ops::value> out;
    to.list.reserve(N);
    lower_network<Def, Training>(to, out);
    const ops::op* const all = to.list.begin();
    const int n = to.list.size();
    bool live[N > 0 ? N : 1] = {}, weight[N > 0 ? N : 1] = {};
    int at[N > 0 ? N : 1] = {};
    for (const ops::value& v : out) live[v.index] = true;
    for (int i = n; i-- > 0;) {
        if (all[i].kind == ops::op_kind::input) live[i] = true;
        if (live[i])
            for (int k = 0; k < all[i].operands; ++k) live[all[i].in[k]] = true;
    }
    for (int i = 0; i < n; ++i) {
        bool w = all[i].kind != ops::op_kind::input;
        for (int k = 0; k < all[i].operands; ++k) w = w && weight[all[i].in[k]];
        weight[i] = w;
    }
    program<N> p;
    for (int front = 1; front >= 0; --front)
        for (int i = 0; i < n; ++i) {
            if (!live[i] || weight[i] != (front == 1)) continue;
            at[i] = p.push(all[i]);
            ops::op& o = p.op(at[i]);
            for (int k = 0; k < o.operands; ++k) o.in[k] = at[o.in[k]];
        }
    p.input_count = architecture<Def>::value.models[0].inputs.count;
    for (const ops::value& v : out) p.outputs[p.output_count++] = at[v.index];
    return p;
}

} // namespace ctnn::detail
