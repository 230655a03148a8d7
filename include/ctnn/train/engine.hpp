/// What runs training and test steps on batches: the programs, and the memory that they need, which is allocated once.
#pragma once
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

template<class Def, class Target, class... Losses>
class training_engine {
    template<bool Training>
    using compilation = training_compilation<Def, Training, Losses...>;
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

    /// Memory for batches of up to so many samples.
    void reserve(std::size_t samples) {
        if (samples <= room_) return;
        const offsets o = layout(samples);
        memory_ = workspace(o.end * sizeof(float));
        for (std::size_t i = 0; i < o.end; ++i) memory_.data()[i] = 0;
        at_ = o, room_ = machine<true>::room_for(samples);
    }

    /// Where the samples of an input go, one behind the other; targets and coefficients follow the network's inputs.
    float* input(int slot) { return memory_.data() + at_.input[slot]; }
    float* targets(int output) { return input(inputs + output); }
    /// What activity_regularizers' penalties of each sample are multiplied by.
    float* activity_coefficients() requires(weight_rules<Def>::any_activity) { return input(inputs + 2 * outputs); }
    float* coefficients(int output) { return input(inputs + outputs + output); }
    /// Numbers in a sample of an output's targets, and of its loss' values.
    static constexpr std::size_t target_elements(int output) { return sizes.at[inputs + output].elements; }
    static constexpr training_input_size loss_values(int output) { return sizes.at[inputs + outputs + output]; }

    /// Forward and backward for `count` samples. Changes of weights are in changes() then.
    template<bool Training>
    void run(const float* weights, int count, const ops::random_state& random = {}) {
        const float* in[slots];
        for (int i = 0; i < slots; ++i) in[i] = input(i);
        machine<Training>::run(training_frame{weights, memory_.data() + at_.changes, memory_.data() + at_.samples,
                                              memory_.data() + at_.shared, in, room_, count, random});
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
    static constexpr bool has_gradient(int i) { return program.find(training_result::gradient, i) >= 0; }
    static constexpr bool is_assigned(int i) { return program.find(training_result::next, i) >= 0; }

private:
    struct offsets {
        std::size_t input[slots] = {}, changes = 0, shared = 0, samples = 0, end = 0;
    };
    workspace memory_{0};
    offsets at_;
    std::size_t room_ = 0;

    static constexpr std::size_t larger(std::size_t x, std::size_t y) { return x > y ? x : y; }
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
            return memory_.data() + at_.input[s.segment];
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
