/// What a program computes from its weights alone, once, when they are loaded. A table for the scalar definitions: hundreds
/// of such steps cost neither compile time nor code.
#pragma once
#include "../op/evaluate.hpp"
#include "../program/compiled.hpp"
#include "../program/fingerprint.hpp"
#include <cstdint>

namespace ctnn::detail {

/// Where every weight begins in the model's block, each on a cache line of its own.
template<class Def>
struct weight_places {
    static constexpr auto& a = architecture<Def>::value;
    struct list {
        std::size_t at[unsigned(a.weight_count) + 1];
    };
    static consteval list make_value() {
        list l{};
        std::size_t n = 0;
        for (int i = 0; i < a.weight_count; ++i) l.at[i] = n, n += padded(a.weight(i).shape.size());
        l.at[a.weight_count] = n;
        return l;
    }
    static constexpr list value = make_value();
};

/// A step on weights: operands are rows in front of it. Equal operations are listed once.
struct preparing_row {
    std::uint16_t op = 0; ///< which of the operations
    place_kind place = place_kind::none;
    bool works = false; ///< a parameter or a view computes nothing
    int in[ops::max_operands] = {};
    std::size_t offset = 0;
};

/// The row of a step whose operation is number `op`. weight_at: where weights begin.
constexpr preparing_row row_of(const step& s, int op, const std::size_t* weight_at) {
    preparing_row r;
    r.op = std::uint16_t(op), r.place = s.place, r.offset = s.offset;
    r.works = s.prepares && s.works;
    for (int k = 0; r.works && k < s.op.operands; ++k) r.in[k] = s.op.in[k];
    if (s.place == place_kind::weights) r.offset += weight_at[s.segment];
    return r;
}

/// Apart from where operands come from; of a weight only the shape counts. Few kinds of operations are what weights go
/// through most of the time: these have few attributes to compare.
constexpr bool same_operation(const ops::op& a, const ops::op& b) {
    if (a.kind != b.kind || a.attr.variant != b.attr.variant || a.times != b.times || a.operands != b.operands) return false;
    if (!(a.out == b.out)) return false;
    switch (a.kind) {
    case ops::op_kind::parameter:
    case ops::op_kind::reshape:
    case ops::op_kind::zip: return true;
    case ops::op_kind::map: return a.attr.f == b.attr.f;
    case ops::op_kind::scale_shift: return a.attr.axis == b.attr.axis;
    case ops::op_kind::pack: return a.attr.at == b.attr.at;
    default: return a.attr == b.attr;
    }
}

template<class Def, passes Passes, hardware Hardware = this_hardware>
struct preparation {
    static constexpr const auto& p = compilation<Def, Passes, Hardware>::value;

    /// The rows are the program's first steps: weights come first.
    static constexpr int size = count_preparing(p);
    static consteval std::uint64_t make_kinds() {
        std::uint64_t k = 0;
        for (int i = 0; i < size; ++i)
            if (p.steps[i].works) k |= std::uint64_t(1) << int(p.op(i).kind);
        return k;
    }
    static constexpr std::uint64_t kinds = make_kinds();
    /// For every row the first that has an equal operation, apart from where its operands come from.
    struct numbers {
        int first[size > 0 ? size : 1] = {}, number[size > 0 ? size : 1] = {};
        int count = 0;
    };
    static consteval numbers make_equal() {
        numbers n;
        int distinct[size > 0 ? size : 1] = {}, next[size > 0 ? size : 1] = {};
        for (int i = 0, last = 0; i < size; ++i) {
            const ops::op& o = p.op(i);
            int k = next[last]; // what came behind an equal operation before: networks repeat themselves
            if (k >= n.count || !same_operation(o, p.op(distinct[k])))
                for (k = 0; k < n.count && !same_operation(o, p.op(distinct[k]));) ++k;
            if (k == n.count) distinct[n.count++] = i;
            n.first[i] = distinct[k], n.number[i] = k;
            next[last] = k, last = k;
        }
        return n;
    }
    static constexpr numbers equal = make_equal();
    struct table {
        ops::op ops[equal.count > 0 ? equal.count : 1];
        preparing_row rows[size > 0 ? size : 1];
    };
    static consteval table make_value() {
        table t{};
        for (int i = 0; i < size; ++i) {
            if (equal.first[i] == i) t.ops[equal.number[i]] = p.op(i);
            t.rows[i] = row_of(p.steps[i], equal.number[i], weight_places<Def>::value.at);
        }
        return t;
    }
    static constexpr table value = make_value();
};

/// Runs the rows. Target: sources with different options have their own.
template<class Target, std::uint64_t Kinds>
[[gnu::noinline]] void prepare(const ops::op* all, const preparing_row* rows, int size, const float* weights, float* prepared,
                              float* scratch) {
    const auto at = [&](const preparing_row& r) -> const float* {
        return r.offset + (r.place == place_kind::weights ? weights : r.place == place_kind::prepared ? prepared : scratch);
    };
    for (const preparing_row* r = rows; r != rows + size; ++r) {
        if (!r->works) continue;
        extents shapes[ops::max_operands] = {};
        const float* x[ops::max_operands] = {};
        int each[ops::max_operands] = {};
        const ops::op& o = all[r->op];
        for (int k = 0; k < o.operands; ++k) {
            const preparing_row& from = rows[r->in[k]];
            const ops::op& operand = all[from.op];
            shapes[k] = operand.out, x[k] = at(from);
            each[k] = operand.times > 1 ? int(operand.out.size()) : 0;
        }
        float* y = const_cast<float*>(at(*r)); // the rows that work are on memory of ours
        for (int t = 0; t < o.times; ++t, y += o.out.size()) {
            ops::visit(o.kind, [&]<ops::op_kind K>() {
                if constexpr ((Kinds >> int(K) & 1) != 0) ops::operation<K>::evaluate(o, shapes, x, y);
            });
            for (int k = 0; k < o.operands; ++k) x[k] += each[k];
        }
    }
}

} // namespace ctnn::detail
