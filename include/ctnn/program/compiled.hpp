/// A network's program, pass after pass; each is a constant of its own and can be switched off.
#pragma once
#include "batch.hpp"
#include "lower.hpp"
#include "passes.hpp"
#include "strips.hpp"

namespace ctnn {
namespace detail {

/// Lowering and the passes in front of packing. Room: for the operations. One evaluation, since a program that is kept
/// costs more than the passes do; and a function's, since g++ evaluates a lambda's twice.
template<class Def, passes Passes, hardware Hardware, int Room>
consteval rewriting<Room> rewrite() {
    constexpr bool convolves = count_operations<Def>(ops::op_kind::conv) > 0;
    constexpr bool recurs = count_operations<Def>(ops::op_kind::recurrent) > 0;
    return rewrite<Passes, convolves, recurs>(lower<Def, Room>(), Hardware);
}

/// The program for one sample on a machine.
template<class Def, passes Passes = passes{}, hardware Hardware = this_hardware>
struct compilation {
    static constexpr int operations = count_operations<Def>();
    /// As the layers wrote it, weights first.
    static constexpr program<operations> lowered = lower<Def, operations>();
    /// Room for what passes add to that.
    static constexpr int room = room_for_passes(operations, count_operations<Def>(ops::op_kind::scale_shift),
                                                count_operations<Def>(ops::op_kind::recurrent),
                                                uses_winograd(Passes) ? count_operations<Def>(ops::op_kind::conv) : 0);
    static constexpr rewriting<room> rewritten = rewrite<Def, Passes, Hardware, room>();
    static consteval packings<room> make_packed() { return packings_of<Passes>(rewritten.program, Hardware); }
    static constexpr packings<room> packed = make_packed();
    static constexpr int final_operations = count_final(rewritten.program, packed);
    static consteval program<final_operations> make_value() {
        return finish<Passes, final_operations>(rewritten.program, packed, Hardware);
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
