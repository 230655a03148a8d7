/// What runs training and test steps on batches: the programs, and the memory that they need, which is allocated once.
#pragma once
#include "../kernel/denormals.hpp"
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

    /// What number `slot` of the program's inputs takes; elements = 0: nothing reads it.
    static constexpr training_input_size make_input(int slot) {
        for (int i = 0; i < program.size; ++i)
            if (program.op(i).kind == ops::op_kind::input && program.op(i).attr.index == slot)
                return {program.op(i).out.size(), program.op(i).each_sample};
        return {};
    }
    struct slot_sizes {
        training_input_size at[slots];
    };
    static consteval slot_sizes make_sizes() {
        slot_sizes s{};
        for (int i = 0; i < slots; ++i) s.at[i] = make_input(i);
        return s;
    }
    static constexpr slot_sizes sizes = make_sizes();

    /// Bytes that a batch of so many samples needs, besides weights and the optimizer's own.
    static constexpr std::size_t bytes(std::size_t samples) { return layout(samples).end * sizeof(float); }

    /// Memory for batches of up to so many samples on so many threads.
    void reserve(std::size_t samples, int threads = 1) {
        if (threads > 1 && (samples > team_room_ || threads > team_size_)) {
            team_room_ = larger(machine<true>::room_for(samples), team_room_);
            if (threads > team_size_) team_size_ = threads;
            const std::size_t n = std::size_t(team_size_ - 1) * scratch + team_elements(team_room_);
            team_memory_ = workspace(n * sizeof(float));
            for (std::size_t i = 0; i < n; ++i) team_memory_.data()[i] = 0;
        }
        if (samples <= room_) return;
        const offsets o = layout(samples);
        memory_ = workspace(o.end * sizeof(float));
        for (std::size_t i = 0; i < o.end; ++i) memory_.data()[i] = 0;
        at_ = o, room_ = machine<true>::room_for(samples);
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
            if (t.index > 0) own.scratch = team_memory_.data() + std::size_t(t.index - 1) * scratch;
            if (t.size > 1) t.room = team_memory_.data() + std::size_t(team_size_ - 1) * scratch;
            machine<Training>::run(own, t);
        });
    }
    /// After a run: an output for all samples, and the sum of its loss' values times their coefficients; behind the
    /// outputs' the sum of activity_regularizers' penalties.
    template<bool Training>
    const float* output(int k) const {
        return result<Training>(training_result::output, k);
    }
    template<bool Training>
    float loss(int k) const {
        const float* at = result<Training>(training_result::loss, k);
        return at ? *at : 0;
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
    struct offsets {
        std::size_t input[slots] = {}, changes = 0, shared = 0, samples = 0, end = 0;
    };
    workspace memory_{0}, team_memory_{0}; ///< the latter: each thread's scratch but the first one's, then its room
    offsets at_;
    std::size_t room_ = 0, team_room_ = 0;
    int team_size_ = 1;
    const float* elsewhere_[slots] = {};

    const float* input_of(int slot) const {
        return elsewhere_[slot] ? elsewhere_[slot] : memory_.data() + at_.input[slot];
    }
    static constexpr std::size_t larger(std::size_t x, std::size_t y) { return x > y ? x : y; }
    static constexpr std::size_t scratch = larger(machine<true>::scratch, machine<false>::scratch);
    static constexpr std::size_t team_elements(std::size_t samples) {
        return larger(machine<true>::team_elements(samples), machine<false>::team_elements(samples));
    }
    static constexpr offsets layout(std::size_t samples) {
        offsets o;
        const std::size_t n = machine<true>::room_for(samples);
        for (int i = 0; i < slots; ++i)
            o.input[i] = o.end, o.end += padded(sizes.at[i].elements * (sizes.at[i].each_sample ? n : 1));
        o.changes = o.end, o.end += weight_elements;
        o.shared = o.end, o.end += padded(larger(machine<true>::shared_elements, machine<false>::shared_elements));
        o.samples = o.end, o.end += padded(larger(machine<true>::p.samples, machine<false>::p.samples) * n);
        return o;
    }
    template<bool Training>
    const float* result(training_result what, int k) const {
        constexpr const auto& p = machine<Training>::p;
        const int i = p.find(what, k);
        if (i < 0) return nullptr;
        const training_step& s = p.steps[i];
        switch (s.place) {
        case training_place::input:
            return input_of(s.segment);
        case training_place::samples:
            return memory_.data() + at_.samples + s.offset * room_;
        case training_place::shared:
            return memory_.data() + at_.shared + s.offset;
        default:
            return nullptr;
        }
    }
};

} // namespace ctnn::detail
