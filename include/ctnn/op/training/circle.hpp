/// y = softplus(p + n), where samples of one label should be alike and others not: the circle loss (Sun et al., 2020)
/// of each sample against all others of the batch, and its gradient.
///
/// With d = max(1 - x_i . x_j, 0), m the margin and g = gamma, of sample i
///   p = log(sum(e^(-g max(m + d, 0) (m - d)))) over the samples j of the same label (without i, if `remove_diagonal`)
///   n = log(sum(e^(g max(1 + m - d, 0) (1 - m - d)))) over those of other labels
/// and y = 0 where there are none of either. attr.value: gamma; attr.f.a: margin; attr.variant: remove_diagonal.
#pragma once
#include "../builder.hpp"
#include "../math.hpp"
#include "../operation.hpp"

namespace ctnn::ops {

struct circle_options {
    float gamma, margin;
    bool remove_diagonal;
};

namespace detail {

/// A result for each sample that looks at all of them.
template<class... V>
constexpr value emit_circle(op_kind kind, const extents& out, const circle_options& c, const value& first,
                            const V&... more) {
    attributes a = {};
    a.value = c.gamma, a.f.a = c.margin, a.variant = c.remove_diagonal;
    return first.to->emit(op{kind, 1, 1 + int(sizeof...(V)), {first.index, more.index...}, out, a, true, true});
}

/// The pairs of a batch of embeddings.
template<class T, unsigned Options = compiled_for>
struct circle_pairs {
    const T *labels, *embeddings;
    int step_labels, step_embeddings, samples, size;
    double gamma, margin;
    bool remove_diagonal;

    constexpr circle_pairs(const op& o, const extents* in, const int* each, int runs, const T* const* x)
        : labels(x[0]), embeddings(x[1]), step_labels(each[0]), step_embeddings(each[1]), samples(runs),
          size(int(in[1].size())), gamma(double(o.attr.value)), margin(double(o.attr.f.a)),
          remove_diagonal(o.attr.variant) {}

    constexpr const T* at(int i) const { return embeddings + i * step_embeddings; }
    constexpr bool alike(int i, int j) const { return int(labels[i * step_labels]) == int(labels[j * step_labels]); }
    constexpr bool is_pair(int i, int j) const { return !(remove_diagonal && i == j); }

    /// What j adds to i's p or n is e^logit; slope: of the logit by x_i . x_j.
    struct pair {
        double logit, slope;
    };
    constexpr pair of(int i, int j) const {
        const T *a = at(i), *b = at(j);
        double distance = 1;
        for (int k = 0; k < size; ++k) distance -= double(a[k]) * double(b[k]);
        const double moves = distance >= 0 ? -1 : 0; // of the distance by the product
        if (distance < 0) distance = 0;
        const bool positive = alike(i, j);
        double weight = positive ? margin + distance : 1 + margin - distance, follows = weight >= 0 ? 1 : 0;
        if (weight < 0) weight = 0;
        if (positive)
            return {-gamma * weight * (margin - distance), moves * gamma * (weight - follows * (margin - distance))};
        const double rest = 1 - margin - distance;
        return {gamma * weight * rest, moves * -gamma * (weight + follows * rest)};
    }
    /// log(sum(e^logit)) of the pairs of one kind; false if there is none.
    constexpr bool log_sum(int i, bool positive, double& result) const {
        double largest = 0, sum = 0;
        bool any = false;
        for (int j = 0; j < samples; ++j) {
            if (alike(i, j) != positive || !is_pair(i, j)) continue;
            const double l = of(i, j).logit;
            if (!any || l > largest) sum *= any ? math::exp(largest - l) : 0, largest = l;
            sum += math::exp(l - largest), any = true;
        }
        if (any) result = largest + math::log(sum);
        return any;
    }
};

} // namespace detail

/// labels (), embeddings (d) -> ()
constexpr value circle(const value& labels, const value& embeddings, const circle_options& c) {
    const extents scalar = {};
    return detail::emit_circle(op_kind::circle, scalar, c, labels, embeddings);
}
/// labels (), embeddings (d), dy () -> (d)
constexpr value circle_gradient(const value& labels, const value& embeddings, const value& dy,
                                const circle_options& c) {
    return detail::emit_circle(op_kind::circle_gradient, embeddings.shape(), c, labels, embeddings, dy);
}

template<>
struct operation<op_kind::circle> {
    template<class T>
    static constexpr void evaluate_across(const op& o, const extents* in, const int* each, int runs, const T* const* x,
                                          T* y) {
        const detail::circle_pairs<T> all(o, in, each, runs, x);
        for (int i = 0; i < runs; ++i) {
            double p = 0, n = 0;
            y[i] = 0;
            if (!all.log_sum(i, true, p) || !all.log_sum(i, false, n)) continue;
            const double s = p + n;
            y[i] = T((s > 0 ? s : 0) + math::log1p(math::exp(-math::abs(s))));
        }
    }
};

template<>
struct operation<op_kind::circle_gradient> {
    template<class T>
    static constexpr void evaluate_across(const op& o, const extents* in, const int* each, int runs, const T* const* x,
                                          T* y) {
        const detail::circle_pairs<T> all(o, in, each, runs, x);
        for (int i = 0; i < runs * all.size; ++i) y[i] = 0;
        for (int i = 0; i < runs; ++i) {
            double sums[2] = {};
            if (!all.log_sum(i, false, sums[0]) || !all.log_sum(i, true, sums[1])) continue;
            const double s = sums[0] + sums[1], e = math::exp(-math::abs(s));
            const double slope = double(x[2][i * each[2]]) * (s < 0 ? e / (1 + e) : 1 / (1 + e));
            for (int j = 0; j < runs; ++j) {
                if (!all.is_pair(i, j)) continue;
                const auto pair = all.of(i, j);
                const T by_product = T(slope * math::exp(pair.logit - sums[all.alike(i, j)]) * pair.slope);
                for (int k = 0; k < all.size; ++k) {
                    y[i * all.size + k] += by_product * all.at(j)[k];
                    y[j * all.size + k] += by_product * all.at(i)[k];
                }
            }
        }
    }
};

} // namespace ctnn::ops
