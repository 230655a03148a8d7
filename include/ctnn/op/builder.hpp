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
};

struct builder {
    growing<op> list;
    bool repeats = false; ///< some operation runs more than once

    /// Appends an operation; it runs as often as the operand that runs most.
    constexpr value emit(const op& o) {
        list.push(o);
        if (repeats || o.times > 1) {
            op& last = list.back();
            repeats = true;
            for (int i = 0; i < o.operands; ++i)
                if (list[o.in[i]].times > last.times) last.times = list[o.in[i]].times;
        }
        return {this, list.size() - 1};
    }
};

constexpr const op& value::op() const { return to->list[index]; }
constexpr const extents& value::shape() const { return to->list[index].out; }
constexpr int value::times() const { return to->list[index].times; }

namespace detail {

/// An operation of the values' builder. Every operation's own file says which attributes it has.
template<class... V>
constexpr value emit(op_kind kind, const extents& out, const attributes& attr, const value& first, const V&... more) {
    return first.to->emit(op{kind, 1, 1 + int(sizeof...(V)), {first.index, more.index...}, out, attr});
}

} // namespace detail
} // namespace ctnn::ops
