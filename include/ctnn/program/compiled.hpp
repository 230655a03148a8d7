/// A network's program, pass after pass; each is a constant of its own and can be switched off.
#pragma once
#include "batch.hpp"
#include "conv_epilogue.hpp"
#include "fast_activations.hpp"
#include "lower.hpp"
#include "macs.hpp"
#include "pack.hpp"
#include "plan.hpp"
#include "recurrent_inputs.hpp"
#include "recurrent_readout.hpp"
#include "sparse_inputs.hpp"
#include "strips.hpp"
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

/// A program, and the multiply-adds of the one that the layers wrote.
template<int N>
struct rewriting {
    ctnn::program<N> program;
    std::size_t macs;
};

/// Lowering and the passes in front of packing. Room: for the operations. One evaluation, since a program that is kept
/// costs more than the passes do; and a function's, since g++ evaluates a lambda's twice.
template<class Def, passes Passes, hardware Hardware, int Room>
consteval rewriting<Room> rewrite() {
    constexpr bool convolves = count_operations<Def>(ops::op_kind::conv) > 0;
    constexpr bool recurs = count_operations<Def>(ops::op_kind::recurrent) > 0;
    const auto first = lower<Def, Room>();
    const auto& folded = pass<Passes.fold_scale_shift>(
        first, [](const auto& p) { return fold_scale_shift(p); });
    const auto& fused = pass<Passes.epilogues>(folded, [](const auto& p) { return fuse_epilogues(p); });
    const auto& convolved = pass<(Passes.conv_residuals || Passes.conv_pools) && convolves>(
        fused, [](const auto& p) { return fuse_conv_epilogues(p, Passes.conv_residuals, Passes.conv_pools); });
    const auto& joined = pass<Passes.recurrent_inputs && recurs>(
        convolved, [](const auto& p) { return take_recurrent_inputs(p, recurrent_products(p, true)); });
    const auto& read = pass<Passes.recurrent_readout && recurs>(joined, [](const auto& p) { return take_recurrent_readout(p); });
    const auto& sparse = pass<Passes.sparse_inputs>(read, [](const auto& p) { return sparse_inputs(p); });
    const auto& filtered = pass<uses_winograd(Passes) && convolves>(sparse, [](const auto& p) {
        return use_winograd(p, winograd_tiles(p, true, Hardware));
    });
    const auto& hurried = pass<Passes.fast_activations>(filtered, [](const auto& p) { return fast_activations(p); });
    return {hurried, count_macs(first)};
}

/// The program for one sample on a machine.
template<class Def, passes Passes = passes{}, hardware Hardware = this_hardware>
struct compilation {
    static constexpr int operations = count_operations<Def>();
    /// As the layers wrote it, weights first.
    static constexpr program<operations> lowered = lower<Def, operations>();
    /// Room for what passes add to that.
    static constexpr int room = operations + 3 * count_operations<Def>(ops::op_kind::scale_shift) +
                                3 * count_operations<Def>(ops::op_kind::recurrent) +
                                (uses_winograd(Passes) ? count_operations<Def>(ops::op_kind::conv) : 0);
    static constexpr rewriting<room> rewritten = rewrite<Def, Passes, Hardware, room>();
    static consteval packings<room> make_packed() { return {rewritten.program, Passes.pack, Hardware, Passes.bf16_weights}; }
    static constexpr packings<room> packed = make_packed();
    static constexpr int final_operations = rewritten.program.size + packed.count + rewritten.program.output_count;
    static consteval program<final_operations> make_value() {
        return plan(with_outputs<final_operations>(pack_weights<final_operations>(rewritten.program, packed, Hardware)),
                    {Passes.prepare, Passes.share_memory}, Hardware);
    }
    static constexpr program<final_operations> value = make_value();

    /// Bytes of the weights that the program reads while a sample runs: Keras' own, or what was computed from them; what
    /// stands between them in memory is not counted.
    static consteval std::size_t read_bytes() {
        bool computed[final_operations > 0 ? final_operations : 1] = {};
        bool weight[architecture<Def>::value.weight_count + 1] = {}; // several steps may name the same one
        std::size_t n = 0;
        for (int i = 0; i < value.size; ++i) {
            const step& s = value.steps[i];
            if (s.prepares) continue;
            for (int k = 0; k < s.op.operands; ++k) {
                int from = s.op.in[k]; // the step whose memory that is
                while (alias_of(value, value.op(from)).is) from = value.op(from).in[0];
                const step& w = value.steps[from];
                if (w.place != place_kind::weights && w.place != place_kind::prepared) continue;
                bool& counted = w.place == place_kind::weights ? weight[w.segment] : computed[from];
                if (!counted) counted = true, n += w.op.size();
            }
        }
        return n * sizeof(float);
    }
};

/// The program for `Samples` at once.
template<class Def, passes Passes, hardware Hardware, int Samples>
struct batch_compilation {
    using one = compilation<Def, Passes, Hardware>;
    static consteval auto make_value() {
        constexpr bool recurs = count_operations<Def>(ops::op_kind::recurrent) > 1;
        return plan(pass<Passes.strips && recurs>(batched(one::value, Samples),
                                                  [](const auto& p) { return keep_strips(p, Hardware); }),
                    {Passes.prepare, Passes.share_memory}, Hardware);
    }
    static constexpr auto value = make_value();
    static_assert(value.prepared == one::value.prepared);
};
template<class Def, passes Passes, hardware Hardware>
struct batch_compilation<Def, Passes, Hardware, 1> : compilation<Def, Passes, Hardware> {};

} // namespace detail

template<class Def>
struct compiled {
    static constexpr const auto& program = detail::compilation<Def>::value;
    static constexpr std::size_t weight_bytes = detail::compilation<Def>::read_bytes();
    static constexpr std::size_t workspace_bytes = program.workspace * sizeof(float);
    static constexpr std::size_t macs = detail::compilation<Def>::rewritten.macs;
};

} // namespace ctnn
