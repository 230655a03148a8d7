/// y = x: a result that must be somewhere else, an output for example
#pragma once
#include "operation.hpp"

namespace ctnn::ops {

template<>
struct operation<op_kind::copy> {
    template<class T>
    static constexpr void evaluate(const op& o, const extents*, const T* const* x, T* y) {
        const int n = int(o.out.size());
        for (int i = 0; i < n; ++i) y[i] = x[0][i];
    }
};

} // namespace ctnn::ops
