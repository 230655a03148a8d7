/// Runs a training program by the operations' scalar definitions, for a whole batch: in constant expressions, in
/// double, and as the oracle of tests.
#pragma once
#include "../op/training.hpp"
#include "program.hpp"

namespace ctnn::detail {

/// Elements that the result of an operation has for `samples` samples.
constexpr std::size_t elements_for(const ops::op& o, int samples) {
    return o.size() * std::size_t(o.each_sample ? samples : 1);
}

/// op_at(i): operation i of `size`; in(i): the elements of input i for all samples, one sample after the other;
/// weights(i): those of weight i; out[k]: where the result of operation results[k] goes.
template<class T, class Ops, class Weights, class In, unsigned Options = compiled_for>
constexpr void interpret_training(const Ops& op_at, int size, int samples, const int* results, int result_count,
                                  const Weights& weights, const In& in, T* const* out,
                                  const ops::random_state& random = {}) {
    auto* values = new const T*[std::size_t(size + 1)]();
    auto* owned = new T*[std::size_t(size + 1)]();
    for (int i = 0; i < size; ++i) {
        const ops::op& o = op_at(i);
        if (o.kind == ops::op_kind::input) {
            values[i] = in(o.attr.index);
        } else if (o.kind == ops::op_kind::parameter) {
            values[i] = weights(o.attr.index);
        } else if (o.kind == ops::op_kind::reshape) {
            values[i] = values[o.in[0]];
        } else {
            const std::size_t n = elements_for(o, samples);
            values[i] = owned[i] = new T[n]();
            extents shapes[ops::max_operands] = {};
            int each[ops::max_operands] = {};
            const T* x[ops::max_operands] = {};
            int runs = o.across ? 1 : o.times * (o.each_sample ? samples : 1);
            for (int k = 0; k < o.operands; ++k) {
                const ops::op& from = op_at(o.in[k]);
                const int operand_runs = from.times * (from.each_sample ? samples : 1);
                shapes[k] = from.out, x[k] = values[o.in[k]];
                each[k] = operand_runs > 1 ? int(from.out.size()) : 0;
                if (o.across && operand_runs > runs) runs = operand_runs;
            }
            if (o.kind == ops::op_kind::random)
                for (std::size_t e = 0; e < n; ++e) owned[i][e] = T(ops::random_number(o, random, e));
            else if (o.across)
                ops::evaluate_across(o, shapes, each, runs, x, owned[i]);
            else
                ops::evaluate_runs(o, shapes, each, runs, x, owned[i]);
        }
    }
    for (int k = 0; k < result_count; ++k) {
        const std::size_t n = elements_for(op_at(results[k]), samples);
        for (std::size_t e = 0; e < n; ++e) out[k][e] = values[results[k]][e];
    }
    for (int i = 0; i < size; ++i) delete[] owned[i];
    delete[] owned;
    delete[] values;
}

} // namespace ctnn::detail
