/// Pass: where threads that run a training program together have to wait for each other. Each does blocks of samples of
/// its own in a step that has a result for each sample; a step that has one for all is a single thread's, and in one
/// that goes across all samples every thread may have a part. In between they go on as far as memory lets them: values
/// that lie where others were, with samples of another size, count as these.
#pragma once
#include "../shape/growing.hpp"
#include "training_program.hpp"

namespace ctnn::detail {

/// Which threads look at a place, or write there.
enum class training_share : unsigned char {
    blocks, ///< each at its own samples
    single, ///< the first one alone
    any,    ///< each wherever it likes
};
struct training_access {
    training_place place;
    int segment;
    std::size_t begin, end;
    training_share by;
    bool writes;

    /// Whether threads must meet between the two.
    constexpr bool disturbs(const training_access& o) const {
        if ((!writes && !o.writes) || place != o.place || segment != o.segment) return false;
        if (begin >= o.end || o.begin >= end) return false;
        if (by != o.by || by == training_share::any) return true;
        return by == training_share::blocks && (begin != o.begin || end != o.end);
    }
};

/// Sums of several threads lie in memory that there is once.
constexpr bool uses_room_of_team(ops::op_kind k) {
    return k == ops::op_kind::moments || k == ops::op_kind::normalize_sums;
}

template<int N>
struct training_meetings {
    bool before[N > 0 ? N : 1]; ///< step i begins when all are there
};

template<int N, int R>
constexpr training_meetings<N> plan_meetings(const training_program<N, R>& p) {
    training_meetings<N> m = {};
    growing<training_access> open;
    growing<bool> updated; // weights that some step changes
    for (int i = 0; i < p.size; ++i)
        if (p.steps[i].updates) {
            while (updated.size() <= p.steps[i].segment) updated.push(false);
            updated[p.steps[i].segment] = true;
        }
    for (int i = 0; i < p.size; ++i) {
        const ops::op& o = p.op(i);
        if (!p.steps[i].works) continue;
        training_access own[ops::max_operands + 3] = {};
        int count = 0;
        const auto look = [&](int at, bool writes) {
            const training_step& s = p.steps[at];
            const bool weight = s.place == training_place::weights;
            if (s.place == training_place::input || (weight && (s.segment >= updated.size() || !updated[s.segment])))
                return; // never written
            const bool each = s.op.each_sample;
            const auto by = o.across        ? (writes && each ? training_share::single : training_share::any)
                            : o.each_sample ? (each ? training_share::blocks : training_share::any)
                                            : training_share::single;
            const bool whole = weight || s.place == training_place::changes;
            own[count++] = {
                s.place, whole ? s.segment : 0, whole ? 0 : s.offset, (whole ? 0 : s.offset) + s.op.size(), by, writes};
        };
        for (int k = 0; k < o.operands; ++k) look(o.in[k], false);
        look(i, true);
        if (p.steps[i].updates)
            own[count++] = {training_place::weights, p.steps[i].segment, 0, o.size(), training_share::any, true};
        if (uses_room_of_team(o.kind)) own[count++] = {training_place::none, 0, 0, 1, training_share::any, true};
        for (int k = 0; k < count; ++k)
            for (const training_access& a : open) m.before[i] |= own[k].disturbs(a);
        if (m.before[i]) open.shrink(0);
        for (int k = 0; k < count; ++k) open.push(own[k]);
    }
    return m;
}

} // namespace ctnn::detail
