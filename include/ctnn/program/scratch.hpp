/// How much memory a step's kernel needs for itself while it runs: the plan gives it a part of the workspace.
#pragma once
#include "../op/op.hpp"
#include "../op/training/ctc_scratch.hpp"
#include "../shape/hardware.hpp"
#include "conv_plan.hpp"
#include "winograd_plan.hpp"

namespace ctnn::detail {

/// Elements for one run of `o`; its runs share them. in: shapes of one run of each operand.
template<unsigned Options = compiled_for>
constexpr std::size_t scratch_elements(const ops::op& o, const extents* in, const hardware& h) {
    if (o.kind == ops::op_kind::conv) return plan_conv(o, in[0], o.attr.groups, h).bytes / sizeof(float);
    if (o.kind == ops::op_kind::depthwise && runs_as_groups(o, in[0]))
        return plan_conv(o, in[0], in[0].last(), h).bytes / sizeof(float);
    if (o.kind == ops::op_kind::winograd) return plan_winograd(o, in[0], o.attr.tile, h).scratch(h.lanes);
    if (o.kind == ops::op_kind::ctc || o.kind == ops::op_kind::ctc_gradient)
        return ops::detail::ctc_scratch(in[0], in[1]) * (sizeof(double) / sizeof(float));
    if (o.kind == ops::op_kind::matmul_input) return std::size_t(in[0].last()) * 2 * std::size_t(h.lanes);
    return 0;
}

} // namespace ctnn::detail
