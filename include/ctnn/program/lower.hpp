/// From the architecture to a program: every layer says what it computes in operations.
#pragma once
#include "../model/lower.hpp"
#include "../model/network.hpp"
#include "program.hpp"

namespace ctnn::detail {

/// Lowers the network into a builder; `outputs` gets its results.
template<class Def>
constexpr void lower_network(ops::builder& to, growing<ops::value>& outputs, call_mode mode) {
    const auto& a = architecture<Def>::value;
    growing<ops::value> in;
    for (int i = 0; i < a.models[0].inputs.count; ++i) in.push(ops::input(to, i, a.input(i)));
    lower_model(a, 0, to, in.begin(), outputs, mode);
}

/// How many operations that makes. For inference the architecture has counted them.
template<class Def, bool Training>
consteval int count_operations() {
    if constexpr (!Training)
        return definition<Def>::value.operations;
    else {
        ops::builder to;
        growing<ops::value> out;
        lower_network<Def>(to, out, {Training});
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
    lower_network<Def>(to, out, {Training});
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
