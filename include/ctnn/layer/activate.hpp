/// Any of Keras' activations as operations.
#pragma once
#include "../op/map.hpp"
#include "activations.hpp"

namespace ctnn {

/// activation(x), over the last axis where it is not elementwise (softmax).
constexpr ops::value activate(const ops::value& x, activation_kind kind) {
    return ops::map(x, ops::function_of(kind));
}

} // namespace ctnn
