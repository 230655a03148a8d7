/// What a weight starts with, as Keras' initializers: a kind and its numbers.
#pragma once
#include "../dsl/values.hpp"

namespace ctnn {

enum class initializer_kind : unsigned char {
    zeros, ones, constant, identity, orthogonal,
    random_normal, random_uniform, truncated_normal,
    glorot_uniform, glorot_normal, he_uniform, he_normal, lecun_uniform, lecun_normal, variance_scaling,
    unit_forget, // LSTM's bias: ones for the forget gate, zeros elsewhere
};

enum class fan_mode : unsigned char { fan_in, fan_out, fan_avg };
enum class distribution_kind : unsigned char { truncated_normal, untruncated_normal, uniform };

/// keras.initializers: how a weight is filled by build(seed). `a` and `b` are mean and stddev, minval and maxval, the
/// constant's value, the gain, or the scale, whichever the kind has.
struct initializer {
    initializer_kind kind = initializer_kind::glorot_uniform;
    float a = 0, b = 0;
    fan_mode mode = fan_mode::fan_in;
    distribution_kind distribution = distribution_kind::truncated_normal;
    int seed = -1; ///< -1: from build's seed
    constexpr bool operator==(const initializer&) const = default;
};

namespace detail {
inline constexpr initializer glorot_uniform_default{initializer_kind::glorot_uniform};
inline constexpr initializer zeros_default{initializer_kind::zeros};
inline constexpr initializer ones_default{initializer_kind::ones};
} // namespace detail

/// Keras' string forms, with the defaults that a string stands for.
constexpr bool find_value(std::string_view s, initializer& out) {
    using k = initializer_kind;
    struct row {
        std::string_view snake, camel;
        initializer value;
    };
    const row rows[] = {
        {"zeros", "Zeros", {k::zeros}},
        {"ones", "Ones", {k::ones}},
        {"constant", "Constant", {k::constant}},
        {"identity", "Identity", {k::identity, 1}},
        {"orthogonal", "Orthogonal", {k::orthogonal, 1}},
        {"random_normal", "RandomNormal", {k::random_normal, 0, .05f}},
        {"random_uniform", "RandomUniform", {k::random_uniform, -.05f, .05f}},
        {"uniform", "uniform", {k::random_uniform, -.05f, .05f}},
        {"normal", "normal", {k::random_normal, 0, .05f}},
        {"truncated_normal", "TruncatedNormal", {k::truncated_normal, 0, .05f}},
        {"glorot_uniform", "GlorotUniform", {k::glorot_uniform}},
        {"glorot_normal", "GlorotNormal", {k::glorot_normal}},
        {"he_uniform", "HeUniform", {k::he_uniform}},
        {"he_normal", "HeNormal", {k::he_normal}},
        {"lecun_uniform", "LecunUniform", {k::lecun_uniform}},
        {"lecun_normal", "LecunNormal", {k::lecun_normal}},
        {"variance_scaling", "VarianceScaling", {k::variance_scaling, 1}},
    };
    for (const row& r : rows)
        if (s == r.snake || s == r.camel) return out = r.value, true;
    return false;
}

namespace detail {

/// An initializer, its Keras name as a string, or an object like HeNormal().
template<>
struct accept<initializer> {
    template<class V>
    static constexpr bool from = std::is_convertible_v<V, initializer> || is_text_argument<V>;

    template<class V>
    static constexpr initializer make(const V& v) {
        if constexpr (std::is_convertible_v<V, initializer>)
            return v;
        else {
            initializer i;
            find_value(std::string_view(v), i);
            return i;
        }
    }
};

} // namespace detail
} // namespace ctnn
