/// From layers to operations: every call of a model's layers says what it computes.
#pragma once
#include "architecture.hpp"

namespace ctnn::detail {

/// Appends to `out` the values of the model's outputs for the given inputs; the operations go where the inputs live.
/// Source is an architecture: models, calls, edges and layers as rows, and
///   results lower(const call_row& call, ops::builder& to, const inputs& x, call_mode mode) const
template<class Source>
constexpr void lower_model(const Source& a, int model, ops::builder& to, const ops::value* in, growing<ops::value>& out,
                           call_mode mode) {
    const model_row& m = a.models[model];
    growing<int> first;         // where a call's outputs begin in values, -1: not yet
    growing<ops::value> values, x, y;
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
        if (first[c] >= 0) continue; // an input
        const call_row& call = a.calls[m.calls.first + c];
        x.clear();
        for (int i = 0; i < call.edges.count; ++i) {
            const edge_row& e = a.edges[call.edges.first + i];
            x.push(values[from(e) + e.output]);
        }
        first[c] = values.size();
        if (const int inner = a.layers[call.layer].model; inner >= 0) {
            y.clear();
            lower_model(a, inner, to, x.begin(), y, mode);
            for (const ops::value& v : y) values.push(v);
        } else {
            const results r = a.lower(call, to, inputs{x.begin(), x.size()}, mode);
            for (int i = 0; i < r.n; ++i) values.push(r[i]);
        }
    }
    for (int i = 0; i < m.outputs.count; ++i) {
        const edge_row& e = a.edges[m.outputs.first + i];
        out.push(values[from(e) + e.output]);
    }
}

} // namespace ctnn::detail
