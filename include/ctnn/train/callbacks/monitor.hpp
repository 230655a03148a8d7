/// What EarlyStopping, ModelCheckpoint and ReduceLROnPlateau share: a number that is watched, and when it is better.
#pragma once
#include "../python_text.hpp"
#include "arguments.hpp"
#include "hooks.hpp"

namespace ctnn::detail {

/// Of Keras' metrics by their names: 1: more is better, -1: less is, 0: neither is known.
constexpr int direction_of_metric(std::string_view name) {
    // clang-format off
    constexpr std::string_view up[] = {
        "accuracy", "acc", "binary_accuracy", "categorical_accuracy", "sparse_categorical_accuracy",
        "top_k_categorical_accuracy", "sparse_top_k_categorical_accuracy", "precision", "recall", "auc",
        "sensitivity_at_specificity", "specificity_at_sensitivity", "precision_at_recall", "recall_at_precision",
        "pearson_correlation", "concordance_correlation", "f1_score", "fbeta_score", "io_u", "binary_io_u", "mean_io_u",
        "one_hot_io_u", "one_hot_mean_io_u", "cosine_similarity", "r2_score"};
    constexpr std::string_view down[] = {
        "hinge", "squared_hinge", "categorical_hinge", "kl_divergence", "kld", "poisson", "binary_crossentropy", "bce",
        "categorical_crossentropy", "ce", "crossentropy", "sparse_categorical_crossentropy", "mean_squared_error", "mse",
        "mean_absolute_error", "mae", "mean_absolute_percentage_error", "mape", "mean_squared_logarithmic_error", "msle",
        "root_mean_squared_error", "logcosh", "log_cosh"};
    // clang-format on
    for (auto s : up)
        if (s == name) return 1;
    for (auto s : down)
        if (s == name) return -1;
    return 0;
}

/// The members that Keras' MonitorCallback has.
class monitored {
public:
    std::string monitor = "val_loss"; ///< the name in the logs
    std::string mode = "auto";        ///< "min": less is better; "max": more is; "auto": as the metric says
    std::optional<double> best;       ///< of the epochs seen so far

protected:
    /// Which of two numbers is better is asked for when the first epoch ends. `measured`: what it measured, if that is
    /// all.
    template<class Trainer>
    void choose_direction(Trainer& trainer, std::string_view who, const logs* measured) {
        if (direction_ != 0) return;
        if (mode == "min" || mode == "max") {
            direction_ = mode == "min" ? -1 : 1;
            return;
        }
        text t;
        if (mode != "auto") {
            t << who << ": mode must be auto, min or max, got '" << std::string_view(mode) << '\'';
            fail(t);
        }
        std::string_view name = monitor;
        if (name.starts_with("val_")) name.remove_prefix(4);
        if (name == "loss")
            direction_ = -1;
        else if constexpr (requires { direction_ = trainer.metric_direction(name); })
            direction_ = trainer.metric_direction(name);
        else
            direction_ = direction_of_metric(name);
        if (direction_ != 0) return;
        if (measured && !measured->find(monitor)) {
            t << who << ": no '" << std::string_view(monitor) << "' is measured, there are ";
            for (const char* comma = ""; const auto& e : *measured)
                t << comma << std::string_view(e.first), comma = ", ";
            if (monitor.starts_with("val_") && !measured->find("val_loss"))
                t << "; hint: validation_data or validation_split measures those that begin with val_";
            fail(t);
        }
        t << who << ": whether '" << std::string_view(monitor)
          << "' should become larger or smaller is not known; hint: mode = \"max\" or mode = \"min\"";
        fail(t);
    }

    /// Whether a number is better than another by more than `delta`; anything is better than none. In float, as Keras
    /// compares.
    template<unsigned Options = compiled_for>
    bool is_improvement(double current, const std::optional<double>& reference, double delta) const {
        if (!reference) return true;
        const double by = delta < 0 ? -delta : delta;
        const float a = static_cast<float>(direction_ > 0 ? current - by : current + by);
        const float b = static_cast<float>(*reference);
        if (math::is_nan(a) || math::is_nan(b)) return false;
        return direction_ > 0 ? a > b : a < b;
    }

private:
    int direction_ = 0;
};

} // namespace ctnn::detail
