/// Adam in little memory: of the squared gradients of a matrix, the means of rows and columns.
#pragma once
#include "../../kernel/update.hpp"
#include "../optimizer_options.hpp"
#include "lamb.hpp"

namespace ctnn {

inline constexpr keyword<"beta_2_decay"> beta_2_decay{};
inline constexpr keyword<"epsilon_1"> epsilon_1{};
inline constexpr keyword<"epsilon_2"> epsilon_2{};
inline constexpr keyword<"clip_threshold"> clip_threshold{};
inline constexpr keyword<"relative_step"> relative_step{};

namespace optimizers {

/// u = g / sqrt(v); w -= max(epsilon_2, rms(w)) rho u / max(1, rms(u) / clip_threshold)      keras.optimizers.Adafactor
/// with rho = min(learning_rate, 1 / sqrt(t)), t = 1, 2, ...; rms is the root of the mean square of the whole weight.
/// v is the moving average, with beta = 1 - t^beta_2_decay, of g^2 + epsilon_1; with two axes and more, it is
/// r / mean(r) c with the moving averages r (..., rows) and c (..., columns) of the means over columns and rows.
/// As in Keras, v is kept anyhow, and r and c of weights with one axis are single numbers that nothing uses.
struct adafactor : optimizer_options {
    double beta_2_decay = -0.8, epsilon_1 = 1e-30, epsilon_2 = 1e-3, clip_threshold = 1;
    bool relative_step = true; ///< in Keras without effect, since rho is the smaller of the two either way

    static constexpr std::string_view keras_name = "Adafactor";
    static constexpr auto arguments() {
        using c = adafactor;
        return after_learning_rate(ctnn::beta_2_decay, &c::beta_2_decay, ctnn::epsilon_1, &c::epsilon_1,
                                   ctnn::epsilon_2, &c::epsilon_2, ctnn::clip_threshold, &c::clip_threshold,
                                   ctnn::relative_step, &c::relative_step);
    }
    constexpr slot_list slots(const extents& shape, std::string_view) const {
        const bool factored = shape.rank >= 2;
        slot_list own;
        own.add("", factored ? shape.without(shape.rank - 1) : extents::filled(0, 1));
        own.add("", factored ? shape.without(shape.rank - 2) : extents::filled(0, 1));
        own.add("velocity", shape);
        return own;
    }
    template<class Target, class Real>
    constexpr void update(const whole_weight<Real>& w, const optimizer_step<Real>& step, Real*) const {
        const std::size_t n = w.shape.size();
        const Real t = Real(step.iterations + 1), slowest = 1 / math::sqrt(t);
        const Real rho = step.learning_rate < slowest ? step.learning_rate : slowest;
        const Real rms = math::sqrt(detail::sum_of_squares<Target>(w.value, n) / Real(n));
        const Real alpha = (Real(epsilon_2) > rms ? Real(epsilon_2) : rms) * rho;
        const Real beta = 1 - math::pow(t, Real(beta_2_decay));
        if (w.shape.rank >= 2)
            factored<Target>(w, beta);
        else
            for (std::size_t i = 0; i < n; ++i) {
                Real& v = w.slots[2][i];
                v = beta * v + (1 - beta) * (w.gradient[i] * w.gradient[i] + Real(epsilon_1));
                w.gradient[i] /= math::sqrt(v);
            }
        const Real size = math::sqrt(detail::sum_of_squares<Target>(w.gradient, n) / Real(n)) / Real(clip_threshold);
        detail::update_elements<Target>(subtract_formula<Real>{alpha / (size > 1 ? size : Real(1))}, w.value,
                                        w.gradient, w.slots, n);
    }

private:
    /// The gradient becomes u.
    template<class Target, class Real>
    constexpr void factored(const whole_weight<Real>& w, Real beta) const {
        const int rank = w.shape.rank, rows = w.shape[rank - 2], columns = w.shape[rank - 1];
        const int matrices = int(w.shape.product(0, rank - 2));
        Real *g = w.gradient, *r = w.slots[0], *c = w.slots[1], *v = w.slots[2];
        for (int k = 0; k < matrices; ++k, r += rows, c += columns) {
            Real mean = 0;
            for (int j = 0; j < columns; ++j) c[j] *= beta;
            for (int i = 0; i < rows; ++i) {
                Real sum = 0;
                for (int j = 0; j < columns; ++j) {
                    const Real square = g[i * columns + j] * g[i * columns + j] + Real(epsilon_1);
                    sum += square;
                    c[j] += (1 - beta) / Real(rows) * square;
                }
                r[i] = beta * r[i] + (1 - beta) * (sum / Real(columns));
                mean += r[i];
            }
            mean /= Real(rows);
            for (int i = 0; i < rows; ++i)
                for (int j = 0; j < columns; ++j, ++g, ++v) {
                    *v = r[i] / mean * c[j];
                    *g /= math::sqrt(*v);
                }
        }
    }
};

} // namespace optimizers

inline constexpr configured<optimizers::adafactor> Adafactor{};

} // namespace ctnn
