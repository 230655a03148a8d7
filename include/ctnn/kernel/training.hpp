/// Kernels of training programs: what goes across the samples of a batch, and what only training knows. Those that have
/// no file of their own run the scalar definitions.
#pragma once
#include "../op/training.hpp"
#include "all.hpp"
#include "crossentropy.hpp"
#include "ctc.hpp"
#include "map_gradient.hpp"
#include "recurrent_gradient.hpp"
#include "recurrent_states.hpp"

namespace ctnn {

template<ops::op_kind K>
requires(K >= ops::op_kind::map_gradient) struct kernel<K> {
    template<class D, class Target>
    static void run(const float* const* x, float* y) {
        ops::evaluate_runs(D::value.op, D::value.in, D::value.each, D::value.op.times, x, y);
    }
};

/// The kernel of an operation that goes across `runs` runs of its operands; D as for `kernel`, where each[k] says how
/// far operand k moves from run to run. Files of this folder specialise it.
template<ops::op_kind K>
struct across_kernel {
    template<class D, class Target>
    static void run(const float* const* x, float* y, int runs) {
        ops::evaluate_across(D::value.op, D::value.in, D::value.each, runs, x, y);
    }
};

} // namespace ctnn
