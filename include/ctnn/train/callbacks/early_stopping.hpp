/// Ends training when a number has stopped becoming better.                          keras.callbacks.EarlyStopping
#pragma once
#include "monitor.hpp"
#include <span>
#include <vector>

namespace ctnn {

/// `patience` epochs without an improvement of more than `min_delta` end training. `baseline`: only what is better than
/// that, too, ends the waiting. `restore_best_weights`: the weights of the best epoch come back at the end.
/// `start_from_epoch`: epochs before it do not count. verbose = 1 says when.
class early_stopping : public detail::monitored {
public:
    double min_delta = 0;
    int patience = 0, verbose = 0;
    std::optional<double> baseline;
    bool restore_best_weights = false;
    int start_from_epoch = 0;

    int stopped_epoch = 0; ///< the epoch, counted from 0, at whose end training was stopped; 0 if it was not
    int best_epoch = 0;

    static constexpr std::string_view keras_name = "EarlyStopping";
    static constexpr auto arguments() {
        using self = early_stopping;
        return takes(ctnn::monitor, &self::monitor, ctnn::min_delta, &self::min_delta, ctnn::patience, &self::patience,
                     ctnn::verbose, &self::verbose, ctnn::mode, &self::mode, ctnn::baseline, &self::baseline,
                     ctnn::restore_best_weights, &self::restore_best_weights, ctnn::start_from_epoch,
                     &self::start_from_epoch);
    }

    template<unsigned Options = compiled_for>
    void on_train_begin() {
        wait_ = stopped_epoch = best_epoch = 0;
        best.reset();
        best_weights_.clear();
    }
    template<class Trainer>
    void on_epoch_end(Trainer& trainer, int epoch, const logs& l) {
        choose_direction(trainer, keras_name, &l);
        const double* current = l.find(monitor);
        if (!current)
            detail::warn(trainer, "Early stopping conditioned on metric `" + monitor +
                                      "` which is not available. Available metrics are: " + detail::names_in(l));
        if (!current || epoch < start_from_epoch) return;
        if (restore_best_weights && best_weights_.empty()) keep(trainer, epoch);
        ++wait_;
        if (is_improvement(*current, best, min_delta)) {
            best = *current;
            best_epoch = epoch;
            if (restore_best_weights) keep(trainer, epoch);
            if (!baseline || is_improvement(*current, baseline, min_delta)) wait_ = 0;
        } else if (wait_ >= patience && epoch > 0) {
            stopped_epoch = epoch;
            trainer.stop_training = true;
        }
    }
    template<class Trainer>
    void on_train_end(Trainer& trainer) {
        if (stopped_epoch > 0 && verbose > 0)
            detail::say(trainer, "Epoch " + std::to_string(stopped_epoch + 1) + ": early stopping\n");
        if (!restore_best_weights || best_weights_.empty()) return;
        if (verbose > 0)
            detail::say(trainer, "Restoring model weights from the end of the best epoch: " +
                                     std::to_string(best_epoch + 1) + ".\n");
        const std::span<float> weights = trainer.weights();
        std::copy(best_weights_.begin(), best_weights_.end(), weights.begin());
        if constexpr (requires { trainer.weights_changed(); }) trainer.weights_changed();
    }

private:
    int wait_ = 0;
    std::vector<float> best_weights_;

    template<class Trainer>
    void keep(Trainer& trainer, int epoch) {
        const std::span<const float> weights = trainer.weights();
        best_weights_.assign(weights.begin(), weights.end());
        best_epoch = epoch;
    }
};
inline constexpr configured<early_stopping> EarlyStopping{};

} // namespace ctnn
