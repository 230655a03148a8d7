/// Kernels of training programs. Those that have no file of their own run the scalar definitions.
#pragma once
#include "across.hpp"
#include "all.hpp"
#include "conv_input.hpp"
#include "conv_weights.hpp"
#include "crossentropy.hpp"
#include "ctc.hpp"
#include "depthwise_gradients.hpp"
#include "gather_gradient.hpp"
#include "map_gradient.hpp"
#include "matmul_input.hpp"
#include "matmul_weights.hpp"
#include "normalize.hpp"
#include "pool_gradient.hpp"
#include "recurrent_gradient.hpp"
#include "recurrent_states.hpp"
#include "reduce_across.hpp"
#include "reduce_gradient.hpp"
#include "softmax_gradient.hpp"
#include "standardize_gradient.hpp"
#include "stretch.hpp"
#include "winograd_weights.hpp"

namespace ctnn {

template<ops::op_kind K>
requires(K >= ops::op_kind::map_gradient) struct kernel<K> {
    template<class D, class Target>
    static void run(const float* const* x, float* y) {
        ops::evaluate_runs_of<D::value.op.kind>(D::value.op, D::value.in, D::value.each, D::value.op.times, x, y);
    }
};

} // namespace ctnn
