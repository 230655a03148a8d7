/// y = -log of the probability of a sequence of labels, however they are spread over the time steps: connectionist
/// temporal classification (Graves et al., 2006), and its gradient.
///
/// Labels (l) are numbers of classes; 0 is the blank, and what follows the last other number. Logits (t, c) become
/// probabilities by a softmax. A path has a class for each step; it spells what is left after repeated classes are
/// joined and blanks are taken out. Forward and backward variables are logarithms of probabilities.
#pragma once
#include "../builder.hpp"
#include "../math.hpp"
#include "../operation.hpp"
#include "ctc_scratch.hpp"

namespace ctnn::ops {

/// labels (l), logits (t, c) -> ()
constexpr value ctc(const value& labels, const value& logits) {
    const extents scalar = {};
    return detail::emit(op_kind::ctc, scalar, {}, labels, logits);
}
/// labels (l), logits (t, c), dy () -> (t, c)
constexpr value ctc_gradient(const value& labels, const value& logits, const value& dy) {
    return detail::emit(op_kind::ctc_gradient, logits.shape(), {}, labels, logits, dy);
}

namespace detail {

/// One sequence. States are blank, label, blank, label, ..., blank: s of them.
template<class T, unsigned Options = compiled_for>
struct ctc_sequence {
    static constexpr double none = -1e300; ///< log 0
    const T *labels, *logits;
    int steps, classes, states = 1;
    double *forward, *backward, *next, *normalizers;

    constexpr ctc_sequence(const extents* in, const T* const* x, double* scratch)
        : labels(x[0]), logits(x[1]), steps(in[1][0]), classes(in[1][1]), forward(scratch),
          backward(scratch + in[1][0] * (2 * in[0][0] + 1)), next(backward + 2 * in[0][0] + 1),
          normalizers(next + 2 * in[0][0] + 1) {
        for (int i = 0; i < in[0][0]; ++i) states += int(labels[i]) != 0 ? 2 : 0;
        for (int t = 0; t < steps; ++t) {
            const T* row = logits + t * classes;
            double largest = double(row[0]), sum = 0;
            for (int c = 1; c < classes; ++c)
                if (double(row[c]) > largest) largest = double(row[c]);
            for (int c = 0; c < classes; ++c) sum += math::exp(double(row[c]) - largest);
            normalizers[t] = largest + math::log(sum);
        }
    }
    constexpr int label(int s) const {
        const int c = s % 2 ? int(labels[s / 2]) : 0;
        return c < 0 || c >= classes ? 0 : c;
    }
    /// A label may follow another one directly.
    constexpr bool skips(int s) const { return s % 2 && s >= 2 && label(s) != label(s - 2); }
    constexpr double log_probability(int t, int c) const { return double(logits[t * classes + c]) - normalizers[t]; }
    static constexpr double sum(double a, double b) {
        if (a < b) return sum(b, a);
        return b <= none ? a : a + math::log1p(math::exp(b - a));
    }
    static constexpr double product(double a, double b) { return a <= none || b <= none ? none : a + b; }

    /// Fills `forward`; the logarithm of the probability of all paths.
    constexpr double run_forward() {
        for (int t = 0; t < steps; ++t)
            for (int s = 0; s < states; ++s) {
                const double* before = forward + (t - 1) * states;
                double ways = t == 0 ? (s < 2 ? 0 : none) : before[s];
                if (t > 0 && s > 0) ways = sum(ways, before[s - 1]);
                if (t > 0 && skips(s)) ways = sum(ways, before[s - 2]);
                forward[t * states + s] = product(ways, log_probability(t, label(s)));
            }
        const double* last = forward + (steps - 1) * states;
        return states > 1 ? sum(last[states - 1], last[states - 2]) : last[0];
    }
    /// Probability of a class less how often the paths pass there: (t, c), each times dy.
    constexpr void run_backward(T dy, T* dx) {
        const double all = run_forward();
        for (int s = 0; s < states; ++s) backward[s] = s >= states - 2 ? 0 : none; // without the step's own probability
        for (int t = steps; t-- > 0;) {
            T* row = dx + t * classes;
            for (int c = 0; c < classes; ++c) row[c] = T(math::exp(log_probability(t, c)));
            if (all <= none) continue;
            for (int s = 0; s < states; ++s)
                if (const double path = product(forward[t * states + s], backward[s]); path > none)
                    row[label(s)] -= T(math::exp(path - all));
            for (int s = 0; s < states; ++s) {
                const auto by_way_of = [&](int to) { return product(backward[to], log_probability(t, label(to))); };
                next[s] = by_way_of(s);
                if (s + 1 < states) next[s] = sum(next[s], by_way_of(s + 1));
                if (s + 2 < states && skips(s + 2)) next[s] = sum(next[s], by_way_of(s + 2));
            }
            for (int s = 0; s < states; ++s) backward[s] = next[s];
        }
        for (int i = 0; i < steps * classes; ++i) dx[i] *= dy;
    }
};

} // namespace detail

template<>
struct operation<op_kind::ctc> {
    template<class T>
    static constexpr void evaluate(const op&, const extents* in, const T* const* x, T* y) {
        double* const scratch = new double[detail::ctc_scratch(in[0], in[1])]();
        detail::ctc_sequence<T> s(in, x, scratch);
        const double all = s.run_forward();
        y[0] = all <= s.none ? math::infinity<T> : T(-all);
        delete[] scratch;
    }
};

template<>
struct operation<op_kind::ctc_gradient> {
    template<class T>
    static constexpr void evaluate(const op&, const extents* in, const T* const* x, T* y) {
        double* const scratch = new double[detail::ctc_scratch(in[0], in[1])]();
        detail::ctc_sequence<T>(in, x, scratch).run_backward(x[2][0], y);
        delete[] scratch;
    }
};

} // namespace ctnn::ops
