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
    using type = made_training<room, result_room>;
    /// One evaluation: a program that is kept in between costs more than what is done with it. Room that nothing was
    /// written to costs nothing.
    static consteval type make() {
        type made = {};
        lower_training<Def, Training, Passes, Hardware, Losses...>(made);
        if (made.missing != ops::op_kind::input || made.full) return made;
        plan_training(made.program, made.forward, Passes.share_memory);
        if (Training && Passes.early_updates && early_updates_pay(Hardware)) mark_early_updates(made.program);
        return made;
    }
    static constexpr type made = make();
    static constexpr bool ok = made.missing == ops::op_kind::input && !made.full;
    static constexpr const auto& value = made.program;
};

} // namespace ctnn::detail
