/// Where operations are put together: a builder collects them, a value names the result of one.
#pragma once
#include "../shape/growing.hpp"
#include "op.hpp"

namespace ctnn::ops {

struct builder;

/// The result of an operation while a program is built. Layers take and give values.
struct value {
    builder* to = nullptr;
    int index = -1;

    constexpr const ops::op& op() const;
    constexpr const extents& shape() const;
    constexpr int times() const;
    /// Whether this has one result for each run of `other`, not one for all.
    constexpr bool moves_with(const value& other) const;
};

/// A weight that a training step gives another value, apart from what an optimizer does.
struct assignment {
    int weight; ///< which one
    value to;
};

struct builder {
    growing<op> list;
    bool repeats = false; ///< some operation runs more than once, or for each sample
    growing<assignment> assigned;

    /// Appends an operation; it runs as often as the operand that runs most, unless it goes across all runs.
    constexpr value emit(const op& o) {
        list.push(o);
        if (repeats || o.times > 1 || o.each_sample) {
            op& last = list.back();
            repeats = true;
            for (int i = 0; i < o.operands && !o.across; ++i) {
                const op& operand = list[o.in[i]];
                if (operand.times > last.times) last.times = operand.times;
                if (operand.each_sample) last.each_sample = true;
            }
        }
        return {this, list.size() - 1};
    }
};

constexpr const op& value::op() const { return to->list[index]; }
constexpr const extents& value::shape() const { return to->list[index].out; }
constexpr int value::times() const { return to->list[index].times; }
constexpr bool value::moves_with(const value& other) const {
    return (op().each_sample || !other.op().each_sample) && times() >= other.times();
}

namespace detail {

/// An operation of the values' builder. Every operation's own file says which attributes it has.
template<class... V>
constexpr value emit(op_kind kind, const extents& out, const attributes& attr, const value& first, const V&... more) {
    return first.to->emit(op{kind, 1, 1 + int(sizeof...(V)), {first.index, more.index...}, out, attr, false, false});
}
/// The same across all runs of the operands.
template<class... V>
constexpr value emit_across(op_kind kind, const extents& out, const attributes& attr, const value& first, const V&... more) {
    return first.to->emit(op{kind, 1, 1 + int(sizeof...(V)), {first.index, more.index...}, out, attr, false, true});
}

} // namespace detail
} // namespace ctnn::ops
