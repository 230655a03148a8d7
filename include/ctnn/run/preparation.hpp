/// What a program computes from its weights alone, once, when they are loaded. A table for the scalar definitions: hundreds
/// of such steps cost neither compile time nor code.
#pragma once
#include "../op/evaluate.hpp"
#include "../program/compiled.hpp"
#include <cstdint>

namespace ctnn::detail {

/// Where every weight begins in the model's block, each on a cache line of its own.
template<class Def>
struct weight_places {
    static constexpr auto& a = architecture<Def>::value;
    struct list {
        std::size_t at[unsigned(a.weight_count) + 1];
    };
    static constexpr list value = [] {
        list l{};
        std::size_t n = 0;
        for (int i = 0; i < a.weight_count; ++i) l.at[i] = n, n += padded(a.weights[i].shape.size());
        l.at[a.weight_count] = n;
        return l;
    }();
};

/// A step on weights: operands are rows in front of it.
struct preparing_row {
    ops::op op;
    place_kind place = place_kind::none;
    bool works = false; ///< a parameter or a view computes nothing
    std::size_t offset = 0;
};

template<class Def, passes Passes>
struct preparation {
    static constexpr const auto& p = compilation<Def, Passes>::value;

    /// The rows are the program's first steps: weights come first.
    static constexpr int size = [] {
        int n = 0;
        for (int i = 0; i < p.size; ++i)
            if (p.steps[i].prepares && p.op(i).kind != ops::op_kind::parameter) n = i + 1;
        return n;
    }();
    static constexpr std::uint64_t kinds = [] {
        std::uint64_t k = 0;
        for (int i = 0; i < size; ++i)
            if (!alias_of(p, p.op(i)).is) k |= std::uint64_t(1) << int(p.op(i).kind);
        return k;
    }();
    struct rows {
        preparing_row at[size > 0 ? size : 1];
    };
    static constexpr rows value = [] {
        rows r{};
        for (int i = 0; i < size; ++i) {
            const step& s = p.steps[i];
            r.at[i] = {s.op, s.place, s.prepares && s.op.kind != ops::op_kind::parameter && !alias_of(p, s.op).is, s.offset};
            if (s.place == place_kind::weights) r.at[i].offset += weight_places<Def>::value.at[s.segment];
        }
        return r;
    }();
};

/// Runs the rows. Target: sources with different options have their own.
template<class Target, std::uint64_t Kinds>
[[gnu::noinline]] void prepare(const preparing_row* rows, int size, const float* weights, float* prepared, float* scratch) {
    const auto at = [&](const preparing_row& r) -> const float* {
        return r.offset + (r.place == place_kind::weights ? weights : r.place == place_kind::prepared ? prepared : scratch);
    };
    for (const preparing_row* r = rows; r != rows + size; ++r) {
        if (!r->works) continue;
        extents shapes[ops::max_operands];
        const float* x[ops::max_operands] = {};
        int each[ops::max_operands] = {};
        for (int k = 0; k < r->op.operands; ++k) {
            const preparing_row& from = rows[r->op.in[k]];
            shapes[k] = from.op.out, x[k] = at(from);
            each[k] = from.op.times > 1 ? int(from.op.out.size()) : 0;
        }
        float* y = const_cast<float*>(at(*r)); // the rows that work are on memory of ours
        for (int t = 0; t < r->op.times; ++t, y += r->op.out.size()) {
            ops::visit(r->op.kind, [&]<ops::op_kind K>() {
                if constexpr ((Kinds >> int(K) & 1) != 0) ops::operation<K>::evaluate(r->op, shapes, x, y);
            });
            for (int k = 0; k < r->op.operands; ++k) x[k] += each[k];
        }
    }
}

} // namespace ctnn::detail
