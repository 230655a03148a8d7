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

    /// Appends an operation; it runs as often as the operand that runs most.
    constexpr value emit(op o) {
        for (int i = 0; i < o.operands; ++i) {
            const int times = list[o.in[i]].times;
            if (times > o.times) o.times = times;
        }
        list.push(o);
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
    op o;
    o.kind = kind;
    o.out = out;
    o.attr = attr;
    o.in[o.operands++] = first.index;
    ((o.in[o.operands++] = more.index), ...);
    return first.to->emit(o);
}

} // namespace detail
} // namespace ctnn::ops
