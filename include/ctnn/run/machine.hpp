/// A program on the machine: every step a kernel, on the places that the plan gave it.
#pragma once
#include "../kernel/all.hpp"
#include "../kernel/registers.hpp"
#include "../shape/inline.hpp"
#include "stack.hpp"
#include "step_table.hpp"

namespace ctnn::detail {

/// Nothing is kept between runs.
struct no_states {
    template<int I>
    static constexpr bool keeps = false;
};

/// The steps that run for every sample. Program: a type with a planned program as its member `value`.
template<class Program>
struct working_steps {
    static constexpr const auto& p = Program::value;

    static constexpr bool works(int i) {
        return p.steps[i].works && !p.steps[i].prepares;
    }
    static consteval int make_count() {
        int n = 0;
        for (int i = 0; i < p.size; ++i) n += works(i);
        return n;
    }
    static constexpr int count = make_count();
    struct numbers {
        int at[count > 0 ? count : 1] = {};
    };
    static consteval numbers make_value() {
        numbers w;
        for (int i = 0, n = 0; i < p.size; ++i)
            if (works(i)) w.at[n++] = i;
        return w;
    }
    static constexpr numbers value = make_value();
    static constexpr int at(int n) { return value.at[n]; }
};

template<class Program, class Def, class Target>
struct program_runner {
    static constexpr const auto& p = Program::value;
    using working = working_steps<Program>;
    /// What `run` takes of the stack, at most.
    static constexpr std::size_t stack_bytes =
        make_stack_bytes<Program, Target, working>(std::make_integer_sequence<int, working::count>{});

    /// A place is a template argument: a table of all steps would be searched by the optimizer at every use.
    template<location L>
    CTNN_INLINE static const float* read(const frame& f) {
        if constexpr (L.place == place_kind::input)
            return f.in[L.segment] + L.offset;
        else if constexpr (L.place == place_kind::weights)
            return f.weights + L.offset;
        else if constexpr (L.place == place_kind::prepared)
            return f.prepared + L.offset;
        else
            return write<L>(f);
    }
    template<location L>
    CTNN_INLINE static float* write(const frame& f) {
        if constexpr (L.place == place_kind::output)
            return f.out[L.segment] + L.offset;
        else
            return f.workspace + L.offset;
    }
    template<int I, class States, int... K>
    CTNN_INLINE static void run_step(const frame& f, States& states, std::integer_sequence<int, K...>) {
        using d = step_descriptor<Program, I>;
        const float* const x[] = {read<locate<Def>(p, p.op(I).in[K])>(f)..., nullptr};
        if constexpr (p.steps[I].scratch_elements > 0)
            kernel<p.op(I).kind>::template run<d, Target>(x, write<locate<Def>(p, I)>(f), f.workspace + p.steps[I].scratch);
        else if constexpr (States::template keeps<I>)
            states.template at<I>().step(x, write<locate<Def>(p, I)>(f));
        else
            kernel<p.op(I).kind>::template run<d, Target>(x, write<locate<Def>(p, I)>(f));
    }
    static void run(const frame& f) {
        if constexpr (working::count >= table_steps)
            step_table<Program, Def, Target, working>::run(f);
        else {
            no_states none;
            run(f, none);
        }
    }
    template<class States>
    CTNN_INLINE static void run(const frame& f, States& states) {
        [&]<int... N>(std::integer_sequence<int, N...>) {
            using all = int[];
            (void)all{0, (run_step<working::at(N)>(f, states, std::make_integer_sequence<int, p.op(working::at(N)).operands>{}), 0)...};
        }(std::make_integer_sequence<int, working::count>{});
    }
};

/// Samples: how many run at once.
template<class Def, passes Passes, class Target, int Samples = 1>
struct machine : program_runner<batch_compilation<Def, Passes, hardware_of<Target>, Samples>, Def, Target> {
    static void prepare(const float* weights, float* prepared, float* scratch) {
        using table = preparation<Def, Passes, hardware_of<Target>>;
        if constexpr (table::size > 0)
            detail::prepare<Target, table::kinds>(table::value.ops, table::value.rows, table::size, weights, prepared, scratch);
    }
};

} // namespace ctnn::detail
