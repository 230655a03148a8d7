/// From layers to operations: every call of a model's layers, in the order in which they run, and what feeds it.
#pragma once
#include "architecture.hpp"

namespace ctnn::detail {

/// Visits the calls of a model, of the models in it, too; `in` are the values of its inputs, those of its outputs are
/// appended to `out`. Source is an architecture: models, calls, edges and layers as rows, value, and
///   void lower(const call_row& call, const value* x, int n, growing<value>& y)
/// which appends the call's outputs to y.
template<class Source, class Value = typename Source::value>
constexpr void lower_model(Source& a, int model, const Value* in, growing<Value>& out) {
    const model_row& m = a.models[model];
    growing<int> first; // where a call's outputs begin in values, -1: not yet
    growing<Value> values, x;
    first.fill(m.calls.count, -1);
    const auto from = [&](const edge_row& e) -> int& { return first.begin()[e.call - m.calls.first]; };
    for (int i = 0; i < m.inputs.count; ++i) {
        const edge_row& e = a.edges[m.inputs.first + i];
        if (int& at = from(e); at < 0) {
            at = values.size();
            for (int k = 0; k < results::capacity; ++k) values.push({});
        }
        values[from(e) + e.output] = in[i];
    }
    for (int c = 0; c < m.calls.count; ++c) {
        int& at = first.begin()[c];
        if (at >= 0) continue; // an input
        const call_row& call = a.calls[m.calls.first + c];
        x.clear();
        for (int i = call.edges.first, end = i + call.edges.count; i < end; ++i) {
            const edge_row& e = a.edges[i];
            x.push(values.begin()[from(e) + e.output]);
        }
        at = values.size();
        if (const int inner = a.layers[call.layer].model; inner >= 0)
            lower_model(a, inner, x.begin(), values);
        else
            a.lower(call, x.begin(), x.size(), values);
    }
    for (int i = 0; i < m.outputs.count; ++i) {
        const edge_row& e = a.edges[m.outputs.first + i];
        out.push(values[from(e) + e.output]);
    }
}

} // namespace ctnn::detail
