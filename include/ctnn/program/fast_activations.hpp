/// Pass, off unless asked for: activations are computed by fewer steps, those of recurrences and softmax, too. Right
/// to about 1e-5, see kernel/function.hpp.
#pragma once
#include "program.hpp"

namespace ctnn::detail {

template<int N>
constexpr program<N> fast_activations(program<N> p) {
    const auto make_fast = [](ops::function& f) { f.fast = ops::has_fast_form(f.kind); };
    for (int i = p.weights; i < p.size; ++i) {
        ops::attributes& a = p.op(i).attr;
        make_fast(a.f), make_fast(a.g), make_fast(a.epilogue);
        if (p.op(i).kind == ops::op_kind::softmax)
            a.f.fast = ops::softmax_kind(a.variant) != ops::softmax_kind::sparsemax;
    }
    return p;
}

} // namespace ctnn::detail
