/// A program on the machine: every step a kernel, on the places that the plan gave it.
#pragma once
#include "../kernel/all.hpp"
#include "../kernel/registers.hpp"
#include "preparation.hpp"

namespace ctnn::detail {

/// Where the parts of a running program are.
struct frame {
    const float* weights;
    const float* prepared;
    float* workspace;
    const float* const* in;
    float* const* out;
};

/// Nothing is kept between runs.
struct no_states {};

/// Program: a type with a planned program as its member `value`.
template<class Program, class Def, class Target>
struct program_runner {
    static constexpr const auto& p = Program::value;
    static constexpr const auto& places = weight_places<Def>::value;

    /// The steps that run for every sample.
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
    static consteval numbers make_working() {
        numbers w;
        for (int i = 0, n = 0; i < p.size; ++i)
            if (works(i)) w.at[n++] = i;
        return w;
    }
    static constexpr numbers working = make_working();

    /// Where a result is, as a template argument: a table of all steps would be searched by the optimizer at every use.
    struct location {
        place_kind place;
        int segment;
        std::size_t offset;
    };
    static constexpr location locate(int i) {
        const step& s = p.steps[i];
        return {s.place, s.segment, s.offset + (s.place == place_kind::weights ? places.at[s.segment] : 0)};
    }
    template<location L>
    [[gnu::always_inline]] static const float* read(const frame& f) {
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
    [[gnu::always_inline]] static float* write(const frame& f) {
        if constexpr (L.place == place_kind::output)
            return f.out[L.segment] + L.offset;
        else
            return f.workspace + L.offset;
    }
    /// Step I's descriptor as a member of a type: a template argument with a short name.
    template<int I>
    struct described {
        static constexpr descriptor value = descriptor::of(p, p.op(I));
    };
    template<int I, class States, int... K>
    [[gnu::always_inline]] static void run_step(const frame& f, States& states, std::integer_sequence<int, K...>) {
        const float* const x[] = {read<locate(p.op(I).in[K])>(f)..., nullptr};
        if constexpr (p.steps[I].scratch_elements > 0)
            kernel<p.op(I).kind>::template run<described<I>, Target>(x, write<locate(I)>(f),
                                                                     f.workspace + p.steps[I].scratch);
        else if constexpr (!std::is_same_v<States, no_states> && p.op(I).kind == ops::op_kind::recurrent)
            states.template at<I>().step(x, write<locate(I)>(f));
        else
            kernel<p.op(I).kind>::template run<described<I>, Target>(x, write<locate(I)>(f));
    }
    static void run(const frame& f) {
        no_states none;
        run(f, none);
    }
    template<class States>
    [[gnu::always_inline]] static void run(const frame& f, States& states) {
        [&]<int... N>(std::integer_sequence<int, N...>) {
            using all = int[];
            (void)all{0, (run_step<working.at[N]>(f, states, std::make_integer_sequence<int, p.op(working.at[N]).operands>{}), 0)...};
        }(std::make_integer_sequence<int, count>{});
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
