/// Keras' initializers as objects: kernel_initializer = HeNormal(seed = 1_c). Their keywords and positions are Keras'.
#pragma once
#include "layer.hpp"

namespace ctnn {

inline constexpr keyword<"minval"> minval{};
inline constexpr keyword<"maxval"> maxval{};
inline constexpr keyword<"gain"> gain{};
inline constexpr keyword<"distribution"> distribution{};

/// An initializer with its arguments, a constant if these are. C says which keywords there are, and what they mean.
template<class C, class... Args>
struct initializer_object {
    hana::basic_tuple<Args...> args;
    constexpr operator initializer() const {
        C config{};
        layer_options options;
        detail::read_arguments(args, config, options);
        return options.unknown_key.empty() ? config.make() : initializer{initializer_kind::unknown};
    }
};

namespace detail {

/// What is wrong with an initializer's arguments; with their values, too, if these are constants.
template<class C, class... Args>
struct initializer_mistake {
    static constexpr text value = [] {
        text t = layer_mistake<C, Args...>::value;
        if constexpr (layer_mistake<C, Args...>::value.empty() && (is_constant<Args> && ...)) {
            C config{};
            layer_options options;
            read_arguments(hana::basic_tuple<Args...>{}, config, options);
            const auto wrong = number_mistake(config.make());
            if (!options.unknown_key.empty())
                t << C::keras_name << ": no " << options.unknown_key << " is named \"" << options.unknown_name << '"';
            else if (!wrong.empty())
                t << C::keras_name << ": " << wrong;
        }
        return t;
    }();
};
/// An initializer whose mistake was reported: whatever takes it is silent.
template<const text& T>
struct broken_initializer {
    CTNN_SAY_IN_CLASS(T);
    constexpr operator initializer() const { return {initializer_kind::zeros}; }
};

} // namespace detail

template<class C>
struct initializer_factory {
    template<class... Args>
    constexpr auto operator()(Args... args) const {
        using mistake = detail::initializer_mistake<C, Args...>;
        if constexpr (mistake::value.empty())
            return initializer_object<C, Args...>{hana::basic_tuple<Args...>{args...}};
        else {
            CTNN_SAY(mistake::value);
            return detail::broken_initializer<mistake::value>{};
        }
    }
};

namespace detail {
template<class C, class... Args>
inline constexpr bool is_constant<initializer_object<C, Args...>> = (is_constant<Args> && ...);
}

namespace initializers {

inline constexpr keyword<"value"> value{}; // here, since ctnn::ops has another one
// and these, since `window` and `side` are names that programs have: initializers::window = None
inline constexpr keyword<"side"> side{};
inline constexpr keyword<"window"> window{};
inline constexpr keyword<"scaling"> scaling{};
inline constexpr keyword<"periodic"> periodic{};

/// Those without numbers: zeros, ones.
template<initializer_kind Kind, fixed_string Name>
struct plain {
    static constexpr std::string_view keras_name = Name.view();
    static constexpr auto arguments() { return takes(); }
    constexpr initializer make() const { return {Kind}; }
};

/// Those that have a seed only: glorot, he, lecun.
template<initializer_kind Kind, fixed_string Name>
struct scaled {
    int seed = -1;
    static constexpr std::string_view keras_name = Name.view();
    static constexpr auto arguments() { return takes(ctnn::seed, &scaled::seed); }
    constexpr initializer make() const {
        initializer i{Kind};
        i.seed = seed;
        return i;
    }
};

/// mean and stddev.
template<initializer_kind Kind, fixed_string Name>
struct normal {
    float mean = 0, stddev = 0.05f;
    int seed = -1;
    static constexpr std::string_view keras_name = Name.view();
    static constexpr auto arguments() {
        return takes(ctnn::mean, &normal::mean, ctnn::stddev, &normal::stddev, ctnn::seed, &normal::seed);
    }
    constexpr initializer make() const {
        initializer i{Kind, mean, stddev};
        i.seed = seed;
        return i;
    }
};

struct random_uniform {
    float minval = -0.05f, maxval = 0.05f;
    int seed = -1;
    static constexpr std::string_view keras_name = "RandomUniform";
    static constexpr auto arguments() {
        using c = random_uniform;
        return takes(ctnn::minval, &c::minval, ctnn::maxval, &c::maxval, ctnn::seed, &c::seed);
    }
    constexpr initializer make() const {
        initializer i{initializer_kind::random_uniform, minval, maxval};
        i.seed = seed;
        return i;
    }
};

struct constant {
    float value = 0;
    static constexpr std::string_view keras_name = "Constant";
    static constexpr auto arguments() { return takes(initializers::value, &constant::value); }
    constexpr initializer make() const { return {initializer_kind::constant, value}; }
};

/// A rank-2 weight only.
struct identity {
    float gain = 1;
    static constexpr std::string_view keras_name = "Identity";
    static constexpr auto arguments() { return takes(ctnn::gain, &identity::gain); }
    constexpr initializer make() const { return {initializer_kind::identity, gain}; }
};

struct orthogonal {
    float gain = 1;
    int seed = -1;
    static constexpr std::string_view keras_name = "Orthogonal";
    static constexpr auto arguments() { return takes(ctnn::gain, &orthogonal::gain, ctnn::seed, &orthogonal::seed); }
    constexpr initializer make() const {
        initializer i{initializer_kind::orthogonal, gain};
        i.seed = seed;
        return i;
    }
};

/// Variance scale / fan. mode: "fan_in"_s, "fan_out"_s, "fan_avg"_s; distribution: "truncated_normal"_s,
/// "untruncated_normal"_s, "uniform"_s.
struct variance_scaling {
    float scale = 1;
    fan_mode mode = fan_mode::fan_in;
    distribution_kind distribution = distribution_kind::truncated_normal;
    int seed = -1;
    static constexpr std::string_view keras_name = "VarianceScaling";
    static constexpr auto arguments() {
        using c = variance_scaling;
        return takes(ctnn::scale, &c::scale, ctnn::mode, &c::mode, ctnn::distribution, &c::distribution, ctnn::seed,
                     &c::seed);
    }
    constexpr initializer make() const {
        return {initializer_kind::variance_scaling, scale, 0, mode, distribution, seed};
    }
};

/// Kernels (taps, 1, frequencies) of a Conv1D that is a short-time Fourier transform. side: "real"_s, "imag"_s; window:
/// "hann"_s, "hamming"_s, "blackman"_s, "boxcar"_s or None; scaling: "density"_s, "spectrum"_s or None.
struct stft {
    stft_side side = stft_side::real;
    stft_window window = stft_window::hann;
    stft_scaling scaling = stft_scaling::density;
    bool periodic = false;
    static constexpr std::string_view keras_name = "STFT";
    static constexpr auto arguments() {
        return takes(initializers::side, &stft::side, initializers::window, &stft::window, initializers::scaling,
                     &stft::scaling, initializers::periodic, &stft::periodic);
    }
    constexpr initializer make() const {
        initializer i{initializer_kind::stft};
        i.stft = {side, window, scaling, periodic};
        return i;
    }
};

/// In a namespace of its own since ctnn::Identity is the layer.
inline constexpr initializer_factory<identity> Identity{};

} // namespace initializers

inline constexpr initializer_factory<
    initializers::plain<initializer_kind::zeros, "Zeros">>
    Zeros{};
inline constexpr initializer_factory<
    initializers::plain<initializer_kind::ones, "Ones">>
    Ones{};
inline constexpr initializer_factory<initializers::constant> Constant{};
inline constexpr initializer_factory<initializers::orthogonal> Orthogonal{};
inline constexpr initializer_factory<
    initializers::normal<initializer_kind::random_normal, "RandomNormal">>
    RandomNormal{};
inline constexpr initializer_factory<
    initializers::normal<initializer_kind::truncated_normal, "TruncatedNormal">>
    TruncatedNormal{};
inline constexpr initializer_factory<initializers::random_uniform> RandomUniform{};
inline constexpr initializer_factory<
    initializers::scaled<initializer_kind::glorot_uniform, "GlorotUniform">>
    GlorotUniform{};
inline constexpr initializer_factory<
    initializers::scaled<initializer_kind::glorot_normal, "GlorotNormal">>
    GlorotNormal{};
inline constexpr initializer_factory<
    initializers::scaled<initializer_kind::he_uniform, "HeUniform">>
    HeUniform{};
inline constexpr initializer_factory<
    initializers::scaled<initializer_kind::he_normal, "HeNormal">>
    HeNormal{};
inline constexpr initializer_factory<
    initializers::scaled<initializer_kind::lecun_uniform, "LecunUniform">>
    LecunUniform{};
inline constexpr initializer_factory<
    initializers::scaled<initializer_kind::lecun_normal, "LecunNormal">>
    LecunNormal{};
inline constexpr initializer_factory<initializers::variance_scaling> VarianceScaling{};
inline constexpr initializer_factory<initializers::stft> STFT{};

} // namespace ctnn
