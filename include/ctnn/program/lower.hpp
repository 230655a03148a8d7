/// From the architecture to a program. Every layer has said what it computes in operations, its recipe; equal calls have
/// the same.
#pragma once
#include "../model/lower.hpp"
#include "../model/network.hpp"
#include "weights_first.hpp"

namespace ctnn::detail {

/// A call in the order in which they run. Its operations are numbered from `base`, as if every call came as a whole.
struct recipe_call {
    int recipe, layer, base, inputs;
};

/// For lower_model: values are numbers, those of the inputs first.
template<class Architecture>
struct recipe_calls {
    using value = int;
    const Architecture& a;
    decltype((a.models)) models = a.models;
    decltype((a.calls)) calls = a.calls;
    decltype((a.edges)) edges = a.edges;
    decltype((a.layers)) layers = a.layers;
    growing<recipe_call> list = {};
    growing<int> inputs = {}; ///< of all calls
    int next = 0;

    constexpr explicit recipe_calls(const Architecture& of) : a(of) {}
    constexpr void lower(const call_row& call, const int* x, int n, growing<int>& y) {
        const recipe& r = a.recipes[call.recipe];
        list.push({call.recipe, call.layer, next, inputs.size()});
        for (int i = 0; i < n; ++i) inputs.push(x[i]);
        const int shift = next - r.inputs;
        for (int i = 0; i < r.outputs; ++i) y.push(r.output[i] < r.inputs ? x[r.output[i]] : shift + r.output[i]);
        next += r.count;
    }
};

/// How many operations the network lowers to, of one kind or of all.
template<class Def>
consteval int count_operations() {
    return definition<Def>::value.operations;
}
template<class Def>
consteval int count_operations(ops::op_kind kind) {
    const auto& a = architecture<Def>::value;
    int in_recipe[definition<Def>::value.recipes + 1] = {};
    for (int r = 0; r < definition<Def>::value.recipes; ++r)
        for (int i = 0; i < a.recipes[r].count; ++i) in_recipe[r] += a.recipe_ops[a.recipes[r].first + i].kind == kind;
    const auto count = [&](const auto& self, int model) -> int {
        int n = 0;
        const range c = a.models[model].calls;
        for (int i = c.first; i < c.first + c.count; ++i) {
            const call_row& call = a.calls[i];
            if (const int inner = a.layers[call.layer].model; inner >= 0)
                n += self(self, inner);
            else if (call.recipe >= 0) // an input has none
                n += in_recipe[call.recipe];
        }
        return n;
    };
    return count(count, 0);
}

/// The program as the layers wrote it, with what nothing reads. a: an architecture, or the rows of one that is a graph yet.
/// layer_of, if there is one: the layer of each operation.
template<int N, class Architecture>
constexpr program<N> replay(const Architecture& a, int* layer_of = nullptr) {
    recipe_calls calls(a);
    growing<int> in, out;
    const int inputs = a.models[0].inputs.count;
    for (int i = 0; i < inputs; ++i) in.push(i);
    calls.next = inputs;
    lower_model(calls, 0, in.begin(), out);

    program<N> p = {};
    int at[N > 0 ? N : 1] = {};
    const int* const input_of = calls.inputs.begin();
    for (int front = 1; front >= 0; --front) {
        for (int i = 0; i < inputs && !front; ++i) {
            ops::op x = ops::op_of(ops::op_kind::input);
            x.out = a.input(i), x.attr.index = i;
            if (layer_of) layer_of[p.size] = -1;
            at[i] = p.push(x);
        }
        for (const recipe_call& c : calls.list) {
            const recipe& r = a.recipes[c.recipe];
            const int shift = c.base - r.inputs;
            for (int i = front ? 0 : r.weights, end = front ? r.weights : r.count; i < end; ++i) {
                if (layer_of) layer_of[p.size] = c.layer;
                ops::op& o = p.op(p.size);
                o = a.recipe_ops[r.first + i];
                for (int k = 0; k < o.operands; ++k)
                    o.in[k] = at[o.in[k] < r.inputs ? input_of[c.inputs + o.in[k]] : shift + o.in[k]];
                if (o.kind == ops::op_kind::parameter) o.attr.index += a.layers[c.layer].weights.first;
                at[c.base + i] = p.size++;
            }
        }
        if (front) p.weights = p.size;
    }
    p.input_count = inputs;
    for (int v : out) p.outputs[p.output_count++] = at[v];
    return p;
}

/// The program as the layers wrote it, weights numbered as in the architecture and in front, without what nothing reads.
/// Inputs stay: their number is their meaning. N: room for its operations.
template<int N, class Architecture>
constexpr program<N> lower(const Architecture& a) {
    bool whole = a.model_count == 1;
    for (int r = 0; r < a.recipe_count; ++r) whole = whole && a.recipes[r].whole;
    if (whole) return replay<N>(a);
    return weights_first(without_dead(replay<N>(a)));
}
template<class Def, int N>
constexpr program<N> lower() {
    return lower<N>(architecture<Def>::value);
}

} // namespace ctnn::detail
