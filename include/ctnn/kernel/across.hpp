/// Operations that make one result of all runs of their operands: sums over the samples of a batch.
#pragma once
#include "../op/training.hpp"
#include "kernel.hpp"
#include "team.hpp"

namespace ctnn {

/// The kernel of an operation that goes across `runs` runs of its operands; D as for `kernel`, where each[k] says how
/// far operand k moves from run to run. This one runs the scalar definition; files of this folder specialise it. Where
/// `run` takes a team (or one alone), too, every thread calls it and makes a part of the result, which has the same
/// bits for any number of threads; else one thread does it.
template<ops::op_kind K>
struct across_kernel {
    template<class D, class Target>
    static void run(const float* const* x, float* y, int runs) {
        ops::evaluate_across_of<D::value.op.kind>(D::value.op, D::value.in, D::value.each, runs, x, y);
    }
};

} // namespace ctnn
