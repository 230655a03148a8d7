/// Pass of training programs: bias, an Add and an activation are computed by the operation that has the value in a
/// register, where nothing else, the backward pass above all, reads what is between them.
#pragma once
#include "../shape/growing.hpp"
#include "fold_scale_shift.hpp"
#include "short_function.hpp"

namespace ctnn::detail {

/// Whether an operation computes an activation behind it. (normalize: with the channels on the last axis.)
constexpr bool takes_activation(const ops::op& o, const ops::function& f) {
    if (o.kind == ops::op_kind::zip) return is_short(f);
    if (o.kind == ops::op_kind::normalize) return is_short(f) && o.attr.axis == o.out.rank - 1;
    return is_product(o.kind);
}

/// uses[i]: how often the result of operation i is read, where it is a result of the program, too. What an operation
/// takes over becomes that operation; the one that was there before is read by nothing then.
constexpr void fuse_training_epilogues(growing<ops::op>& list, const growing<int>& uses) {
    for (int i = 0; i < list.size(); ++i) {
        ops::op& o = list[i];
        if (!o.each_sample || o.across) continue;
        const auto open = [&](int k) { // whether the operand may take something over, and nothing came behind it yet
            const ops::op& m = list[o.in[k]];
            return uses[o.in[k]] == 1 && m.times == o.times && m.out == o.out && m.each_sample && !m.across &&
                   m.attr.epilogue.kind == ops::function_kind::identity;
        };
        if (o.kind == ops::op_kind::map) {
            const ops::function f = o.attr.f;
            if (!open(0) || !takes_activation(list[o.in[0]], f)) continue;
            o = list[o.in[0]];
            o.attr.epilogue = f;
        } else if (o.kind == ops::op_kind::zip && ops::zip_kind(o.attr.variant) == ops::zip_kind::add) {
            for (int k = 1; k >= 0; --k) {
                const int other = o.in[1 - k];
                const ops::op &m = list[o.in[k]], &b = list[other];
                if (!is_product(m.kind) || !open(k) || m.attr.residual) continue;
                const bool bias = !b.each_sample && b.times == 1 && b.out.rank == 1 && b.out[0] == o.out.last();
                if (bias ? m.attr.bias : !b.each_sample || b.times != o.times || !(b.out == o.out)) continue;
                o = list[o.in[k]];
                (bias ? o.attr.bias : o.attr.residual) = true;
                o.in[o.operands++] = other;
                break;
            }
        }
    }
}

} // namespace ctnn::detail
