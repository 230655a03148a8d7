/// What every operation's file gives: its meaning in plain C++, which the kernels are tested against and constant
/// expressions run, and its gradient.
#pragma once
#include "../shape/compiled_for.hpp"
#include "op.hpp"

namespace ctnn::ops {

/// Specialised in the file of each kind:
///   template<class T> static constexpr void evaluate(const op& o, const extents* in, const T* const* x, T* y);
///     one run of `o`: x[i] has the shape in[i], y the shape o.out
/// Its gradient is in gradient/.
/// Options stays as it is: sources that are compiled for other instruction sets have definitions of their own.
template<op_kind K, unsigned Options = compiled_for>
struct operation;

} // namespace ctnn::ops
