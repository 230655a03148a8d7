/// Pass of training programs: a product that makes the gradient of a weight hands it to the optimizer tile by tile,
/// while the numbers are in the first cache, where no step behind it looks at the weight or at the gradient. The
/// optimizer decides when it runs whether it takes them: not if it needs all gradients first. The numbers of a training
/// are the same bits as without.
#pragma once
#include "../shape/growing.hpp"
#include "../shape/hardware.hpp"
#include "training_program.hpp"

namespace ctnn::detail {

/// Where it pays: with AVX-512, where updates wait for memory, Adam's step of a dense network takes 3 to 5 % less time
/// (20 % on a single sample); with AVX2 it takes as long or 3 % longer, with SSE longer still.
constexpr bool early_updates_pay(const hardware& h) { return h.lanes >= 16; }

/// Marks these steps of a planned program.
template<int N, int R>
constexpr void mark_early_updates(training_program<N, R>& p) {
    int weights = 0;
    for (int k = 0; k < p.result_count; ++k)
        if (p.results[k].what == training_result::gradient && p.results[k].index >= weights)
            weights = p.results[k].index + 1;
    growing<int> last;   // the last step that looks at a weight
    growing<bool> taken; // somebody looks at what a step makes of it
    last.fill(weights, -1), taken.fill(weights, false);
    for (int i = 0; i < p.size; ++i)
        for (int k = 0; k < p.op(i).operands; ++k) {
            const training_step& s = p.steps[p.op(i).in[k]];
            if (s.segment >= weights) continue;
            if (s.place == training_place::weights) last[s.segment] = i;
            if (s.place == training_place::changes) taken[s.segment] = true;
        }
    for (int k = 0; k < p.result_count; ++k) {
        const training_output& r = p.results[k];
        training_step& s = p.steps[r.step];
        if (r.what == training_result::gradient && s.works && s.op.kind == ops::op_kind::matmul_weights &&
            s.op.across && !taken[r.index] && last[r.index] < r.step)
            s.updates = true;
    }
}

} // namespace ctnn::detail
