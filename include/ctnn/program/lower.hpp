/// From the architecture to a program: every layer says what it computes in operations.
#pragma once
#include "../model/lower.hpp"
#include "../model/network.hpp"
#include "program.hpp"

namespace ctnn::detail {

/// Lowers the network into a builder; `outputs` gets its results.
constexpr void lower_network(const model_ref& m, ops::builder& to, growing<ops::value>& outputs, call_mode mode) {
    graph& g = m.g();
    const model_record r = m.record();
    growing<ops::value> in;
    for (int i = 0; i < r.inputs; ++i) in.push(ops::input(to, i, g.shape(g.edges[r.first_input + i])));
    lower_model(g, m.handle->first_model + m.model, to, in.begin(), outputs, mode);
}

template<class Def, bool Training>
consteval int count_operations() {
    const model_ref m = as_model(Def{}());
    ops::builder to;
    growing<ops::value> out;
    lower_network(m, to, out, {Training});
    return to.list.size();
}

/// The program as the layers wrote it, weights numbered as in the architecture.
template<class Def, bool Training, int N>
consteval program<N> lower() {
    const model_ref m = as_model(Def{}());
    ops::builder to;
    growing<ops::value> out;
    lower_network(m, to, out, {Training});
    program<N> p;
    for (const ops::op& o : to.list) {
        ops::op q = o;
        if (o.kind == ops::op_kind::parameter) q.attr.index = architecture<Def>::value.weight_of_parameter[o.attr.index];
        p.push(q);
    }
    p.input_count = m.record().inputs;
    for (const ops::value& v : out) p.outputs[p.output_count++] = v.index;
    return p;
}

} // namespace ctnn::detail
