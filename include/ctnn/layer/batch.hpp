/// Fixed batches, which only a summary shows: how Keras carries them through a layer.
#pragma once

namespace ctnn {

/// The batch of what a layer puts out: static constexpr auto batches = batch_rule::any. Without it: that of its first input.
enum class batch_rule : unsigned char {
    first, ///< of its first input, whatever the others have
    equal, ///< of its first input; those that are fixed must be the same
    any    ///< of whichever input has a fixed one; those that are fixed must be the same
};

namespace detail {

template<class C>
inline constexpr batch_rule batch_rule_of = batch_rule::first;
template<class C>
    requires requires { C::batches; }
inline constexpr batch_rule batch_rule_of<C> = C::batches;

/// The batch of a layer's output, -1 for None, from those of its `n` inputs.
constexpr int batch_behind(batch_rule rule, const int* x, int n) {
    int batch = n ? x[0] : -1;
    for (int i = 1; i < n && rule == batch_rule::any && batch < 0; ++i) batch = x[i];
    return batch;
}

} // namespace detail
} // namespace ctnn
