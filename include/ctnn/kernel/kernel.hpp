/// One kernel an operation, keyed by what it needs to know and by the instruction set, never by the model.
#pragma once
#include "../op/evaluate.hpp"
#include "target.hpp"

namespace ctnn {

/// An operation with the shapes of its operands: what a kernel needs to know.
struct descriptor {
    ops::op op;
    extents in[ops::max_operands] = {};
    int each[ops::max_operands]; ///< how far an operand moves from run to run

    template<class Program>
    static constexpr descriptor of(const Program& p, const ops::op& o) {
        const ops::op* operands[ops::max_operands] = {};
        for (int k = 0; k < o.operands; ++k) operands[k] = &p.op(o.in[k]);
        return of(o, operands);
    }
    /// Without what only the program knows: where operands come from, which input or weight it is.
    static constexpr descriptor of(const ops::op& o, const ops::op* const* operands) {
        descriptor d{o, {}, {}};
        d.op.attr.index = 0;
        for (int i = 0; i < ops::max_operands; ++i) d.op.in[i] = 0;
        for (int i = 0; i < o.operands; ++i) {
            d.in[i] = operands[i]->out;
            d.each[i] = operands[i]->times > 1 ? int(operands[i]->out.size()) : 0;
        }
        return d;
    }
};

namespace detail {

/// For kernels of operations into which no pass puts bias, residual or activation: to forget that would go unnoticed.
template<class D>
constexpr void nothing_fused() {
    static_assert(!D::value.op.attr.fuses(), "this kernel has no epilogue: see program/epilogue.hpp");
}

} // namespace detail

/// The kernel of a kind of operation. D is a type with the descriptor as its member D::value; `run` is inlined into the
/// program and calls code that is keyed by the few numbers on which it depends, so that equal operations share it and
/// symbols stay short. This one runs the scalar definition; files of this folder specialise it. A kernel that has more than
/// a few hundred bytes on the stack says how many at most: stack_bytes<D, Target>().
template<ops::op_kind K>
struct kernel {
    template<class D, class Target>
    static void run(const float* const* x, float* y) {
        ops::evaluate_of<D::value.op.kind>(D::value.op, D::value.in, D::value.each, x, y);
    }
};

} // namespace ctnn
