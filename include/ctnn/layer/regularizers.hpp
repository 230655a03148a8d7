/// Keras' regularizers: kernel_regularizer = L2(0.01_c). Keywords that only they have are training's, in
/// train/regularizers.hpp.
#pragma once
#include "regularizer.hpp"
#include "value_factory.hpp"

namespace ctnn {

namespace regularizers {

/// l1 sum |w|                                                                                     keras.regularizers.L1
struct l1 {
    double l1 = 0.01;
    static constexpr std::string_view keras_name = "L1";
    static constexpr auto arguments() { return takes(keyword<"l1">(), &regularizers::l1::l1); }
    constexpr regularizer make() const { return {regularizer_kind::l1_l2, l1}; }
};
/// l2 sum w^2                                                                                     keras.regularizers.L2
struct l2 {
    double l2 = 0.01;
    static constexpr std::string_view keras_name = "L2";
    static constexpr auto arguments() { return takes(keyword<"l2">(), &regularizers::l2::l2); }
    constexpr regularizer make() const { return {regularizer_kind::l1_l2, 0, l2}; }
};
/// l1 sum |w| + l2 sum w^2                                                                      keras.regularizers.L1L2
struct l1_l2 {
    double l1 = 0, l2 = 0;
    static constexpr std::string_view keras_name = "L1L2";
    static constexpr auto arguments() { return takes(keyword<"l1">(), &l1_l2::l1, keyword<"l2">(), &l1_l2::l2); }
    constexpr regularizer make() const { return {regularizer_kind::l1_l2, l1, l2}; }
};
/// factor times the mean of |cosine| over all pairs of rows (mode = "columns"_s: columns)
/// of a weight (rows, columns)                                                 keras.regularizers.OrthogonalRegularizer
struct orthogonal_regularizer {
    double factor = 0.01;
    orthogonal_mode mode = orthogonal_mode::rows;
    static constexpr std::string_view keras_name = "OrthogonalRegularizer";
    static constexpr auto arguments() {
        return takes(keyword<"factor">(), &orthogonal_regularizer::factor, ctnn::mode, &orthogonal_regularizer::mode);
    }
    constexpr regularizer make() const { return {regularizer_kind::orthogonal, 0, 0, factor, mode}; }
};

} // namespace regularizers

inline constexpr detail::value_factory<regularizer, regularizers::l1> L1{};
inline constexpr detail::value_factory<regularizer, regularizers::l2> L2{};
inline constexpr detail::value_factory<regularizer, regularizers::l1_l2> L1L2{};
inline constexpr detail::value_factory<regularizer, regularizers::orthogonal_regularizer> OrthogonalRegularizer{};

} // namespace ctnn
