/// The passes that a prediction runs through, by name, so that each can be switched off alone.
#pragma once
#include <ctnn/program/passes.hpp>
#include <iterator>

namespace bench {

struct single_pass {
    const char* name;
    bool ctnn::passes::*on;
};
inline constexpr single_pass single_passes[] = {
    {"fold_scale_shift", &ctnn::passes::fold_scale_shift},
    {"epilogues", &ctnn::passes::epilogues},
    {"conv_residuals", &ctnn::passes::conv_residuals},
    {"conv_pools", &ctnn::passes::conv_pools},
    {"recurrent_inputs", &ctnn::passes::recurrent_inputs},
    {"recurrent_readout", &ctnn::passes::recurrent_readout},
    {"sparse_inputs", &ctnn::passes::sparse_inputs},
    {"winograd", &ctnn::passes::winograd},
    {"pack", &ctnn::passes::pack},
    {"prepare", &ctnn::passes::prepare},
    {"share_memory", &ctnn::passes::share_memory},
    {"strips", &ctnn::passes::strips},
};
inline constexpr int single_pass_count = int(std::size(single_passes));
static_assert(sizeof(ctnn::passes) == single_pass_count + 3,
              "a pass is missing: only early_updates (of training), fast_activations and bf16_weights (policies, off "
              "unless they are asked for) are not in the list");

/// All passes but number `i`.
constexpr ctnn::passes without(int i) {
    ctnn::passes all;
    all.*single_passes[i].on = false;
    return all;
}

} // namespace bench
