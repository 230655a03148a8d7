/// Intersection over union of classes    keras.metrics.IoU, BinaryIoU, MeanIoU, OneHotIoU, OneHotMeanIoU
///   tp / (tp + fp + fn) of each target class, the mean of those that occur; 0 if none does
#pragma once
#include "rows.hpp"
#include <vector>

#ifdef __clang__
#pragma float_control(precise, on, push)
#endif

namespace ctnn::detail {

/// What all of the group do: IoU's arguments, with the others' defaults.
struct iou_options : metric_options {
    int num_classes = 2;
    numbers target_class_ids{}; ///< not given: all of them
    optional_number ignore_class{};
    bool sparse_y_true = true,
         sparse_y_pred = true; ///< class numbers; otherwise a number for each class on the last axis
    float threshold = -1;      ///< BinaryIoU's: a prediction from here on is class 1
    int axis = -1;

    constexpr explicit iou_options(std::string_view default_name) : metric_options(default_name) { dtype = "int"; }

    constexpr bool whole() const { return dtype != "float32"; }
    constexpr void check_iou(text& say, std::string_view who, const extents& y_true, const extents& y_pred) const {
        if (dtype != "int" && dtype != "int32" && dtype != "float32")
            say << who << ": dtype must be int or float32, got " << dtype;
        else if (num_classes < 1)
            say << who << ": num_classes must be positive, got " << num_classes;
        else if (axis != -1)
            say << who << ": axis must be -1, got " << axis << "; hint: Permute moves the classes to the last axis";
        else if (!sparse_y_true && y_true.rank == 0)
            say << who << ": expected one-hot targets, got a scalar";
        else if (!sparse_y_pred && y_pred.rank == 0)
            say << who << ": expected outputs with one number a class on the last axis, got a scalar";
        else if (places(y_true, sparse_y_true) != places(y_pred, sparse_y_pred)) {
            say << who << ": targets " << y_true << " are " << places(y_true, sparse_y_true) << " classes and outputs "
                << y_pred << " are " << places(y_pred, sparse_y_pred);
            if (sparse_y_pred && !sparse_y_true && y_true == y_pred)
                say << "; hint: sparse_y_pred = false_c";
            else if (sparse_y_pred && sparse_y_true && sparse_shape(y_true, y_pred))
                say << "; hint: sparse_y_pred = false_c, if outputs have one number a class";
        }
        for (int i = 0; i < target_class_ids.n && say.empty(); ++i)
            if (!(target_class_ids.values[i] >= 0 && target_class_ids.values[i] < float(num_classes)))
                say << who << ": target_class_ids must be from 0 to " << num_classes - 1 << ", got "
                    << double(target_class_ids.values[i]);
    }
    /// How many classes a sample holds.
    static constexpr std::size_t places(const extents& e, bool sparse) {
        return sparse ? e.size() : e.size() / std::size_t(e.last() > 0 ? e.last() : 1);
    }
};

template<unsigned Options>
class iou_state {
    iou_options options;
    int places, true_length, pred_length;
    std::vector<double> table; // (class of the target, class of the prediction)

    /// -1 for no class.
    int class_at(const float* x, int length, bool sparse) const {
        if (!sparse) return argmax(row<Options>{x, length, 1});
        if (!options.whole() && (math::is_nan(*x) || *x < 0)) return -1;
        return class_of<Options>(*x);
    }

public:
    iou_state(const iou_options& options, const extents& y_true, const extents& y_pred)
        : options(options), places(int(iou_options::places(y_true, options.sparse_y_true))),
          true_length(options.sparse_y_true ? 1 : y_true.last()),
          pred_length(options.sparse_y_pred ? 1 : y_pred.last()),
          table(std::size_t(options.num_classes) * std::size_t(options.num_classes)) {}

    void reset() {
        for (double& x : table) x = 0;
    }
    void update(const float* y_true, const float* y_pred, const float* sample_weight, int n) {
        const int classes = options.num_classes;
        for (int s = 0; s < n; ++s) {
            double w = sample_weight ? sample_weight[s] : 1.0;
            if (options.whole())
                w = math::is_nan(w) || math::abs(w) > 1e18 ? 0 : double(static_cast<long long>(w)); // as Keras
            for (int k = 0; k < places; ++k, y_true += true_length, y_pred += pred_length) {
                const int t = class_at(y_true, true_length, options.sparse_y_true);
                const int p = options.threshold >= 0 ? !math::is_nan(*y_pred) && *y_pred >= options.threshold
                                                     : class_at(y_pred, pred_length, options.sparse_y_pred);
                if (t < 0 || t >= classes || p < 0 || p >= classes) continue;
                if (options.ignore_class.given && t == options.ignore_class.value) continue;
                table[std::size_t(t) * std::size_t(classes) + std::size_t(p)] += w;
            }
        }
    }
    double result() const {
        double sum = 0, found = 0;
        const numbers& ids = options.target_class_ids;
        const int classes = options.num_classes;
        for (int i = 0; i < (ids.given() ? ids.n : classes); ++i) {
            const int c = ids.given() ? int(ids.values[i]) : i;
            double all = 0;
            for (int k = 0; k < classes; ++k)
                all += table[std::size_t(c * classes + k)] + table[std::size_t(k * classes + c)];
            const double right = table[std::size_t(c * classes + c)];
            all -= right;
            if (all > 1e-9) sum += right / (all + 1e-7), ++found;
        }
        return sum / (found + 1e-7);
    }
};

template<class Self>
struct iou_metric : iou_options {
    using iou_options::iou_options;
    constexpr void check(text& say, const extents& y_true, const extents& y_pred) const {
        check_iou(say, Self::keras_name, y_true, y_pred);
    }
    template<unsigned Options = compiled_for>
    auto state(const extents& y_true, const extents& y_pred) const {
        return iou_state<Options>(*this, y_true, y_pred);
    }
};

} // namespace ctnn::detail

namespace ctnn::metric {

/// The target classes' mean                                                                   keras.metrics.IoU
///   y_true (...), y_pred (...) of class numbers; with sparse_y_true or sparse_y_pred = false_c (..., classes). Numbers
///   that are no class are left out. dtype "int", the default, cuts sample weights to whole numbers, as in Keras.
struct iou : detail::iou_metric<iou> {
    static constexpr std::string_view keras_name = "IoU";
    constexpr iou() : iou_metric("io_u") {}
    static constexpr auto arguments() {
        return takes(required(ctnn::num_classes), &iou_options::num_classes, required(ctnn::target_class_ids),
                     &iou_options::target_class_ids, ctnn::name, &metric_options::name, ctnn::dtype,
                     &metric_options::dtype, ctnn::ignore_class, &iou_options::ignore_class, ctnn::sparse_y_true,
                     &iou_options::sparse_y_true, ctnn::sparse_y_pred, &iou_options::sparse_y_pred, ctnn::axis,
                     &iou_options::axis);
    }
};

/// Of two classes, where y_pred >= threshold is class 1                                 keras.metrics.BinaryIoU
///   y_true (...) of 0 and 1, y_pred (...)
struct binary_iou : detail::iou_metric<binary_iou> {
    static constexpr std::string_view keras_name = "BinaryIoU";
    constexpr binary_iou() : iou_metric("binary_io_u") { threshold = 0.5f; }
    static constexpr auto arguments() {
        return takes(ctnn::target_class_ids, &iou_options::target_class_ids, ctnn::threshold, &iou_options::threshold,
                     ctnn::name, &metric_options::name, ctnn::dtype, &metric_options::dtype);
    }
    constexpr void check(text& say, const extents& y_true, const extents& y_pred) const {
        if (!(threshold >= 0)) say << "BinaryIoU: threshold must not be negative, got " << double(threshold);
        if (say.empty()) check_iou(say, keras_name, y_true, y_pred);
    }
};

/// All classes' mean                                                                      keras.metrics.MeanIoU
struct mean_iou : detail::iou_metric<mean_iou> {
    static constexpr std::string_view keras_name = "MeanIoU";
    constexpr mean_iou() : iou_metric("mean_io_u") {}
    static constexpr auto arguments() {
        return takes(required(ctnn::num_classes), &iou_options::num_classes, ctnn::name, &metric_options::name,
                     ctnn::dtype, &metric_options::dtype, ctnn::ignore_class, &iou_options::ignore_class,
                     ctnn::sparse_y_true, &iou_options::sparse_y_true, ctnn::sparse_y_pred, &iou_options::sparse_y_pred,
                     ctnn::axis, &iou_options::axis);
    }
};

/// IoU of one-hot targets and of outputs with one number a class                       keras.metrics.OneHotIoU
///   y_true (..., classes), y_pred (..., classes) or, with sparse_y_pred, (...)
struct one_hot_iou : detail::iou_metric<one_hot_iou> {
    static constexpr std::string_view keras_name = "OneHotIoU";
    constexpr one_hot_iou() : iou_metric("one_hot_io_u") { sparse_y_true = sparse_y_pred = false; }
    static constexpr auto arguments() {
        return takes(required(ctnn::num_classes), &iou_options::num_classes, required(ctnn::target_class_ids),
                     &iou_options::target_class_ids, ctnn::name, &metric_options::name, ctnn::dtype,
                     &metric_options::dtype, ctnn::ignore_class, &iou_options::ignore_class, ctnn::sparse_y_pred,
                     &iou_options::sparse_y_pred, ctnn::axis, &iou_options::axis);
    }
};

/// MeanIoU of one-hot targets and of outputs with one number a class               keras.metrics.OneHotMeanIoU
struct one_hot_mean_iou : detail::iou_metric<one_hot_mean_iou> {
    static constexpr std::string_view keras_name = "OneHotMeanIoU";
    constexpr one_hot_mean_iou() : iou_metric("one_hot_mean_io_u") { sparse_y_true = sparse_y_pred = false; }
    static constexpr auto arguments() {
        return takes(required(ctnn::num_classes), &iou_options::num_classes, ctnn::name, &metric_options::name,
                     ctnn::dtype, &metric_options::dtype, ctnn::ignore_class, &iou_options::ignore_class,
                     ctnn::sparse_y_pred, &iou_options::sparse_y_pred, ctnn::axis, &iou_options::axis);
    }
};

} // namespace ctnn::metric

namespace ctnn {

struct iou_metrics {
    static constexpr configured<metric::iou> IoU{};
    static constexpr configured<metric::binary_iou> BinaryIoU{};
    static constexpr configured<metric::mean_iou> MeanIoU{};
    static constexpr configured<metric::one_hot_iou> OneHotIoU{};
    static constexpr configured<metric::one_hot_mean_iou> OneHotMeanIoU{};
};
inline constexpr configured<metric::iou> IoU{};
inline constexpr configured<metric::binary_iou> BinaryIoU{};
inline constexpr configured<metric::mean_iou> MeanIoU{};
inline constexpr configured<metric::one_hot_iou> OneHotIoU{};
inline constexpr configured<metric::one_hot_mean_iou> OneHotMeanIoU{};

} // namespace ctnn

#ifdef __clang__
#pragma float_control(pop)
#endif
