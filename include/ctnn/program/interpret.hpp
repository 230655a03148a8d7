/// Runs a program by the operations' scalar definitions, in constant expressions and as the oracle of tests.
#pragma once
#include "../op/evaluate.hpp"
#include "program.hpp"

namespace ctnn::detail {

/// steps: what to run; weights(i): elements of weight i; in: the inputs; out: where the outputs go.
template<class T, class Weights, unsigned Options = compiled_for>
constexpr void interpret(const step* steps, int size, const int* outputs, int output_count, const Weights& weights,
                         const T* const* in, T* const* out) {
    auto* values = new const T*[std::size_t(size + 1)]();
    auto* owned = new T*[std::size_t(size + 1)]();
    for (int i = 0; i < size; ++i) {
        const ops::op& o = steps[i].op;
        if (o.kind == ops::op_kind::input)
            values[i] = in[o.attr.index];
        else if (o.kind == ops::op_kind::parameter)
            values[i] = weights(o.attr.index);
        else if (o.kind == ops::op_kind::reshape)
            values[i] = values[o.in[0]];
        else {
            extents shapes[ops::max_operands] = {};
            int each[ops::max_operands] = {};
            const T* x[ops::max_operands] = {};
            for (int k = 0; k < o.operands; ++k) {
                const ops::op& from = steps[o.in[k]].op;
                shapes[k] = from.out;
                each[k] = from.times > 1 ? int(from.out.size()) : 0;
                x[k] = values[o.in[k]];
            }
            owned[i] = new T[o.size()]();
            ops::evaluate(o, shapes, each, x, owned[i]);
            values[i] = owned[i];
        }
    }
    for (int k = 0; k < output_count; ++k) {
        const std::size_t n = steps[outputs[k]].op.size();
        for (std::size_t i = 0; i < n; ++i) out[k][i] = values[outputs[k]][i];
    }
    for (int i = 0; i < size; ++i) delete[] owned[i];
    delete[] owned;
    delete[] values;
}

} // namespace ctnn::detail
