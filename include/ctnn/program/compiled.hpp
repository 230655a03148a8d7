/// A network's program, pass after pass; each is a constant of its own and can be switched off.
#pragma once
#include "conv_epilogue.hpp"
#include "lower.hpp"
#include "macs.hpp"
#include "pack.hpp"
#include "plan.hpp"
#include "winograd.hpp"

namespace ctnn {

/// Which passes run. The numbers that come out stay within tolerance, whichever are off.
struct passes {
    bool fold_scale_shift = true;
    bool epilogues = true;
    bool conv_residuals = true;
    bool conv_pools = true;
    bool winograd = true;
    bool pack = true;
    bool prepare = true;
    bool share_memory = true;
    constexpr bool operator==(const passes&) const = default;
};

namespace detail {

/// The program for a machine. Batch: samples that it takes at once, one after the other in memory.
template<class Def, passes Passes = passes{}, hardware Hardware = this_hardware, int Batch = 1>
struct compilation {
    static constexpr int operations = count_operations<Def, false>();
    /// As the layers wrote it, weights first.
    static constexpr program<operations> lowered = lower<Def, false, operations>();

    static constexpr int folded_operations =
        Passes.fold_scale_shift ? lowered.size + 3 * count_kind(lowered, ops::op_kind::scale_shift) : operations;
    static consteval program<folded_operations> fold() {
        if constexpr (Passes.fold_scale_shift)
            return without_dead(fold_scale_shift<folded_operations>(lowered));
        else
            return lowered;
    }
    static constexpr program<folded_operations> folded = fold();
    static constexpr program<folded_operations> fused =
        fuse_conv_epilogues(Passes.epilogues ? fuse_epilogues(folded) : folded, Passes.conv_residuals, Passes.conv_pools);
    static constexpr winograd_tiles<folded_operations> tiles{fused, Passes.winograd, Hardware};
    static constexpr int chosen_operations = fused.size + tiles.count;
    static constexpr program<chosen_operations> chosen = without_dead(use_winograd<chosen_operations>(fused, tiles));
    static constexpr packings<chosen_operations> packed{chosen, Passes.pack, Hardware};
    static constexpr int final_operations = chosen.size + packed.count + chosen.output_count;
    static constexpr program<final_operations> value =
        plan(with_outputs<final_operations>(pack_weights<final_operations>(chosen, packed, Hardware)),
             {Passes.prepare, Passes.share_memory}, Hardware);

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

} // namespace detail

template<class Def>
struct compiled {
    static constexpr const auto& program = detail::compilation<Def>::value;
    static constexpr std::size_t weight_bytes = detail::compilation<Def>::read_bytes();
    static constexpr std::size_t workspace_bytes = program.workspace * sizeof(float);
    static constexpr std::size_t macs = detail::count_macs(detail::compilation<Def>::lowered);
};

} // namespace ctnn
