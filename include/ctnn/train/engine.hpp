/// What runs training and test steps on batches: the programs, and the memory that they need, which is allocated once.
#pragma once
#include "../kernel/simd.hpp"
#include "../run/crew.hpp"
#include "../run/workspace.hpp"
#include "machine.hpp"

namespace ctnn::detail {

/// How many samples a kernel runs together.
inline constexpr int training_block = 16;

/// An input of a training program: its elements for a sample, or for all.
struct training_input_size {
    std::size_t elements = 0;
    bool each_sample = true;
};

template<class Def, passes Passes, class Target, class... Losses>
class training_engine {
    template<bool Training>
    using compilation = training_compilation<Def, Training, Passes, hardware_of<Target>, Losses...>;
    template<bool Training>
    using machine = training_machine<compilation<Training>, Def, Target, training_block>;
    static constexpr const auto& a = architecture<Def>::value;
    static constexpr const auto& places = weight_places<Def>::value;

public:
    static constexpr int inputs = a.models[0].inputs.count, outputs = a.models[0].outputs.count,
                         slots = inputs + 2 * outputs + weight_rules<Def>::any_activity;
    static constexpr const auto& program = compilation<true>::value;
    /// Elements of all weights, each on a cache line of its own: as the model has them, and their changes.
    static constexpr std::size_t weight_elements = places.at[a.weight_count];

    /// What each of the program's inputs takes; elements = 0: nothing reads it.
    struct slot_sizes {
        training_input_size at[slots];
    };
    static consteval slot_sizes make_sizes() {
        slot_sizes s{};
        for (int i = program.size; i-- > 0;) {
            const ops::op& o = program.op(i);
            if (o.kind == ops::op_kind::input) s.at[o.attr.index] = {o.out.size(), o.each_sample};
        }
        return s;
    }
    static constexpr slot_sizes sizes = make_sizes();

    /// Bytes that a training step of so many samples needs, besides weights and the optimizer's own.
    static constexpr std::size_t bytes(std::size_t samples) {
        return layout(samples, needs_of<true>).end * sizeof(float);
    }

    /// Memory for batches of up to so many samples on so many threads: for training, for evaluating, or for both, which
    /// use the same. Who does not evaluate needs no program for it.
    template<bool... Training>
    void reserve(std::size_t samples, int threads = 1) {
        const std::size_t room = larger(machine<true>::room_for(samples), room_);
        memory_needs needs = needs_;
        std::size_t team = team_elements_;
        ((needs = larger(needs, needs_of<Training>)), ...);
        if (threads > 1) ((team = larger(team, machine<Training>::team_elements(room))), ...);
        if (threads > 1 && (team > team_elements_ || threads > team_size_ || needs.scratch > team_scratch_)) {
            team_elements_ = team, team_scratch_ = needs.scratch;
            if (threads > team_size_) team_size_ = threads;
            const std::size_t n = std::size_t(team_size_ - 1) * team_scratch_ + team_elements_;
            team_memory_ = workspace(n * sizeof(float));
            for (std::size_t i = 0; i < n; ++i) team_memory_.data()[i] = 0;
        }
        if (room == room_ && needs == needs_) return;
        const offsets o = layout(room, needs);
        memory_ = workspace(o.end * sizeof(float));
        for (std::size_t i = 0; i < o.end; ++i) memory_.data()[i] = 0;
        at_ = o, room_ = room, needs_ = needs;
    }

    /// Where the samples of an input go, one behind the other; targets and coefficients follow the network's inputs.
    float* input(int slot) { return memory_.data() + at_.input[slot]; }
    /// Where they are in the next run instead; null: in input(slot). Kernels read whole blocks, so that `count` samples
    /// must fill them.
    static constexpr bool may_lie_elsewhere(int count) { return count % training_block == 0; }
    void input_lies(int slot, const float* at) { elsewhere_[slot] = at; }
    float* targets(int output) { return input(inputs + output); }
    /// What activity_regularizers' penalties of each sample are multiplied by.
    float* activity_coefficients() requires(weight_rules<Def>::any_activity) { return input(inputs + 2 * outputs); }
    float* coefficients(int output) { return input(inputs + outputs + output); }
    /// Numbers in a sample of an output's targets, and of its loss' values.
    static constexpr std::size_t target_elements(int output) { return sizes.at[inputs + output].elements; }
    static constexpr training_input_size loss_values(int output) { return sizes.at[inputs + outputs + output]; }

    /// Forward and backward for `count` samples, by a crew that memory was reserved for. Changes of weights are in
    /// changes() then. early: what may happen to some of early_weights meanwhile, in their order.
    template<bool Training, class Crew = no_crew>
    [[gnu::noinline]] void run(const float* weights, int count, const ops::random_state& random = {},
                               const Crew& crew = {}, const vector_update* early = nullptr) {
        const float* in[slots];
        for (int i = 0; i < slots; ++i) in[i] = input_of(i);
        float* const shared = memory_.data() + at_.shared;
        const training_frame f{weights,
                               memory_.data() + at_.changes,
                               memory_.data() + at_.samples,
                               shared,
                               shared + machine<Training>::p.shared,
                               in,
                               room_,
                               count,
                               random,
                               early};
        crew.run([&]<class Team>(Team t) {
            const simd::flush_denormals<> flush;
            training_frame own = f;
            if (t.index > 0) own.scratch = team_memory_.data() + std::size_t(t.index - 1) * team_scratch_;
            if (t.size > 1) t.room = team_memory_.data() + std::size_t(team_size_ - 1) * team_scratch_;
            machine<Training>::run(own, t);
        });
    }
    /// After a run: an output for all samples, and the sum of its loss' values times their coefficients; behind the
    /// outputs' the sum of activity_regularizers' penalties.
    template<bool Training>
    const float* output(int k) const {
        return at(results_of<Training>.output[k]);
    }
    template<bool Training>
    float loss(int k) const {
        const float* l = at(results_of<Training>.loss[k]);
        return l ? *l : 0;
    }
    /// What each weight changes to or by, where the model has the weight.
    float* changes() { return memory_.data() + at_.changes; }

    /// What a step does with weight `i`.
    static constexpr bool has_gradient(int i) { return given.gradient[i]; }
    static constexpr bool is_assigned(int i) { return given.next[i]; }
    /// Weights that a step may update itself.
    struct weight_list {
        int count, at[a.weight_count > 0 ? a.weight_count : 1];
    };
    static constexpr weight_list early_weights = [] {
        weight_list l = {};
        for (int i = 0; i < program.size; ++i)
            if (program.steps[i].updates) l.at[l.count++] = program.steps[i].segment;
        return l;
    }();

private:
    struct given_to_weights {
        bool gradient[a.weight_count > 0 ? a.weight_count : 1], next[a.weight_count > 0 ? a.weight_count : 1];
    };
    static constexpr given_to_weights given = [] {
        given_to_weights g = {};
        for (int k = 0; k < program.result_count; ++k) {
            const training_output& r = program.results[k];
            if (r.what == training_result::gradient) g.gradient[r.index] = true;
            if (r.what == training_result::next) g.next[r.index] = true;
        }
        return g;
    }();
    /// Elements that a program needs: for all samples together, in front of a thread's scratch; and for each sample.
    struct memory_needs {
        std::size_t shared = 0, scratch = 0, samples = 0;
        constexpr bool operator==(const memory_needs&) const = default;
    };
    template<bool Training>
    static constexpr memory_needs needs_of{machine<Training>::p.shared, machine<Training>::scratch,
                                           machine<Training>::p.samples};
    struct offsets {
        std::size_t input[slots] = {}, changes = 0, shared = 0, samples = 0, end = 0;
    };
    workspace memory_{0}, team_memory_{0}; ///< the latter: each thread's scratch but the first one's, then its room
    offsets at_;
    memory_needs needs_;
    std::size_t room_ = 0, team_scratch_ = 0, team_elements_ = 0;
    int team_size_ = 1;
    const float* elsewhere_[slots] = {};

    const float* input_of(int slot) const {
        return elsewhere_[slot] ? elsewhere_[slot] : memory_.data() + at_.input[slot];
    }
    static constexpr std::size_t larger(std::size_t x, std::size_t y) { return x > y ? x : y; }
    static constexpr memory_needs larger(const memory_needs& x, const memory_needs& y) {
        return {larger(x.shared, y.shared), larger(x.scratch, y.scratch), larger(x.samples, y.samples)};
    }
    static constexpr offsets layout(std::size_t samples, const memory_needs& needs) {
        offsets o;
        const std::size_t n = machine<true>::room_for(samples);
        for (int i = 0; i < slots; ++i)
            o.input[i] = o.end, o.end += padded(sizes.at[i].elements * (sizes.at[i].each_sample ? n : 1));
        o.changes = o.end, o.end += weight_elements;
        o.shared = o.end, o.end += padded(needs.shared + needs.scratch);
        o.samples = o.end, o.end += padded(needs.samples * n);
        return o;
    }

    /// Where results are: a table, so that the program itself is no constant that programs contain.
    struct result_place {
        training_place place;
        int segment;
        std::size_t offset;
    };
    struct result_places {
        result_place output[outputs], loss[outputs + 1];
    };
    template<bool Training>
    static constexpr result_places results_of = [] {
        constexpr const auto& p = machine<Training>::p;
        result_places r = {};
        for (int k = 0; k < p.result_count; ++k) {
            const training_output& of = p.results[k];
            const training_step& s = p.steps[of.step];
            if (of.what == training_result::output) r.output[of.index] = {s.place, s.segment, s.offset};
            if (of.what == training_result::loss) r.loss[of.index] = {s.place, s.segment, s.offset};
        }
        return r;
    }();
    const float* at(const result_place& r) const {
        switch (r.place) {
        case training_place::input:
            return input_of(r.segment);
        case training_place::samples:
            return memory_.data() + at_.samples + r.offset * room_;
        case training_place::shared:
            return memory_.data() + at_.shared + r.offset;
        default:
            return nullptr;
        }
    }
};

} // namespace ctnn::detail
