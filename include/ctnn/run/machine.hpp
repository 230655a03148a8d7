/// A program on the machine: every step a kernel, on the places that the plan gave it.
#pragma once
#include "../kernel/all.hpp"
#include "../program/compiled.hpp"

namespace ctnn::detail {

/// Where the parts of a running program are.
struct frame {
    const float* weights;
    float* prepared;
    float* scratch;   // of the preparation
    float* workspace;
    const float* const* in;
    float* const* out;
};

/// Where every weight begins in the model's block, each on a cache line of its own.
template<class Def>
struct weight_places {
    static constexpr auto& a = architecture<Def>::value;
    struct list {
        std::size_t at[unsigned(a.weight_count) + 1];
    };
    static constexpr list value = [] {
        list l{};
        std::size_t n = 0;
        for (int i = 0; i < a.weight_count; ++i) l.at[i] = n, n += padded(a.weights[i].shape.size());
        l.at[a.weight_count] = n;
        return l;
    }();
};

template<class Def, passes Passes, class Target>
struct machine {
    static constexpr const auto& p = compilation<Def, Passes>::value;

    template<int I>
    [[gnu::always_inline]] static const float* read(const frame& f) {
        constexpr const step& s = p.steps[I];
        if constexpr (s.place == place_kind::input)
            return f.in[s.segment] + s.offset;
        else if constexpr (s.place == place_kind::weights)
            return f.weights + weight_places<Def>::value.at[s.segment] + s.offset;
        else
            return write<I>(f);
    }
    template<int I>
    [[gnu::always_inline]] static float* write(const frame& f) {
        constexpr const step& s = p.steps[I];
        if constexpr (s.place == place_kind::output)
            return f.out[s.segment] + s.offset;
        else if constexpr (s.place == place_kind::prepared)
            return f.prepared + s.offset;
        else if constexpr (s.place == place_kind::workspace)
            return f.workspace + s.offset;
        else
            return f.scratch + s.offset;
    }
    template<int I, int... K>
    static constexpr descriptor describe(std::integer_sequence<int, K...>) {
        const ops::op* const operands[] = {&p.steps[p.steps[I].op.in[K]].op..., nullptr};
        return descriptor::of(p.steps[I].op, operands);
    }
    template<int I>
    static constexpr bool works(bool preparing) {
        const step& s = p.steps[I];
        return s.op.kind != ops::op_kind::input && s.op.kind != ops::op_kind::parameter && !alias_of(p, s.op).is &&
               s.prepares == preparing;
    }
    /// Step I's descriptor as a member of a type: a template argument with a short name.
    template<int I>
    struct step_descriptor {
        static constexpr descriptor value = describe<I>(std::make_integer_sequence<int, p.steps[I].op.operands>{});
    };
    template<int I, bool Preparing, int... K>
    [[gnu::always_inline]] static void execute(const frame& f, std::integer_sequence<int, K...>) {
        using d = step_descriptor<I>;
        const float* const x[] = {read<p.steps[I].op.in[K]>(f)..., nullptr};
        if constexpr (Preparing) // once, when weights are loaded: the scalar definition is small
            ops::evaluate(d::value.op, d::value.in, d::value.each, x, write<I>(f));
        else
            kernel<d::value.op.kind>::template run<d, Target>(x, write<I>(f));
    }
    template<int I, bool Preparing>
    [[gnu::always_inline]] static void run_step(const frame& f) {
        if constexpr (works<I>(Preparing))
            execute<I, Preparing>(f, std::make_integer_sequence<int, p.steps[I].op.operands>{});
    }
    template<bool Preparing>
    static void run(const frame& f) {
        [&]<int... I>(std::integer_sequence<int, I...>) {
            using all = int[];
            (void)all{0, (run_step<I, Preparing>(f), 0)...};
        }(std::make_integer_sequence<int, p.size>{});
    }
};

} // namespace ctnn::detail
