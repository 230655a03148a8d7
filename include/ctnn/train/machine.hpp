/// A training program on the machine. Steps run one after the other, each for all samples of the batch: in blocks of a
/// fixed number, since kernels are made for one; memory is rounded up to whole blocks, and what is summed over samples
/// stops at the last one that is there. Several threads run the same steps, each with blocks of its own.
#pragma once
#include "../kernel/registers.hpp"
#include "../kernel/training.hpp"
#include "../program/scratch.hpp"
#include "../program/training_meetings.hpp"
#include "../run/preparation.hpp"
#include "../shape/inline.hpp"
#include "compilation.hpp"
#include "step_table.hpp"

namespace ctnn::detail {

/// An operation as it runs for a block of samples.
constexpr ops::op blocked(ops::op o, int block) {
    if (o.each_sample) o.times *= block;
    return o;
}

/// Random numbers [first, end).
template<class Target>
[[gnu::noinline]] void random_numbers(const ops::op& o, const ops::random_state& s, std::size_t first, std::size_t end,
                                      float* y) {
    for (std::size_t i = first; i < end; ++i) y[i] = float(ops::random_number(o, s, i));
}

template<class Program, class Def, class Target, int Block>
struct training_machine {
    static constexpr const auto& p = Program::value;
    static constexpr const auto& places = weight_places<Def>::value;
    static constexpr int block = Block;
    using steps = training_steps<Program>;
    /// (Not `auto`: g++ would plan it with the class, for those without a team, too.)
    static constexpr training_meetings<std::remove_cvref_t<decltype(p)>::capacity> meetings = plan_meetings(p);
    /// Whether a team's threads have to meet in front of step i.
    template<class Team>
    static constexpr bool waits([[maybe_unused]] int i) {
        if constexpr (Team::shares)
            return meetings.before[i];
        else
            return false;
    }

    static consteval std::size_t make_scratch() {
        std::size_t most = 0;
        for (int f = 0; f < steps::equal.functions; ++f) {
            const int i = steps::equal.made_from[f];
            if (p.op(i).across) continue;
            extents in[ops::max_operands] = {};
            for (int k = 0; k < p.op(i).operands; ++k) in[k] = p.op(p.op(i).in[k]).out;
            const std::size_t n = scratch_elements(blocked(p.op(i), Block), in, hardware_of<Target>);
            if (n > most) most = n;
        }
        return padded(most);
    }
    static constexpr std::size_t scratch = make_scratch(); ///< of a thread, that of the first is behind what is shared
    /// Elements that a batch of at most `samples` needs: for each sample and for all.
    static constexpr std::size_t room_for(std::size_t samples) { return (samples + Block - 1) / Block * Block; }
    static constexpr std::size_t sample_elements(std::size_t samples) { return p.samples * room_for(samples); }
    static constexpr std::size_t shared_elements = p.shared + scratch;
    /// What a team's threads tell each other about so many samples.
    static constexpr std::size_t team_elements(std::size_t samples) {
        constexpr auto most = [] {
            struct {
                std::size_t elements = 0, channels = 0;
            } m;
            for (int i = 0; i < p.size; ++i) {
                const ops::op& o = p.op(i);
                if (!p.steps[i].works || !uses_room_of_team(o.kind)) continue;
                const std::size_t n = p.op(o.in[0]).size(), c = std::size_t(o.out[1]);
                if (n > m.elements) m.elements = n;
                if (c > m.channels) m.channels = c;
            }
            return m;
        }();
        return padded(room_for_sums(most.elements * samples, most.channels));
    }

    template<int I>
    struct described {
        static constexpr descriptor value = [] {
            const ops::op o = blocked(p.op(I), Block);
            ops::op operands[ops::max_operands] = {};
            const ops::op* at[ops::max_operands] = {};
            for (int k = 0; k < o.operands; ++k) operands[k] = blocked(p.op(o.in[k]), Block), at[k] = &operands[k];
            descriptor d = descriptor::of(o, at);
            // of a block of one sample, too, each is behind the other
            for (int k = 0; k < o.operands; ++k)
                d.each[k] = operands[k].each_sample || operands[k].times > 1 ? int(operands[k].out.size()) : 0;
            return d;
        }();
    };
    template<training_place Place, int Segment, std::size_t Offset>
    CTNN_INLINE static float* at(const training_frame& f) {
        if constexpr (Place == training_place::input)
            return const_cast<float*>(f.in[Segment]); // read only: nothing is written to inputs and weights
        else if constexpr (Place == training_place::weights)
            return const_cast<float*>(f.weights) + places.at[Segment];
        else if constexpr (Place == training_place::changes)
            return f.changes + places.at[Segment];
        else if constexpr (Place == training_place::samples)
            return f.samples + Offset * f.room;
        else
            return f.shared + Offset;
    }
    template<int I>
    CTNN_INLINE static float* at(const training_frame& f) {
        return at<p.steps[I].place, p.steps[I].segment, p.steps[I].offset>(f);
    }

    template<int I, class Team, int... K>
    CTNN_INLINE static void run_step(const frame_of_thread<Team>& f, std::integer_sequence<int, K...>) {
        constexpr const ops::op& o = p.op(I);
        const float* x[] = {at<o.in[K]>(f)..., nullptr};
        float* y = at<I>(f);
        if constexpr (waits<Team>(I)) f.threads.wait();
        compute<I, Team>(f, x, y, std::integer_sequence<int, K...>{});
    }
    /// What step I, and every step that equals it, makes of its operands.
    template<int I, class Team, int... K>
    CTNN_INLINE static void compute(const frame_of_thread<Team>& f, const float** x, float* y,
                                    std::integer_sequence<int, K...>) {
        constexpr const ops::op& o = p.op(I);
        constexpr std::size_t size = o.size(); // code reads numbers and not the program, which were a large constant
        constexpr bool each_sample = o.each_sample;
        if constexpr (o.kind == ops::op_kind::random) {
            const int end = f.end * Block < f.count ? f.end * Block : f.count;
            if (each_sample)
                random_numbers<Target>(described<I>::value.op, f.random, size * std::size_t(f.first * Block),
                                       size * std::size_t(end), y);
            else if (f.threads.index == 0)
                random_numbers<Target>(described<I>::value.op, f.random, 0, size, y);
        } else if constexpr (o.across) {
            constexpr int runs[] = {(p.op(o.in[K]).each_sample ? p.op(o.in[K]).times : 0)..., 0};
            constexpr int fixed[] = {(p.op(o.in[K]).each_sample ? 0 : p.op(o.in[K]).times)..., 1};
            int n = 1;
            for (int r : runs)
                if (r * f.count > n) n = r * f.count;
            for (int r : fixed)
                if (r > n) n = r;
            using how = across_kernel<o.kind>;
            if constexpr (requires { how::template run<described<I>, Target>(x, y, n, f.threads, f.early); })
                how::template run<described<I>, Target>(x, y, n, f.threads, early_update_of(f, y));
            else if constexpr (requires { how::template run<described<I>, Target>(x, y, n, f.threads); })
                how::template run<described<I>, Target>(x, y, n, f.threads);
            else if (f.threads.index == 0)
                how::template run<described<I>, Target>(x, y, n);
        } else {
            if (!each_sample && f.threads.index > 0) return;
            int b = 0;
            const int end = each_sample ? f.end : 1;
            constexpr std::size_t block_of[] = {
                (p.op(o.in[K]).each_sample ? p.op(o.in[K]).size() * std::size_t(Block) : 0)..., 0};
            if constexpr (each_sample && Team::shares) {
                b = f.first;
                ((x[K] += block_of[K] * std::size_t(b)), ...);
                y += size * std::size_t(Block * b);
            }
            for (; b < end; ++b) {
                if constexpr (scratch_of<I>() > 0)
                    kernel<o.kind>::template run<described<I>, Target>(x, y, f.scratch);
                else
                    kernel<o.kind>::template run<described<I>, Target>(x, y);
                ((x[K] += block_of[K]), ...);
                y += size * Block;
            }
        }
    }
    template<int I>
    static consteval std::size_t scratch_of() {
        return scratch_elements(described<I>::value.op, described<I>::value.in, hardware_of<Target>);
    }

    /// The steps [First, Last).
    template<int First, int Last, class Team>
    static void run(const frame_of_thread<Team>& f) {
        [&]<int... N>(std::integer_sequence<int, N...>) {
            using all = int[];
            (void)all{0, (run_if<First + N>(f), 0)...};
        }
        (std::make_integer_sequence<int, Last - First>{});
    }
    /// All steps, as thread t does them; f.scratch is of its own.
    template<class Team>
    static void run(const training_frame& f, const Team& t) {
        const part_of_all own = t.part((f.count + Block - 1) / Block);
        const frame_of_thread<Team> of_thread{f, t, int(own.first), int(own.end)};
        using table = training_table<training_machine, Team>;
        if constexpr (table::count >= table_steps)
            table::run(of_thread);
        else
            run<0, p.size>(of_thread);
    }

private:
    /// The list has the weights in the order of their steps, which may be a part of those that share code.
    CTNN_INLINE static const vector_update* early_update_of(const training_frame& f, const float* y) {
        return f.early && f.early->g == y ? f.early++ : nullptr;
    }
    template<int I, class Team>
    CTNN_INLINE static void run_if(const frame_of_thread<Team>& f) {
        if constexpr (p.steps[I].works) run_step<I, Team>(f, std::make_integer_sequence<int, p.op(I).operands>{});
    }
};

} // namespace ctnn::detail
