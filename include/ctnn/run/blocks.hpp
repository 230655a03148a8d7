/// Predictions of many samples: blocks of them run together, so that products have as many rows; what is left over runs
/// in smaller ones or one by one, as is estimated to take less time. Which samples run together does not depend on how
/// many threads there are.
#pragma once
#include "../program/sample_runs.hpp"
#include "../shape/inline.hpp"
#include "machine.hpp"
#include "samples.hpp"
#include <algorithm>
#include <cstring>

namespace ctnn::detail {

/// Whether samples of this shape lie together in an array of tensors, nothing between them.
constexpr bool lie_together(const extents& e) { return e.size() % alignment_elements == 0; }

template<class Def, passes Passes, class Target, class Inputs = typename sample_types<Def>::input_tuple,
         class Outputs = typename sample_types<Def>::output_tuple>
struct blocks;

template<class Def, passes Passes, class Target, class... Input, class... Output>
struct blocks<Def, Passes, Target, std::tuple<Input...>, std::tuple<Output...>> {
    using one = machine<Def, Passes, Target>;
    static constexpr sample_runs runs{one::p, hardware_of<Target>};
    static constexpr int samples = runs.of[0].samples; ///< of a block
    template<int I>
    using machine_of = machine<Def, Passes, Target, runs.of[I].samples>;

    struct needs {
        std::size_t workspace, stack_bytes;
    };
    template<int... I>
    static constexpr needs most_of(std::integer_sequence<int, I...>) {
        return {std::max({machine_of<I>::p.workspace...}), std::max({machine_of<I>::stack_bytes...})};
    }
    static constexpr needs most = most_of(std::make_integer_sequence<int, runs.count>{}); ///< of any program
    static constexpr std::size_t room = (padded(samples * Input::size()) + ... + 0) + (padded(samples * Output::size()) + ... + 0);
    /// Floats that a thread needs.
    static constexpr std::size_t elements = room + most.workspace;

    /// Of the stack.
    static constexpr std::size_t stack_bytes = most.stack_bytes;

    /// n samples to consecutive memory; where there are fewer than `all`, the last one again.
    template<class X>
    CTNN_INLINE static inline void gather(const X* x, std::size_t n, std::size_t all, float* to) {
        constexpr std::size_t size = X::size();
        for (std::size_t i = 0; i < all; ++i, to += size) {
            const auto* from = x[i < n ? i : n - 1].data();
            if constexpr (std::is_same_v<typename X::value_type, float>)
                std::memcpy(to, from, size * sizeof(float));
            else
                for (std::size_t k = 0; k < size; ++k) to[k] = static_cast<float>(from[k]);
        }
    }
    /// Where the program reads n samples of x, `all` of them with what fills up.
    template<class X>
    CTNN_INLINE static inline const float* in(const X* x, std::size_t n, std::size_t all, float*& free) {
        if constexpr (std::is_same_v<typename X::value_type, float>)
            if (n == all && (all == 1 || lie_together(X::shape))) return x->data();
        float* const to = free;
        free += padded(all * X::size());
        gather(x, n, all, to);
        return to;
    }
    template<class Y>
    CTNN_INLINE static inline float* out(Y* y, std::size_t n, std::size_t all, float*& free) {
        if (n == all && (all == 1 || lie_together(Y::shape))) return y->data();
        float* const to = free;
        free += padded(all * Y::size());
        return to;
    }

    /// n samples from number `first` on as one run of Machine, filled up to `all`. arena: `elements` floats; x, y: tuples
    /// of pointers to the first sample of each input and output.
    template<class Machine, class X, class Y>
    CTNN_INLINE static inline void run(std::size_t first, std::size_t n, std::size_t all, const float* weights,
                                       const float* prepared, float* arena, const X& x, const Y& y) {
        float* free = arena + Machine::p.workspace;
        std::apply(
            [&](const auto*... xs) {
                const float* const from[] = {in(xs + first, n, all, free)...};
                std::apply(
                    [&](auto*... ys) {
                        float* const to[] = {out(ys + first, n, all, free)...};
                        Machine::run({weights, prepared, arena, from, to});
                        int i = 0;
                        (scatter(ys + first, n, to[i++]), ...);
                    },
                    y);
            },
            x);
    }
    template<class Y>
    CTNN_INLINE static inline void scatter(Y* y, std::size_t n, const float* made) {
        if (y->data() == made) return;
        for (std::size_t i = 0; i < n; ++i) std::memcpy(y[i].data(), made + i * Y::size(), Y::size() * sizeof(float));
    }

    /// How many blocks n samples make.
    static constexpr std::size_t count(std::size_t n) { return (n + samples - 1) / samples; }

    /// Floats that samples need which run one by one.
    template<class... X>
    static constexpr std::size_t one_elements =
        one::p.workspace + ((std::is_same_v<typename X::value_type, float> ? 0 : padded(X::size())) + ... + 0);

    /// Block number b of n samples.
    template<class X, class Y>
    static void run_block(std::size_t b, std::size_t n, const float* weights, const float* prepared, float* arena,
                          const X& x, const Y& y) {
        const std::size_t first = b * samples;
        run_rest<0>(first, n - first < samples ? n : first + samples, weights, prepared, arena, x, y);
    }
    /// Samples [first, end), by the programs from number I on.
    template<int I, class X, class Y>
    static void run_rest(std::size_t first, std::size_t end, const float* weights, const float* prepared, float* arena,
                         const X& x, const Y& y) {
        constexpr sample_run together = runs.of[I];
        if constexpr (together.samples == 1) {
            run_each(first, end, weights, prepared, arena, x, y);
        } else {
            for (; end - first >= together.from; first += together.samples) {
                const std::size_t left = end - first, here = left < together.samples ? left : together.samples;
                run<machine_of<I>>(first, here, together.samples, weights, prepared, arena, x, y);
                if (left <= together.samples) return;
            }
            run_rest<I + 1>(first, end, weights, prepared, arena, x, y);
        }
    }
    /// Samples [first, end) one by one.
    template<class X, class Y>
    static void run_each(std::size_t first, std::size_t end, const float* weights, const float* prepared, float* arena,
                         const X& x, const Y& y) {
        for (std::size_t i = first; i < end; ++i) run<one>(i, 1, 1, weights, prepared, arena, x, y);
    }
};

} // namespace ctnn::detail
