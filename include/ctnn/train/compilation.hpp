/// The training program of a network with its losses: lowered, differentiated, planned. Constants.
#pragma once
#include "../program/early_updates.hpp"
#include "../program/training_plan.hpp"
#include "lower.hpp"

namespace ctnn::detail {

/// Why a network cannot be trained.
template<class Def, ops::op_kind Kind, bool Full>
struct untrainable {
    static constexpr text value = [] {
        text t;
        if (Full) return t << "compile(): this network's training program is too large for the compiler";
        if (Kind == ops::op_kind::custom)
            return t << "compile(): a Lambda of this network has no derivative, so that nothing in front of it can be "
                        "trained; hint: Lambda(function, derivative = [](auto x) { return ...; })";
        return t << "compile(): an operation of this network (number " << int(Kind)
                 << " of ctnn/op/op.hpp) has no gradient, so that it cannot be trained";
    }();
};

/// Training: what a step runs; otherwise what evaluate() runs. Of the passes it has epilogues, conv_pools, winograd,
/// share_memory and early_updates.
template<class Def, bool Training, passes Passes, hardware Hardware, class... Losses>
struct training_compilation {
    static constexpr const auto& a = architecture<Def>::value;
    static constexpr int outputs = a.models[0].outputs.count;
    static constexpr int room = (Training ? 8 : 2) * definition<Def>::value.operations + 64 * outputs + 64 +
                                (weight_rules<Def>::any_activity ? 16 * a.layer_count : 0);
    static constexpr int result_room = 2 * outputs + 2 * a.weight_count + 1;
    static constexpr auto lowered = lower_training<Def, Training, Passes, Hardware, room, result_room, Losses...>();
    static constexpr bool ok = lowered.missing == ops::op_kind::input && !lowered.full;
    static constexpr int size = lowered.program.size;
    static consteval training_program<size, result_room> make_value() {
        auto p = without_room<size>(lowered.program);
        plan_training(p, lowered.forward, Passes.share_memory);
        if (Training && Passes.early_updates && early_updates_pay(Hardware)) mark_early_updates(p);
        return p;
    }
    static constexpr training_program<size, result_room> value = make_value();
};

} // namespace ctnn::detail
