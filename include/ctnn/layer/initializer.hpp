/// What a weight starts with, as Keras' initializers: a kind and its numbers.
#pragma once
#include "../dsl/values.hpp"

namespace ctnn {

enum class initializer_kind : unsigned char {
    zeros, ones, constant, identity, orthogonal,
    random_normal, random_uniform, truncated_normal,
    glorot_uniform, glorot_normal, he_uniform, he_normal, lecun_uniform, lecun_normal, variance_scaling,
    unit_forget, // LSTM's bias: ones for the forget gate, zeros elsewhere
    stft,        // kernels of a convolution that is a short-time Fourier transform
    unknown,     // made with a mode or distribution that has no such name
};

enum class fan_mode : unsigned char { fan_in, fan_out, fan_avg };
enum class distribution_kind : unsigned char { truncated_normal, untruncated_normal, uniform };

enum class stft_side : unsigned char { real, imag };
enum class stft_window : unsigned char { none, boxcar, hann, hamming, blackman };
enum class stft_scaling : unsigned char { none, density, spectrum };

template<>
inline constexpr std::string_view keras_names<fan_mode>[] = {"fan_in", "fan_out", "fan_avg"};
template<>
inline constexpr std::string_view keras_names<distribution_kind>[] = {"truncated_normal", "untruncated_normal", "uniform"};
template<>
inline constexpr std::string_view keras_names<stft_side>[] = {"real", "imag"};
template<>
inline constexpr std::string_view keras_names<stft_window>[] = {"None", "boxcar", "hann", "hamming", "blackman"};
template<>
inline constexpr std::string_view keras_names<stft_scaling>[] = {"None", "density", "spectrum"};

struct stft_form {
    stft_side side = stft_side::real;
    stft_window window = stft_window::hann;
    stft_scaling scaling = stft_scaling::density;
    bool periodic = false;
    constexpr bool operator==(const stft_form&) const = default;
};

/// "normal" is Keras' older word for truncated_normal.
constexpr bool find_value(std::string_view s, distribution_kind& out) {
    return find_value<distribution_kind>(s == "normal" ? "truncated_normal" : s, out);
}

/// keras.initializers: how a weight is filled by build(seed). `a` and `b` are mean and stddev, minval and maxval, the
/// constant's value, the gain, or the scale, whichever the kind has.
struct initializer {
    static constexpr std::string_view expected = "an initializer, for example \"he_normal\"_s";
    initializer_kind kind = initializer_kind::glorot_uniform;
    float a = 0, b = 0;
    fan_mode mode = fan_mode::fan_in;
    distribution_kind distribution = distribution_kind::truncated_normal;
    int seed = -1; ///< -1: from build's seed
    stft_form stft = {};
    constexpr bool operator==(const initializer& o) const {
        return kind == o.kind && a == o.a && b == o.b && mode == o.mode && distribution == o.distribution && seed == o.seed &&
               (kind != initializer_kind::stft || stft == o.stft);
    }
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
        {"stft", "STFT", {k::stft}},
    };
    for (const row& r : rows)
        if (s == r.snake || s == r.camel) return out = r.value, true;
    return false;
}

/// Whether there is anything that can be wrong with an initializer of this kind.
constexpr bool needs_check(initializer_kind k) {
    using kind = initializer_kind;
    return k >= kind::identity && (k <= kind::truncated_normal || k == kind::variance_scaling || k == kind::stft ||
                                   k == kind::unknown);
}
/// Says what is wrong with an initializer's numbers; "" if nothing is.
constexpr std::string_view number_mistake(const initializer& i) {
    using k = initializer_kind;
    if (i.kind == k::unknown) return "no mode or distribution has that name";
    if (i.kind == k::variance_scaling && !(i.a > 0)) return "scale must be positive";
    if ((i.kind == k::random_normal || i.kind == k::truncated_normal) && !(i.b >= 0)) return "stddev must not be negative";
    if (i.kind == k::random_uniform && !(i.a <= i.b)) return "minval must not be above maxval";
    return {};
}
/// The same with the shape of the weight that it is to fill.
constexpr std::string_view number_mistake(const initializer& i, const extents& shape) {
    using k = initializer_kind;
    if (i.kind == k::identity && shape.rank != 2) return "an identity matrix has two axes";
    if (i.kind == k::orthogonal && shape.rank < 2) return "an orthogonal matrix has at least two axes";
    if (i.kind == k::stft && (shape.rank != 3 || shape[1] != 1 || shape[2] < 2))
        return "a Fourier transform's kernel has the shape (taps, 1, frequencies)";
    return number_mistake(i);
}

namespace detail {

/// A Keras name as a string, or None.
template<class E>
struct accept_name_or_none {
    template<class V>
    static constexpr bool from = std::is_same_v<V, E> || std::is_same_v<V, none_t> || is_text_argument<V>;
    template<class V>
    static constexpr E make(const V& v) {
        if constexpr (std::is_same_v<V, E>)
            return v;
        else {
            E e = E::none;
            if constexpr (!std::is_same_v<V, none_t>) find_value(std::string_view(v), e);
            return e;
        }
    }
};
template<>
struct accept<stft_window> : accept_name_or_none<stft_window> {};
template<>
struct accept<stft_scaling> : accept_name_or_none<stft_scaling> {};

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
