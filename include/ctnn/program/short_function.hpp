/// Which activations are little code.
#pragma once
#include "../op/function.hpp"

namespace ctnn::detail {

/// Whether every tile of a kernel may have its own copy of the function's code.
constexpr bool is_short(const ops::function& f) {
    using k = ops::function_kind;
    return f.kind == k::identity || f.kind == k::relu || f.kind == k::clip || f.kind == k::hard_sigmoid ||
           f.kind == k::abs || f.kind == k::square || f.kind == k::negate || f.kind == k::affine;
}

} // namespace ctnn::detail
