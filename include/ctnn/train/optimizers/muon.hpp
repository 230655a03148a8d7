/// Momentum made orthogonal, for matrices; AdamW for all other weights.
#pragma once
#include "../../kernel/update.hpp"
#include "../../shape/inline.hpp"
#include "../optimizer_options.hpp"
#include "adam.hpp"
#include "lamb.hpp"

namespace ctnn {

inline constexpr keyword<"adam_beta_1"> adam_beta_1{};
inline constexpr keyword<"adam_beta_2"> adam_beta_2{};
inline constexpr keyword<"adam_weight_decay"> adam_weight_decay{};
inline constexpr keyword<"exclude_layers"> exclude_layers{};
inline constexpr keyword<"exclude_embeddings"> exclude_embeddings{};
inline constexpr keyword<"muon_a"> muon_a{};
inline constexpr keyword<"muon_b"> muon_b{};
inline constexpr keyword<"muon_c"> muon_c{};
inline constexpr keyword<"adam_lr_ratio"> adam_lr_ratio{};
inline constexpr keyword<"ns_steps"> ns_steps{};
inline constexpr keyword<"rms_rate"> rms_rate{};

namespace optimizers {

/// Momentum, and what becomes orthogonal in place of the gradient.
template<class Real, bool Nesterov>
struct muon_formula {
    static constexpr int slots = 1;
    Real momentum, momentum_less_1;

    template<class V>
    CTNN_INLINE constexpr void operator()(V& u, V g, V* s) const {
        s[0] = s[0] + lanes::multiply_add(s[0], V(momentum_less_1), g);
        u = s[0];
        if constexpr (Nesterov) u = lanes::multiply_add(s[0], V(momentum), g);
    }
};

/// m = momentum m + g; x = nesterov ? g + momentum m : m                                          keras.optimizers.Muon
/// x /= |x|, then ns_steps times x = a x + (b y + c y y) x with y = x x^T (of the smaller side);
/// w -= learning_rate x sqrt(max(rows, columns)) rms_rate.
/// So for weights with two axes, but not embeddings nor those whose path has a word of exclude_layers in it: they, and
/// all others, are AdamW's, with the learning rate times adam_lr_ratio and adam_weight_decay.
struct muon : optimizer_options {
    double adam_beta_1 = 0.9, adam_beta_2 = 0.999;
    number_or_none adam_weight_decay = 0.004;
    double epsilon = 1e-7;
    word_list exclude_layers; ///< words, where Keras takes regular expressions
    bool exclude_embeddings = true;
    double muon_a = 3.4445, muon_b = -4.7750, muon_c = 2.0315, adam_lr_ratio = 1, momentum = 0.95;
    int ns_steps = 5;
    bool nesterov = true;
    number_or_none rms_rate = 0.2;

    constexpr muon() { weight_decay = 0.004; }
    static constexpr std::string_view keras_name = "Muon";
    static constexpr auto arguments() {
        using c = muon;
        return takes(ctnn::learning_rate, &c::learning_rate, ctnn::adam_beta_1, &c::adam_beta_1, ctnn::adam_beta_2,
                     &c::adam_beta_2, ctnn::adam_weight_decay, &c::adam_weight_decay, ctnn::epsilon, &c::epsilon,
                     ctnn::weight_decay, &c::weight_decay, ctnn::clipnorm, &c::clipnorm, ctnn::clipvalue, &c::clipvalue,
                     ctnn::global_clipnorm, &c::global_clipnorm, ctnn::use_ema, &c::use_ema, ctnn::ema_momentum,
                     &c::ema_momentum, ctnn::ema_overwrite_frequency, &c::ema_overwrite_frequency,
                     ctnn::loss_scale_factor, &c::loss_scale_factor, ctnn::gradient_accumulation_steps,
                     &c::gradient_accumulation_steps, ctnn::exclude_layers, &c::exclude_layers,
                     ctnn::exclude_embeddings, &c::exclude_embeddings, ctnn::muon_a, &c::muon_a, ctnn::muon_b,
                     &c::muon_b, ctnn::muon_c, &c::muon_c, ctnn::adam_lr_ratio, &c::adam_lr_ratio, ctnn::momentum,
                     &c::momentum, ctnn::ns_steps, &c::ns_steps, ctnn::nesterov, &c::nesterov, ctnn::rms_rate,
                     &c::rms_rate);
    }
    constexpr std::string_view mistake() const {
        return exclude_layers.overflow ? "the words of exclude_layers have more than 127 characters" : "";
    }

    constexpr bool is_orthogonal(const extents& shape, std::string_view path) const {
        return shape.rank == 2 && !(exclude_embeddings && is_embedding(path)) && !exclude_layers.match(path);
    }
    constexpr double decay_of(const extents& shape, std::string_view path) const {
        const number_or_none decay = is_orthogonal(shape, path) ? weight_decay : adam_weight_decay;
        return decay.given && !excluded.match(path) ? decay.value : 0;
    }
    constexpr slot_list slots(const extents& shape, std::string_view path) const {
        slot_list own;
        own.add("momentum", shape);
        if (!is_orthogonal(shape, path)) own.add("velocity", shape);
        return own;
    }
    /// x and its successor, y and b y + c y y
    constexpr std::size_t scratch_elements(const extents& shape) const {
        if (shape.rank != 2) return 0;
        const auto side = std::size_t(shape[0] < shape[1] ? shape[0] : shape[1]);
        return 2 * (shape.size() + side * side);
    }
    template<class Target, class Real>
    constexpr void update(const whole_weight<Real>& w, const optimizer_step<Real>& step, Real* scratch) const {
        const std::size_t n = w.shape.size();
        if (!is_orthogonal(w.shape, w.path)) {
            const Real rate = step.learning_rate * Real(adam_lr_ratio);
            detail::update_elements<Target>(
                adam_formula<Real, false>::at(step, rate, adam_beta_1, adam_beta_2, epsilon), w.value, w.gradient,
                w.slots, n);
            return;
        }
        const Real m(momentum), less(momentum - 1);
        if (nesterov)
            detail::update_elements<Target>(muon_formula<Real, true>{m, less}, w.gradient, w.gradient, w.slots, n);
        else
            detail::update_elements<Target>(muon_formula<Real, false>{m, less}, w.gradient, w.gradient, w.slots, n);
        make_orthogonal<Target>(w.gradient, w.shape[0], w.shape[1], scratch);
        Real factor = step.learning_rate;
        if (rms_rate.given)
            factor *= math::sqrt(Real(w.shape[0] > w.shape[1] ? w.shape[0] : w.shape[1])) * Real(rms_rate.value);
        detail::update_elements<Target>(subtract_formula<Real>{factor}, w.value, w.gradient, w.slots, n);
    }

private:
    static constexpr bool is_embedding(std::string_view path) {
        constexpr std::string_view word = "embedding";
        for (std::size_t i = 0; i + word.size() <= path.size(); ++i) {
            std::size_t k = 0;
            while (k < word.size() && (path[i + k] | 0x20) == word[k]) ++k;
            if (k == word.size()) return true;
        }
        return false;
    }

    /// z (rows, columns) += factor x (rows, inner) y (inner, columns)
    template<class Target, class Real>
    static constexpr void add_product(Real factor, const Real* x, const Real* y, Real* z, int rows, int inner,
                                      int columns) {
        for (int i = 0; i < rows; ++i, z += columns)
            for (int k = 0; k < inner; ++k)
                detail::update_elements<Target>(subtract_formula<Real>{-factor * *x++}, z, y + k * columns, nullptr,
                                                std::size_t(columns));
    }
    /// g (rows, columns) to the nearest orthogonal matrix, about, by the iteration of Newton and Schulz.
    template<class Target, class Real>
    constexpr void make_orthogonal(Real* g, int rows, int columns, Real* scratch) const {
        const bool tall = rows > columns;
        const int side = tall ? columns : rows, length = tall ? rows : columns, n = rows * columns, m = side * side;
        Real *x = scratch, *next = x + n, *y = next + n, *z = y + m;
        const Real norm = math::sqrt(detail::sum_of_squares<Target>(g, std::size_t(n))) + Real(1e-7);
        for (int i = 0; i < rows; ++i)
            for (int j = 0; j < columns; ++j) (tall ? x[j * rows + i] : x[i * columns + j]) = g[i * columns + j] / norm;
        for (int step = 0; step < ns_steps; ++step) {
            for (int i = 0; i < side; ++i)
                for (int j = 0; j <= i; ++j)
                    y[i * side + j] = y[j * side + i] =
                        detail::dot<Target>(x + i * length, x + j * length, std::size_t(length));
            for (int i = 0; i < m; ++i) z[i] = Real(muon_b) * y[i];
            add_product<Target, Real>(Real(muon_c), y, y, z, side, side, side);
            for (int i = 0; i < n; ++i) next[i] = Real(muon_a) * x[i];
            add_product<Target, Real>(1, z, x, next, side, side, length);
            Real* const old = x;
            x = next, next = old;
        }
        for (int i = 0; i < rows; ++i)
            for (int j = 0; j < columns; ++j) g[i * columns + j] = tall ? x[j * rows + i] : x[i * columns + j];
    }
};

} // namespace optimizers

inline constexpr configured<optimizers::muon> Muon{};

} // namespace ctnn
