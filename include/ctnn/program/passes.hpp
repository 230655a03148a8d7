/// The passes from what the layers wrote to a planned program, in their order: of the compiler, and of tools that make at run
/// time what the compiler would.
#pragma once
#include "conv_epilogue.hpp"
#include "fast_activations.hpp"
#include "macs.hpp"
#include "pack.hpp"
#include "plan.hpp"
#include "recurrent_inputs.hpp"
#include "recurrent_readout.hpp"
#include "sparse_inputs.hpp"
#include "winograd.hpp"

namespace ctnn {

/// Which passes run. The numbers that come out stay within tolerance, whichever are off; those at the end are policies
/// of a build, which say themselves what they change.
struct passes {
    bool fold_scale_shift = true;
    bool epilogues = true;
    bool conv_residuals = true;
    bool conv_pools = true;
    bool recurrent_inputs = true;
    bool recurrent_readout = true;
    bool sparse_inputs = true;
    bool winograd = true;
    bool pack = true;
    bool prepare = true;
    bool share_memory = true;
    bool strips = true;
    bool early_updates = true;
    bool fast_activations = false;
    bool bf16_weights = false;
    constexpr bool operator==(const passes&) const = default;
};

namespace detail {

/// f(p), or p itself where the pass is off.
template<bool On, class Program, class F>
constexpr decltype(auto) pass(const Program& p, const F& f) {
    if constexpr (On)
        return f(p);
    else
        return (p);
}

/// Transformed weights take more memory than Keras' own, so that halving it means the direct way.
constexpr bool uses_winograd(const passes& p) { return p.winograd && !p.bf16_weights; }

/// Room for what passes add to so many operations, of which so many are of these kinds.
constexpr int room_for_passes(int operations, int scale_shifts, int recurrences, int convolutions) {
    return operations + 3 * scale_shifts + 3 * recurrences + convolutions;
}

/// A program, and the multiply-adds of the one that the layers wrote.
template<int N>
struct rewriting {
    ctnn::program<N> program;
    std::size_t macs;
};

/// The passes in front of packing. Where nothing convolves or recurs, those that look for it are left out.
template<passes Passes, bool Convolves, bool Recurs, int Room>
constexpr rewriting<Room> rewrite(const program<Room>& first, const hardware& h) {
    const auto& folded = pass<Passes.fold_scale_shift>(
        first, [](const auto& p) { return fold_scale_shift(p); });
    const auto& fused = pass<Passes.epilogues>(folded, [](const auto& p) { return fuse_epilogues(p); });
    const auto& convolved = pass<(Passes.conv_residuals || Passes.conv_pools) && Convolves>(
        fused, [](const auto& p) { return fuse_conv_epilogues(p, Passes.conv_residuals, Passes.conv_pools); });
    const auto& joined = pass<Passes.recurrent_inputs && Recurs>(
        convolved, [](const auto& p) { return take_recurrent_inputs(p, recurrent_products(p, true)); });
    const auto& read = pass<Passes.recurrent_readout && Recurs>(joined, [](const auto& p) { return take_recurrent_readout(p); });
    const auto& sparse = pass<Passes.sparse_inputs>(read, [](const auto& p) { return sparse_inputs(p); });
    const auto& filtered = pass<uses_winograd(Passes) && Convolves>(sparse, [&](const auto& p) {
        return use_winograd(p, winograd_tiles(p, true, h));
    });
    const auto& hurried = pass<Passes.fast_activations>(filtered, [](const auto& p) { return fast_activations(p); });
    return {hurried, count_macs(first)};
}

/// How the weights of a rewritten program are packed.
template<passes Passes, int Room>
constexpr packings<Room> packings_of(const program<Room>& p, const hardware& h) {
    return {p, Passes.pack, h, Passes.bf16_weights};
}
/// How many operations a rewritten program has at last.
template<int Room>
constexpr int count_final(const program<Room>& p, const packings<Room>& packed) {
    return p.size + packed.count + p.output_count;
}
/// The passes from packing on. N: room for count_final.
template<passes Passes, int N, int Room>
constexpr program<N> finish(const program<Room>& p, const packings<Room>& packed, const hardware& h) {
    return plan(with_outputs<N>(pack_weights<N>(p, packed, h)), {Passes.prepare, Passes.share_memory}, h);
}

} // namespace detail
} // namespace ctnn
