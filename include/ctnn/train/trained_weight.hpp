/// A weight with what belongs to it in training.
#pragma once
#include "../kernel/update.hpp"
#include "constraints.hpp"
#include "optimizer_options.hpp"
#include "regularizers.hpp"

namespace ctnn {

/// A weight as an optimizer sees it.
template<class Real>
struct trained_weight {
    Real* value = nullptr;
    Real* gradient = nullptr; ///< `apply` changes it
    extents shape = {};
    std::string_view path{}; ///< "dense/kernel"
    bool trainable = true;
    ctnn::regularizer penalty{};
    ctnn::constraint bound{};
    Real* slots[slot_list::capacity] = {}; ///< `start` sets them
    bool updated = false;                  ///< `apply` does what follows the update
    /// How a step updates it; in constant expressions, and of what is no float, it is not kept.
    std::conditional_t<std::is_same_v<Real, float>, detail::vector_update, std::false_type> update{};

    /// "kernel"
    constexpr std::string_view name() const { return path.substr(path.rfind('/') + 1); }
};

/// One of Keras' optimizer.variables: Keras' path without the optimizer's name is "dense_kernel_momentum".
template<class Real>
struct optimizer_variable {
    text path;
    extents shape;
    Real* data;          ///< null for the number of steps
    std::int64_t* steps; ///< null for all others
};

} // namespace ctnn
