/// Keras' masks: which steps of a sequence are padding. ctnn has none; its layers say what Keras' would do with one, so
/// that a file in which a mask changes a result can be refused.
#pragma once

namespace ctnn {

/// What a layer does with the mask of its input: static constexpr auto masks = mask_rule::keeps. Without it, it drops it.
enum class mask_rule : unsigned char {
    drops,
    keeps, ///< hands it on
    uses   ///< computes something else where there is one
};

namespace detail {

template<class C>
inline constexpr mask_rule mask_rule_of = mask_rule::drops;
template<class C>
    requires requires { C::masks; }
inline constexpr mask_rule mask_rule_of<C> = C::masks;

} // namespace detail
} // namespace ctnn
