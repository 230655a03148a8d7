/// Pass of training programs: bias and activation are computed by the product that has the value in a register, where
/// the backward pass reads nothing of what is between them.
#pragma once
#include "../shape/growing.hpp"
#include "fold_scale_shift.hpp"

namespace ctnn::detail {

/// uses[i]: how often the result of operation i is read, where it is a result of the program, too. What a product takes
/// over becomes the product; the product that was is read by nothing then.
constexpr void fuse_training_epilogues(growing<ops::op>& list, const growing<int>& uses) {
    for (int i = 0; i < list.size(); ++i) {
        ops::op& o = list[i];
        const bool is_map = o.kind == ops::op_kind::map;
        if (!o.each_sample ||
            (!is_map && (o.kind != ops::op_kind::zip || ops::zip_kind(o.attr.variant) != ops::zip_kind::add)))
            continue;
        const auto open = [&](int k) { // whether the operand is a product that may still take something over
            const ops::op& m = list[o.in[k]];
            return is_product(m.kind) && uses[o.in[k]] == 1 && m.times == o.times && m.out == o.out && m.each_sample &&
                   m.attr.epilogue.kind == ops::function_kind::identity;
        };
        if (is_map) {
            if (!open(0)) continue;
            const ops::function f = o.attr.f;
            o = list[o.in[0]];
            o.attr.epilogue = f;
        } else
            for (int k = 0; k < 2; ++k) {
                const int bias = o.in[k];
                const ops::op& b = list[bias];
                if (b.each_sample || b.times != 1 || b.out.rank != 1 || b.out[0] != o.out.last() || !open(1 - k) ||
                    list[o.in[1 - k]].attr.bias)
                    continue;
                o = list[o.in[1 - k]];
                o.attr.bias = true;
                o.in[o.operands++] = bias;
                break;
            }
    }
}

} // namespace ctnn::detail
