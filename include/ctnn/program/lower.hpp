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

/// The program as the layers wrote it, weights numbered as in the architecture. N: room for its operations.
template<class Def, bool Training, int N>
consteval program<N> lower() {
    ops::builder to;
    growing<ops::value> out;
    to.list.reserve(N);
    lower_network<Def>(to, out, {Training});
    program<N> p;
    for (const ops::op& o : to.list) p.push(o);
    p.input_count = architecture<Def>::value.models[0].inputs.count;
    for (const ops::value& v : out) p.outputs[p.output_count++] = v.index;
    return p;
}

} // namespace ctnn::detail
