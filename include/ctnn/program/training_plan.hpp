/// Pass: where every value of a training program lives. What the backward pass reads is kept, the rest shares memory.
#pragma once
#include "../op/training/pool_gradient.hpp"
#include "plan.hpp"
#include "training_program.hpp"

namespace ctnn::detail {

/// Memory by lifetime: what lives shortly takes the first gap that is free, what is kept for long is put behind each
/// other in front, so that looking for a gap looks at few.
struct arena {
    struct taken {
        int last;
        std::size_t begin, end;
    };
    growing<taken> live; // by offset
    std::size_t kept = 0, most = 0;

    constexpr std::size_t keep(std::size_t n) {
        const std::size_t at = kept;
        kept += padded(n);
        return at;
    }
    /// From step `now` to step `last`; offsets count from the end of what is kept.
    constexpr std::size_t take(std::size_t n, int now, int last) {
        taken* const all = live.begin();
        const int before = live.size();
        int left = 0;
        while (left < before && all[left].last >= now) ++left;
        for (int i = left + 1; i < before; ++i)
            if (all[i].last >= now) all[left++] = all[i];
        live.shrink(left);
        std::size_t at = 0;
        int k = 0;
        while (k < left && at + padded(n) > live[k].begin) at = live[k].end, ++k;
        live.push({});
        for (int i = left; i > k; --i) live[i] = live[i - 1];
        live[k] = {last, at, at + padded(n)};
        if (live[k].end > most) most = live[k].end;
        return at;
    }
    /// Another value takes over what begins at `offset`.
    constexpr void hand_over(std::size_t offset, int last) {
        for (taken& t : live)
            if (t.begin == offset) t.last = last;
    }
};

/// Whether an operation reads of operand k what it writes an element of its result over, and nothing of it later.
constexpr bool may_overwrite(const ops::op& o, int k, const extents& first) {
    switch (o.kind) {
    case ops::op_kind::map:
    case ops::op_kind::map_gradient:
        return k == 0;
    case ops::op_kind::zip:
        return true;
    case ops::op_kind::normalize_gradient:
        return k == 0 && o.attr.axis == o.out.rank - 1;
    case ops::op_kind::pool_gradient:
        return k == 1 && ops::detail::stops_are_pairs(ops::detail::sliding(o.attr.win, o.out, first));
    default:
        return false;
    }
}

/// `backward`: the first step of the backward pass; a value that is made in front of it and read behind it is kept.
/// `overwrite`: results take the place of operands where kernels allow it.
template<int N, int R>
constexpr void plan_training(training_program<N, R>& p, int backward, bool overwrite = true) {
    constexpr int room = N > 0 ? N : 1;
    int root[room] = {}, last[room] = {};
    for (int i = 0; i < p.size; ++i) {
        const ops::op& o = p.op(i);
        root[i] = o.kind == ops::op_kind::reshape ? root[o.in[0]] : i;
        p.steps[i].works = root[i] == i && o.kind != ops::op_kind::input && o.kind != ops::op_kind::parameter;
        for (int k = 0; k < o.operands; ++k) last[root[o.in[k]]] = i;
    }
    bool changes[room] = {};
    for (int k = 0; k < p.result_count; ++k) {
        const training_output& r = p.results[k];
        const int at = root[r.step];
        last[at] = p.size;
        if (r.what != training_result::gradient && r.what != training_result::next) continue;
        // lowering has made copies of what is no result of its own
        p.steps[at].place = training_place::changes, p.steps[at].segment = r.index;
        changes[at] = true;
    }
    arena samples, shared;
    struct placement {
        bool here, kept;
    };
    placement placed[room] = {};
    for (int i = 0; i < p.size; ++i) {
        training_step& s = p.steps[i];
        const ops::op& o = s.op;
        if (root[i] != i || changes[i]) continue;
        if (o.kind == ops::op_kind::input) {
            s.place = training_place::input, s.segment = o.attr.index;
        } else if (o.kind == ops::op_kind::parameter) {
            s.place = training_place::weights, s.segment = o.attr.index;
        } else {
            s.place = o.each_sample ? training_place::samples : training_place::shared;
            arena& a = o.each_sample ? samples : shared;
            const bool kept = last[i] == p.size || (i < backward && last[i] >= backward);
            int from = -1; // whose place it takes
            for (int k = 0; k < o.operands && from < 0 && overwrite; ++k) {
                const int r = root[o.in[k]];
                const ops::op& x = p.op(r);
                if (last[r] == i && placed[r].here && (placed[r].kept || !kept) && x.each_sample == o.each_sample &&
                    x.times == o.times && x.out.size() == o.out.size() && may_overwrite(o, k, p.op(o.in[0]).out))
                    from = r;
            }
            if (from >= 0) {
                placed[i] = placed[from], s.offset = p.steps[from].offset;
                if (!placed[i].kept) a.hand_over(s.offset, last[i]);
                continue;
            }
            placed[i] = {true, kept};
            s.offset = kept ? a.keep(o.size()) : a.take(o.size(), i, last[i]);
        }
    }
    for (int i = 0; i < p.size; ++i) {
        training_step& s = p.steps[i];
        if (placed[i].here && !placed[i].kept) s.offset += s.op.each_sample ? samples.kept : shared.kept;
        if (root[i] != i)
            s.place = p.steps[root[i]].place, s.segment = p.steps[root[i]].segment, s.offset = p.steps[root[i]].offset;
    }
    p.samples = samples.kept + samples.most, p.shared = shared.kept + shared.most;
}

} // namespace ctnn::detail
