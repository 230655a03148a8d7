/// Whether a pass changes a network's program at all: only then there is something to be timed.
#pragma once
#include <ctnn/run/blocks.hpp>

namespace bench {

/// Whether two programs run the same operations on the same places.
template<int A, int B>
constexpr bool same_program(const ctnn::program<A>& a, const ctnn::program<B>& b) {
    if (a.size != b.size || a.weights != b.weights || a.workspace != b.workspace || a.prepared != b.prepared ||
        a.preparation != b.preparation || a.output_count != b.output_count)
        return false;
    for (int k = 0; k < a.output_count; ++k)
        if (a.outputs[k] != b.outputs[k]) return false;
    for (int i = 0; i < a.size; ++i) {
        const ctnn::step &s = a.steps[i], &t = b.steps[i];
        const ctnn::ops::op &o = s.op, &p = t.op;
        if (s.place != t.place || s.segment != t.segment || s.offset != t.offset || s.prepares != t.prepares ||
            s.works != t.works || s.scratch != t.scratch || s.scratch_elements != t.scratch_elements)
            return false;
        if (o.kind != p.kind || o.times != p.times || o.each_sample != p.each_sample || o.across != p.across ||
            o.operands != p.operands || !(o.out == p.out) || !(o.attr == p.attr))
            return false;
        for (int k = 0; k < o.operands; ++k)
            if (o.in[k] != p.in[k]) return false;
    }
    return true;
}

/// Of a network with some of the passes, next to what it is with all of them.
template<class Def, ctnn::passes Passes, class Target = ctnn::simd::native>
struct changed_by {
    static constexpr ctnn::hardware machine = ctnn::detail::hardware_of<Target>;

    /// The program for `Samples` at once.
    template<int Samples>
    static consteval bool changes() {
        using all = ctnn::detail::batch_compilation<Def, ctnn::passes{}, machine, Samples>;
        return !same_program(all::value, ctnn::detail::batch_compilation<Def, Passes, machine, Samples>::value);
    }
    static constexpr ctnn::detail::sample_runs runs{ctnn::detail::compilation<Def>::value, machine};
    template<int... I>
    static consteval bool changes_any(std::integer_sequence<int, I...>) {
        return (changes<runs.of[I].samples>() || ...);
    }
    static constexpr bool one = changes<1>();
    /// Any of the programs that blocks of samples run through; they are made of the one for one sample.
    static constexpr bool blocks = one || changes_any(std::make_integer_sequence<int, runs.count>{});
};

} // namespace bench
