/// A program of many steps as a table that a loop goes through, so that hundreds of them cost little time to compile and
/// little code. Equal steps share a function.
#pragma once
#include "frame.hpp"

namespace ctnn::detail {

/// From so many steps on a program is a table. What the loop adds to a step, about a nanosecond, is little even to products
/// with 8 x 8 weights; smaller networks, which run in nanoseconds, are inlined.
inline constexpr int table_steps = 64;

/// Whether two steps are one kernel's, on other places.
template<class Program>
constexpr bool same_step(const Program& p, const ops::op& a, const ops::op& b) {
    if (a.kind != b.kind || a.times != b.times || a.operands != b.operands || !(a.out == b.out)) return false;
    for (int k = 0; k < a.operands; ++k) {
        const ops::op &x = p.op(a.in[k]), &y = p.op(b.in[k]);
        if (x.times != y.times || x.each_sample != y.each_sample || !(x.out == y.out)) return false;
    }
    return a.each_sample == b.each_sample && a.across == b.across && a.attr == b.attr;
}

/// Which of `Count` steps that run share a function.
template<int Count>
struct equal_steps {
    static constexpr int room = Count > 0 ? Count : 1;
    int function[room];  ///< of each step
    int made_from[room]; ///< the step that a function is made from: the first of its equals
    int functions, operands;

    /// at(n): where step number n is in p.
    template<class Program, class At>
    static consteval equal_steps of(const Program& p, const At& at) {
        equal_steps e = {};
        int next[room] = {}; // what came behind a function's last step: networks repeat themselves
        for (int n = 0, last = 0; n < Count; ++n) {
            const ops::op& o = p.op(at(n));
            e.operands += o.operands;
            int k = next[last];
            if (k >= e.functions || !same_step(p, o, p.op(e.made_from[k])))
                for (k = 0; k < e.functions && !same_step(p, o, p.op(e.made_from[k]));) ++k;
            if (k == e.functions) e.made_from[e.functions++] = at(n);
            e.function[n] = k, next[last] = k, last = k;
        }
        return e;
    }
};

/// Program: a type with a planned program as its member `value`; Working: which of its steps run for every sample, in
/// `at`, and how many there are, `count`.
template<class Program, class Def, class Target, class Working>
struct step_table {
    static constexpr const auto& p = Program::value;
    static constexpr int count = Working::count;

    static constexpr auto equal = equal_steps<count>::of(p, [](int n) { return Working::at(n); });

    /// Memory of the frame by its number.
    enum base : int { workspace, weights, prepared, first_segment };
    static constexpr int bases = first_segment + p.input_count + p.output_count;
    struct place {
        int base;
        std::size_t offset;
    };
    static constexpr place place_of(int i) {
        const location l = locate<Def>(p, i);
        switch (l.place) {
        case place_kind::input: return {first_segment + l.segment, l.offset};
        case place_kind::output: return {first_segment + p.input_count + l.segment, l.offset};
        case place_kind::weights: return {weights, l.offset};
        case place_kind::prepared: return {prepared, l.offset};
        default: return {workspace, l.offset};
        }
    }
    struct row {
        int function, operands;
        place result;
        std::size_t scratch;
    };
    struct table {
        row rows[count];
        place operands[equal.operands > 0 ? equal.operands : 1]; // one step's behind the other's
    };
    static consteval table make_value() {
        table t = {};
        place* in = t.operands;
        for (int n = 0; n < count; ++n) {
            const step& s = p.steps[Working::at(n)];
            t.rows[n] = {equal.function[n], s.op.operands, place_of(Working::at(n)), s.scratch};
            for (int k = 0; k < s.op.operands; ++k) *in++ = place_of(s.op.in[k]);
        }
        return t;
    }
    static constexpr table value = make_value();

    using function = void (*)(const float* const* x, float* y, float* scratch);
    template<int I>
    static void run_step(const float* const* x, float* y, [[maybe_unused]] float* scratch) {
        if constexpr (p.steps[I].scratch_elements > 0)
            kernel<p.op(I).kind>::template run<step_descriptor<Program, I>, Target>(x, y, scratch);
        else
            kernel<p.op(I).kind>::template run<step_descriptor<Program, I>, Target>(x, y);
    }

    [[gnu::noinline]] static void run(const frame& f) {
        return [&]<int... F>(std::integer_sequence<int, F...>) {
            static constexpr function functions[] = {run_step<equal.made_from[F]>...};
            float* at[bases] = {f.workspace, const_cast<float*>(f.weights), const_cast<float*>(f.prepared)};
            for (int i = 0; i < p.input_count; ++i) at[first_segment + i] = const_cast<float*>(f.in[i]);
            for (int i = 0; i < p.output_count; ++i) at[first_segment + p.input_count + i] = f.out[i];
            const place* in = value.operands;
            for (const row& r : value.rows) {
                const float* x[ops::max_operands];
                for (int k = 0; k < r.operands; ++k, ++in) x[k] = at[in->base] + in->offset;
                functions[r.function](x, at[r.result.base] + r.result.offset, f.workspace + r.scratch);
            }
        }(std::make_integer_sequence<int, equal.functions>{});
    }
};

} // namespace ctnn::detail
