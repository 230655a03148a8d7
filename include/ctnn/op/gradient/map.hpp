/// dx = dy f'(x)
#pragma once
#include "../map.hpp"
#include "../training/map_gradient.hpp"
#include "rule.hpp"

namespace ctnn::ops {

template<>
struct gradient_rule<op_kind::map> {
    static constexpr void apply(const op& o, const value* x, const value& y, const value& dy, const bool*, value* dx) {
        dx[0] = map_gradient(o.attr.f, x[0], y, dy);
    }
};

} // namespace ctnn::ops
