/// For the tests of the passes: programs put together by hand, their operations as a list, and what they compute.
#pragma once
#include <array>
#include <ctnn/program/interpret.hpp>
#include <initializer_list>

namespace passes_test {

using namespace ctnn;
using k = ops::op_kind;
using f = ops::function_kind;

/// The program that `body(builder, outputs)` puts together, as it stands. N: room for its operations.
template<int N, class Body>
consteval program<N> program_of(const Body& body) {
    ops::builder to;
    growing<ops::value> outputs;
    body(to, outputs);
    program<N> p = {};
    for (const ops::op& o : to.list) {
        bool weight = o.kind != k::input && p.weights == p.size;
        for (int i = 0; i < o.operands; ++i) weight = weight && p.is_weight(o.in[i]);
        p.push(o);
        p.weights += weight;
        p.input_count += o.kind == k::input;
    }
    for (const ops::value& v : outputs) p.outputs[p.output_count++] = v.index;
    return p;
}

/// The same with room for M operations.
template<int M, int N>
constexpr program<M> with_room(const program<N>& p) {
    program<M> q = {};
    for (int i = 0; i < p.size; ++i) q.push(p.op(i));
    q.weights = p.weights, q.input_count = p.input_count, q.output_count = p.output_count;
    for (int i = 0; i < p.output_count; ++i) q.outputs[i] = p.outputs[i];
    return q;
}

/// Whether these are the program's operations, in this order.
template<int N>
constexpr bool runs(const program<N>& p, std::initializer_list<k> kinds) {
    if (p.size != int(kinds.size())) return false;
    int i = 0;
    for (k kind : kinds)
        if (p.op(i++).kind != kind) return false;
    return true;
}

/// Whether every operand stands in front of the operation that reads it.
template<int N>
constexpr bool in_order(const program<N>& p) {
    for (int i = 0; i < p.size; ++i)
        for (int j = 0; j < p.op(i).operands; ++j)
            if (p.op(i).in[j] < 0 || p.op(i).in[j] >= i) return false;
    return true;
}

/// A number that sums and products of a few keep exact.
constexpr double number(int leaf, int element) { return ((leaf * 7 + element * 3 + 5) % 11 - 5) * 0.25; }

/// The first 32 elements of an output by the scalar definitions, inputs and weights being such numbers.
template<int N>
constexpr std::array<double, 32> result(const program<N>& p, int output = 0) {
    double inputs[2][32] = {}, weights[8][32] = {};
    for (int i = 0; i < 2; ++i)
        for (int j = 0; j < 32; ++j) inputs[i][j] = number(i + 8, j);
    for (int i = 0; i < 8; ++i)
        for (int j = 0; j < 32; ++j) weights[i][j] = number(i, j);
    const double* const in[] = {inputs[0], inputs[1]};
    std::array<double, 32> y{};
    double* const out[] = {y.data()};
    detail::interpret<double>(
        p.steps, p.size, p.outputs + output, 1, [&](int i) { return weights[i]; }, in, out);
    return y;
}

} // namespace passes_test
