/// Counts of true and false positives and negatives at thresholds, as Keras' metrics of that group share them.
#pragma once
#include "rows.hpp"
#include <algorithm>
#include <vector>

#ifdef __clang__
#pragma float_control(precise, on, push)
#endif

namespace ctnn::detail {

/// Weights of true positives, false positives, true negatives and false negatives.
struct confusion {
    double tp = 0, fp = 0, tn = 0, fn = 0;

    template<unsigned Options = compiled_for>
    double precision() const {
        return divide_no_nan<Options>(tp, tp + fp);
    }
    template<unsigned Options = compiled_for>
    double recall() const {
        return divide_no_nan<Options>(tp, tp + fn);
    }
    template<unsigned Options = compiled_for>
    double specificity() const {
        return divide_no_nan<Options>(tn, tn + fp);
    }
};

/// How Keras' metrics of this group look at predictions.
struct confusion_options {
    int top_k = 0;              ///< only the k largest numbers of a row are positive; 0: all may be
    optional_number class_id{}; ///< only this number of a row is looked at
    bool multi_label = false;   ///< counts for each number of a sample
    bool from_logits = false;
    numbers label_weights{}; ///< one for each number of the last axis, if they are given and not multi_label
};

/// Thresholds as a metric has them.
struct threshold_list {
    std::vector<double> values;
    bool even = false;         ///< from 0 to 1: a prediction's bucket is computed, it is compared with no threshold
    bool ends_outside = false; ///< AUC's -1e-7 and 1 + 1e-7: everything is above the first and below the last
};

/// Whether Keras takes thresholds for evenly spaced from 0 to 1 (np.allclose): then a prediction's bucket is
/// ceil(y_pred (n - 1)) - 1 in float32.
template<unsigned Options>
bool evenly_spaced(const std::vector<double>& thresholds) {
    const std::size_t n = thresholds.size();
    if (n < 3) return false;
    for (std::size_t i = 0; i < n; ++i) {
        const double even = float(i) / float(n - 1);
        if (math::abs(thresholds[i] - even) > 1e-7 + 1e-5 * even) return false;
    }
    return true;
}

/// The numbers as they were given, or the default if none were.
template<unsigned Options>
threshold_list thresholds_of(const numbers& given, double otherwise) {
    threshold_list t;
    if (given.given())
        t.values.assign(given.values, given.values + given.n);
    else
        t.values = {otherwise};
    t.even = evenly_spaced<Options>(t.values);
    return t;
}
/// n thresholds from 0 to 1; one alone is 0.5.
template<unsigned Options>
threshold_list even_thresholds(int n) {
    threshold_list t;
    for (int i = 0; i < n; ++i) t.values.push_back(n == 1 ? 0.5 : i * 1.0 / (n - 1));
    t.even = n > 1;
    return t;
}

/// A prediction is positive at a threshold below it. Each one adds its weight to the last such threshold in rising
/// order, and what is asked for is the sum from a threshold on.
template<unsigned Options>
class confusion_counts {
    struct bucket {
        double positive = 0, negative = 0; // weights of targets
    };
    struct best {
        float value;
        int index;
    };
    row_layout layout;
    confusion_options options;
    std::vector<float> thresholds; // rising
    std::vector<int> order;        // of the thresholds as they were given, in `thresholds`
    bool even = false, ends_outside = false;
    int labels = 1;
    std::vector<bucket> buckets; // (labels, thresholds)
    std::vector<bucket> all;     // (labels)
    std::vector<float> label_weights;
    std::vector<best> top;

    int size() const { return int(thresholds.size()); }

    /// How many thresholds are below.
    int below(const float& p) const {
        if (math::is_nan(p)) return 0;
        if (even) {
            const float x = clip<Options>(p, 0.0f, 1.0f) * float(size() - 1);
            const int b = int(-math::floor(-double(x)));
            return ends_outside && b < 1 ? 1 : b;
        }
        int low = 0, high = size();
        while (low < high) {
            const int middle = (low + high) / 2;
            if (thresholds[std::size_t(middle)] < p)
                low = middle + 1;
            else
                high = middle;
        }
        return low;
    }
    void add(const float& t, const float& p, int element, double weight) {
        if (!label_weights.empty()) weight *= label_weights[std::size_t(element) % label_weights.size()];
        const std::size_t label = options.multi_label ? std::size_t(element) : 0;
        const bool positive = math::is_nan(t) || t != 0;
        (positive ? all[label].positive : all[label].negative) += weight;
        if (const int n = below(p)) {
            bucket& b = buckets[label * thresholds.size() + std::size_t(n - 1)];
            (positive ? b.positive : b.negative) += weight;
        }
    }
    /// Fills `top` with the k largest numbers of the row, the first of equal ones. NaN is none of them.
    void find_top(row<Options> p) {
        int found = 0;
        for (int i = 0; i < p.size; ++i) {
            if (math::is_nan(p[i])) continue;
            int at = found < options.top_k ? found : options.top_k - 1;
            if (at < found && !(p[i] > top[std::size_t(at)].value)) continue;
            for (; at > 0 && p[i] > top[std::size_t(at - 1)].value; --at)
                top[std::size_t(at)] = top[std::size_t(at - 1)];
            top[std::size_t(at)] = {p[i], i};
            if (found < options.top_k) ++found;
        }
        for (; found < int(top.size()); ++found) top[std::size_t(found)].index = -1;
    }
    bool in_top(int i) const {
        for (const best& b : top)
            if (b.index == i) return true;
        return false;
    }

public:
    confusion_counts(const confusion_options& options, const threshold_list& given, const extents& y_true,
                     const extents& y_pred)
        : layout(rows_of<Options>(y_true, y_pred)), options(options),
          thresholds(given.values.begin(), given.values.end()), even(given.even), ends_outside(given.ends_outside),
          labels(options.multi_label ? int(layout.pred_size) : 1), buckets(std::size_t(labels) * thresholds.size()),
          all(std::size_t(labels)), top(std::size_t(options.top_k)) {
        order.resize(thresholds.size());
        std::sort(thresholds.begin(), thresholds.end());
        for (std::size_t i = 0; i < order.size(); ++i)
            order[i] = int(std::lower_bound(thresholds.begin(), thresholds.end(), float(given.values[i])) -
                           thresholds.begin());
        const numbers& w = options.label_weights;
        if (!options.multi_label) label_weights.assign(w.values, w.values + w.n);
    }

    void reset() {
        for (bucket& b : buckets) b = {};
        for (bucket& b : all) b = {};
    }
    void update(const float* y_true, const float* y_pred, const float* sample_weight, int n) {
        for (int s = 0; s < n; ++s, y_true += layout.true_size, y_pred += layout.pred_size) {
            const double w = sample_weight ? sample_weight[s] : 1.0;
            for (int r = 0; r < layout.rows; ++r) {
                const auto t = layout.template true_row<Options>(y_true, r);
                const auto p = layout.template pred_row<Options>(y_pred, r);
                if (options.top_k) find_top(p);
                for (int i = 0; i < p.size; ++i) {
                    if (options.class_id.given && i != options.class_id.value) continue;
                    float x = options.from_logits ? sigmoid<Options>(p[i]) : p[i];
                    if (options.top_k && !in_top(i) && !math::is_nan(x)) x = -1e10f;
                    add(t[i], x, r * p.size + i, w);
                }
            }
        }
    }
    int threshold_count() const { return size(); }
    int label_count() const { return labels; }

    /// The counts at threshold number i, as they were given.
    confusion at(int i) const {
        confusion c;
        walk(0, [&](int k, const confusion& now) {
            if (k == order[std::size_t(i)]) c = now;
        });
        return c;
    }
    /// visit(i, counts) from the highest threshold to the lowest.
    template<class Visit>
    void walk(int label, Visit visit) const {
        confusion c;
        const bucket& total = all[std::size_t(label)];
        for (int i = size() - 1; i >= 0; --i) {
            const bucket& b = buckets[std::size_t(label) * thresholds.size() + std::size_t(i)];
            c.tp += b.positive, c.fp += b.negative;
            c.fn = total.positive - c.tp, c.tn = total.negative - c.fp;
            visit(i, c);
        }
    }
};

// Sentences.

constexpr void check_thresholds(text& say, std::string_view who, const numbers& thresholds) {
    for (int i = 0; i < thresholds.n && say.empty(); ++i)
        if (!(thresholds.values[i] >= 0 && thresholds.values[i] <= 1))
            say << who << ": thresholds must be from 0 to 1, got " << double(thresholds.values[i]);
}
constexpr void check_class(text& say, std::string_view who, const optional_number& class_id, const extents& y_true,
                           const extents& y_pred) {
    if (!say.empty() || !class_id.given) return;
    const extents e = common_shape(y_true, y_pred);
    if (class_id.value < 0 || class_id.value >= e.last())
        say << who << ": class_id must be from 0 to " << e.last() - 1 << ", got " << class_id.value;
}

} // namespace ctnn::detail

#ifdef __clang__
#pragma float_control(pop)
#endif
