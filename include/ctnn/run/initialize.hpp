/// Keras' initializers: distributions and fans as in keras.initializers, numbers from a generator of our own.
#pragma once
#include "../model/architecture.hpp"
#include "../op/math.hpp"

namespace ctnn::detail {

/// SplitMix64: small, reproducible on every machine. Keyed by the instruction set as the kernels are: code that two
/// sources with different -m flags share is compiled for one of them.
template<class Target>
struct generator {
    unsigned long long state;

    constexpr unsigned long long next() {
        unsigned long long z = state += 0x9e3779b97f4a7c15ull;
        z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9ull;
        z = (z ^ (z >> 27)) * 0x94d049bb133111ebull;
        return z ^ (z >> 31);
    }
    /// In [0, 1).
    double uniform() { return double(next() >> 11) * 0x1p-53; }
    /// Standard normal, by Marsaglia's polar method.
    double normal() {
        for (;;) {
            const double u = 2 * uniform() - 1, v = 2 * uniform() - 1, s = u * u + v * v;
            if (s > 0 && s < 1) return u * __builtin_sqrt(-2 * __builtin_log(s) / s);
        }
    }
    /// Standard normal within two deviations, as Keras truncates.
    double truncated_normal() {
        for (;;)
            if (const double x = normal(); x >= -2 && x <= 2) return x;
    }
};

struct fans {
    double in = 1, out = 1;
};
/// Keras' fans: the last two axes, times the taps in front of them.
template<unsigned Options = compiled_for>
constexpr fans fans_of(const extents& s) {
    if (s.rank == 0) return {};
    if (s.rank == 1) return {double(s[0]), double(s[0])};
    const double taps = double(s.product(0, s.rank - 2));
    return {s[s.rank - 2] * taps, s[s.rank - 1] * taps};
}

/// Rows (or columns, the fewer) of an orthonormal matrix: QR of a normal one by modified Gram-Schmidt.
template<class Target>
void fill_orthogonal(const extents& s, double gain, generator<Target>& g, float* w) {
    const int cols = s.last(), rows = int(s.size()) / (cols ? cols : 1);
    const bool wide = rows < cols;
    const int n = wide ? cols : rows, m = wide ? rows : cols; // m orthonormal vectors of n elements
    double* q = new double[std::size_t(n) * std::size_t(m)];
    for (int j = 0; j < m; ++j) {
        double* v = q + std::size_t(j) * std::size_t(n);
        for (double norm = 0; norm < 1e-6;) {
            for (int i = 0; i < n; ++i) v[i] = g.normal();
            for (int pass = 0; pass < 2; ++pass) // twice is enough
                for (int k = 0; k < j; ++k) {
                    const double* u = q + std::size_t(k) * std::size_t(n);
                    double dot = 0;
                    for (int i = 0; i < n; ++i) dot += u[i] * v[i];
                    for (int i = 0; i < n; ++i) v[i] -= dot * u[i];
                }
            norm = 0;
            for (int i = 0; i < n; ++i) norm += v[i] * v[i];
            norm = __builtin_sqrt(norm);
            for (int i = 0; i < n; ++i) v[i] /= norm;
        }
    }
    for (int r = 0; r < rows; ++r)
        for (int c = 0; c < cols; ++c)
            w[r * cols + c] = float(gain * (wide ? q[std::size_t(r) * std::size_t(n) + std::size_t(c)]
                                                 : q[std::size_t(c) * std::size_t(n) + std::size_t(r)]));
    delete[] q;
}

/// The real or imaginary part of a Fourier transform, under a window: w (taps, 1, frequencies).
template<class Target>
void fill_stft(const extents& s, const stft_form& form, float* w) {
    const double pi = 3.14159265358979323846;
    const int taps = s[0], n = s[2];
    const auto window = [&](int t) {
        const int period = form.periodic ? taps : taps - 1;
        const double a = period > 0 ? 2 * pi * t / period : pi;
        switch (form.window) {
        case stft_window::hann: return .5 - .5 * __builtin_cos(a);
        case stft_window::hamming: return .54 - .46 * __builtin_cos(a);
        case stft_window::blackman: return .42 - .5 * __builtin_cos(a) + .08 * __builtin_cos(2 * a);
        default: return 1.;
        }
    };
    double scale = 1;
    if (form.window != stft_window::none && form.scaling != stft_scaling::none) {
        scale = 0;
        const bool density = form.scaling == stft_scaling::density;
        for (int t = 0; t < taps; ++t) scale += density ? window(t) * window(t) : __builtin_fabs(window(t));
        if (density) scale = __builtin_sqrt(scale);
    }
    for (int t = 0; t < taps; ++t)
        for (int f = 0; f < n; ++f) {
            const double angle = -2 * pi * t * f / (2 * (n - 1));
            w[t * n + f] =
                float((form.side == stft_side::real ? __builtin_cos(angle) : __builtin_sin(angle)) * window(t) / scale);
        }
}

/// Fills weight number `number` of a model that is built with `seed`.
template<class Target>
void initialize(const weight_row& row, unsigned long long seed, int number, float* w) {
    using k = initializer_kind;
    const initializer& init = row.init;
    const std::size_t n = row.shape.size();
    generator<Target> g{init.seed >= 0 ? static_cast<unsigned long long>(init.seed)
                                       : seed * 0x2545f4914f6cdd1dull + static_cast<unsigned long long>(number) + 1};
    const fans f = fans_of(row.shape);
    const auto scaled = [&](double scale, fan_mode mode, distribution_kind d) {
        const double fan = mode == fan_mode::fan_in ? f.in : mode == fan_mode::fan_out ? f.out : (f.in + f.out) / 2;
        scale /= fan > 1 ? fan : 1;
        if (d == distribution_kind::uniform) {
            const double limit = __builtin_sqrt(3 * scale);
            for (std::size_t i = 0; i < n; ++i) w[i] = float((2 * g.uniform() - 1) * limit);
        } else if (d == distribution_kind::truncated_normal) {
            const double s = __builtin_sqrt(scale) / .87962566103423978; // the deviation that truncation takes away
            for (std::size_t i = 0; i < n; ++i) w[i] = float(g.truncated_normal() * s);
        } else
            for (std::size_t i = 0; i < n; ++i) w[i] = float(g.normal() * __builtin_sqrt(scale));
    };
    const auto fill = [&](float v) {
        for (std::size_t i = 0; i < n; ++i) w[i] = v;
    };
    switch (init.kind) {
    case k::zeros: return fill(0);
    case k::ones: return fill(1);
    case k::constant: return fill(init.a);
    case k::identity:
        fill(0);
        for (int i = 0; i < row.shape[0] && i < row.shape.last(); ++i) w[i * row.shape.last() + i] = init.a;
        return;
    case k::orthogonal: return fill_orthogonal(row.shape, init.a == 0 ? 1 : init.a, g, w);
    case k::random_normal:
        for (std::size_t i = 0; i < n; ++i) w[i] = float(init.a + g.normal() * init.b);
        return;
    case k::random_uniform:
        for (std::size_t i = 0; i < n; ++i) w[i] = float(init.a + g.uniform() * (init.b - init.a));
        return;
    case k::truncated_normal:
        for (std::size_t i = 0; i < n; ++i) w[i] = float(init.a + g.truncated_normal() * init.b);
        return;
    case k::glorot_uniform: return scaled(1, fan_mode::fan_avg, distribution_kind::uniform);
    case k::glorot_normal: return scaled(1, fan_mode::fan_avg, distribution_kind::truncated_normal);
    case k::he_uniform: return scaled(2, fan_mode::fan_in, distribution_kind::uniform);
    case k::he_normal: return scaled(2, fan_mode::fan_in, distribution_kind::truncated_normal);
    case k::lecun_uniform: return scaled(1, fan_mode::fan_in, distribution_kind::uniform);
    case k::lecun_normal: return scaled(1, fan_mode::fan_in, distribution_kind::truncated_normal);
    case k::variance_scaling: return scaled(init.a, init.mode, init.distribution);
    case k::stft: return fill_stft<Target>(row.shape, init.stft, w);
    case k::unknown: return; // no layer takes it
    case k::unit_forget:
        fill(0);
        for (int i = row.shape[0] / 4; i < row.shape[0] / 2; ++i) w[i] = 1;
        return;
    }
}

} // namespace ctnn::detail
