/// Pass: where every result lives. Steps that depend on weights alone run when these are loaded; the rest shares one
/// workspace by lifetime.
#pragma once
#include "plain_weights.hpp"
#include "scratch.hpp"
#include "weights_first.hpp"

namespace ctnn::detail {

/// Elements are kept in groups of this many: 64 bytes, a cache line and the widest vector.
inline constexpr std::size_t alignment_elements = 16;
constexpr std::size_t padded(std::size_t n) { return (n + alignment_elements - 1) / alignment_elements * alignment_elements; }

/// Whether a step only gives another name to (a part of) its operand's memory, and where that part begins.
struct alias {
    bool is = false;
    std::size_t offset = 0;
};
template<int N>
constexpr alias alias_of(const program<N>& p, const ops::op& o) {
    if (o.kind == ops::op_kind::reshape) return {true, 0};
    if (o.kind != ops::op_kind::slice || o.times != 1) return {};
    // a slice is contiguous when, from the last axis on, only one axis is cut and all in front of it have extent 1
    const extents& from = p.op(o.in[0]).out;
    std::size_t offset = 0, inner = 1;
    bool cut = false;
    for (int d = o.out.rank; d-- > 0;) {
        offset += std::size_t(o.attr.at[d]) * inner;
        inner *= std::size_t(from[d]);
        if (cut && o.out[d] != 1) return {};
        if (o.out[d] != from[d]) cut = true;
    }
    return {offset % alignment_elements == 0, offset};
}

struct plan_options {
    bool prepare = true; ///< compute with weights once, when they are loaded
    bool share = true;   ///< results that are not needed at the same time share memory
};

/// Adds a copy for every output that is not the result of a step of its own.
template<int M, int N>
constexpr program<M> with_outputs(const program<N>& p) {
    program<M> q = {};
    bool taken[N > 0 ? N : 1] = {};
    if constexpr (M == N)
        q = p;
    else {
        for (int i = 0; i < p.size; ++i) q.push(p.op(i));
        q.weights = p.weights, q.input_count = p.input_count, q.output_count = p.output_count;
    }
    for (int k = 0; k < p.output_count; ++k) {
        int i = p.outputs[k];
        q.outputs[k] = i;
        const ops::op& o = p.op(i);
        // a view of a result that is as large may still be written in place
        int root = i;
        while (p.op(root).kind == ops::op_kind::reshape) root = p.op(root).in[0];
        const bool direct = !alias_of(p, p.op(root)).is && p.op(root).kind != ops::op_kind::input && !p.is_weight(root) && !taken[root];
        if (direct) {
            taken[root] = true;
            continue;
        }
        ops::op c = ops::op_of(ops::op_kind::copy);
        c.operands = 1, c.in[0] = i, c.out = o.out, c.times = o.times;
        q.outputs[k] = q.push(c);
    }
    return q;
}

/// Needs with_outputs. What p keeps of its weights already stays kept, whether anything reads it or not.
template<int N>
constexpr program<N> plan(program<N> p, plan_options options, const hardware& h = {}) {
    constexpr int room = N > 0 ? N : 1;
    int root[room] = {};          // whose memory a step's result is part of
    std::size_t inside[room] = {}; // and where in it
    bool read_by_run[room] = {};   // weights' results that samples need
    int last[room] = {};
    for (int i = 0; i < p.size; ++i) {
        root[i] = i;
        if (p.steps[i].place == place_kind::prepared) read_by_run[i] = true;
        const alias a = alias_of(p, p.op(i));
        if (a.is) root[i] = root[p.op(i).in[0]], inside[i] = inside[p.op(i).in[0]] + a.offset;
        if (!a.is && p.op(i).kind != ops::op_kind::input && p.op(i).kind != ops::op_kind::parameter) p.steps[i].works = true;
        const bool prepares = options.prepare && p.is_weight(i);
        if (prepares) p.steps[i].prepares = true;
        for (int k = 0; k < p.op(i).operands; ++k) {
            const int r = root[p.op(i).in[k]];
            last[r] = i;
            if (!prepares) read_by_run[r] = true;
        }
        if (const int w = plain_weights(p, p.op(i)); w >= 0) read_by_run[root[w]] = true; // by a stream
    }
    for (int k = 0; k < p.output_count; ++k) {
        step& s = p.steps[root[p.outputs[k]]];
        s.place = place_kind::output, s.segment = k;
    }
    struct interval {
        int step, last;
        bool scratch; // of the kernel, not its result
        std::size_t size, offset;
    };
    interval placed[2 * room] = {};
    int count = 0;
    const auto put = [&](const interval& v) {
        (v.scratch ? p.steps[v.step].scratch : p.steps[v.step].offset) = v.offset;
        if (v.offset + v.size > p.workspace) p.workspace = v.offset + v.size;
    };
    for (int i = 0; i < p.size; ++i) {
        step& s = p.steps[i];
        if (s.works && !s.prepares) {
            extents in[ops::max_operands] = {};
            for (int k = 0; k < s.op.operands; ++k) in[k] = p.op(s.op.in[k]).out;
            s.scratch_elements = scratch_elements(s.op, in, h);
            if (s.scratch_elements) placed[count++] = {i, i, true, padded(s.scratch_elements), 0};
        }
        if (root[i] != i || s.place == place_kind::output) continue;
        if (s.op.kind == ops::op_kind::input) {
            s.place = place_kind::input, s.segment = s.op.attr.index;
        } else if (s.op.kind == ops::op_kind::parameter) {
            s.place = place_kind::weights;
            s.segment = s.op.attr.index;
        } else if (s.prepares && read_by_run[i]) {
            s.place = place_kind::prepared, s.offset = p.prepared;
            p.prepared += padded(s.op.size());
        } else if (s.prepares) {
            s.place = place_kind::none, s.offset = p.preparation; // scratch of the preparation
            p.preparation += padded(s.op.size());
        } else {
            s.place = place_kind::workspace;
            placed[count++] = {i, last[i], false, padded(s.op.size()), 0};
        }
    }
    if (!options.share) {
        for (int k = 0; k < count; ++k) placed[k].offset = p.workspace, put(placed[k]);
    } else if (count <= 128) {
        // the largest first, each at the lowest place that is free for as long as it lives
        for (int a = 1; a < count; ++a)
            for (int b = a; b > 0 && placed[b].size > placed[b - 1].size; --b) {
                const interval t = placed[b];
                placed[b] = placed[b - 1], placed[b - 1] = t;
            }
        int by_offset[2 * room] = {}; // those that are placed, in the order of their offsets
        for (int k = 0; k < count; ++k) {
            interval& v = placed[k];
            std::size_t at = 0;
            int insert = 0;
            for (int j = 0; j < k; ++j) {
                const interval& u = placed[by_offset[j]];
                if (u.step > v.last || v.step > u.last) continue;
                if (at + v.size <= u.offset) break;
                if (u.offset + u.size > at) at = u.offset + u.size;
            }
            v.offset = at;
            while (insert < k && placed[by_offset[insert]].offset <= at) ++insert;
            for (int j = k; j > insert; --j) by_offset[j] = by_offset[j - 1];
            by_offset[insert] = k;
            put(v);
        }
    } else {
        // many: in the order in which they run, first fit among those that are still alive
        int live[2 * room] = {}, alive = 0;
        for (int k = 0; k < count; ++k) {
            interval& v = placed[k];
            int kept = 0;
            for (int j = 0; j < alive; ++j)
                if (placed[live[j]].last >= v.step) live[kept++] = live[j];
            alive = kept;
            std::size_t at = 0;
            int q = 0;
            while (q < alive && at + v.size > placed[live[q]].offset)
                at = placed[live[q]].offset + placed[live[q]].size, ++q;
            for (int j = alive; j > q; --j) live[j] = live[j - 1];
            live[q] = k, ++alive;
            v.offset = at;
            put(v);
        }
    }
    for (int i = 0; i < p.size; ++i)
        if (root[i] != i) {
            const step& r = p.steps[root[i]];
            p.steps[i].place = r.place, p.steps[i].segment = r.segment, p.steps[i].offset = r.offset + inside[i];
        }
    return p;
}

} // namespace ctnn::detail
