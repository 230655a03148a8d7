/// Lowers the learning rate when a number has stopped becoming better.            keras.callbacks.ReduceLROnPlateau
#pragma once
#include "monitor.hpp"

namespace ctnn {

/// After `patience` epochs without an improvement of more than `min_delta`, the learning rate is multiplied by
/// `factor`, not below `min_lr`; then `cooldown` epochs do not count. The learning rate is in the logs of every epoch.
class reduce_lr_on_plateau : public detail::monitored {
public:
    double factor = 0.1;
    int patience = 10, verbose = 0;
    double min_delta = 1e-4;
    int cooldown = 0;
    double min_lr = 0;

    static constexpr std::string_view keras_name = "ReduceLROnPlateau";
    static constexpr auto arguments() {
        using self = reduce_lr_on_plateau;
        return takes(ctnn::monitor, &self::monitor, ctnn::factor, &self::factor, ctnn::patience, &self::patience,
                     ctnn::verbose, &self::verbose, ctnn::mode, &self::mode, ctnn::min_delta, &self::min_delta,
                     ctnn::cooldown, &self::cooldown, ctnn::min_lr, &self::min_lr);
    }

    template<unsigned Options = compiled_for>
    void on_train_begin() {
        if (!(factor < 1)) {
            text t;
            t << keras_name << ": factor must be less than 1, got " << factor << "; hint: factor = 0.1";
            detail::fail(t);
        }
        best.reset();
        cooling_ = wait_ = 0;
    }
    template<class Trainer>
    void on_epoch_end(Trainer& trainer, int epoch, logs& l) {
        choose_direction(trainer, keras_name, &l);
        l.set("learning_rate", trainer.learning_rate());
        const double* current = l.find(monitor);
        if (!current) {
            detail::warn(trainer, "Learning rate reduction is conditioned on metric `" + monitor +
                                      "` which is not available. Available metrics are: " + detail::names_in(l) + ".");
            return;
        }
        if (cooling_ > 0) --cooling_, wait_ = 0;
        if (is_improvement(*current, best, min_delta)) {
            best = *current;
            wait_ = 0;
        } else if (cooling_ <= 0 && ++wait_ >= patience && reduce(trainer, epoch))
            cooling_ = cooldown, wait_ = 0;
    }

private:
    int cooling_ = 0, wait_ = 0;

    template<class Trainer>
    bool reduce(Trainer& trainer, int epoch) {
        const double old = trainer.learning_rate();
        if (!(old > double(static_cast<float>(min_lr)))) return false;
        const double reduced = std::max(old * factor, min_lr);
        trainer.learning_rate(reduced);
        if (verbose > 0)
            detail::say(trainer, "\nEpoch " + std::to_string(epoch + 1) +
                                     ": ReduceLROnPlateau reducing learning rate to " + detail::python_repr(reduced) +
                                     ".\n");
        return true;
    }
};
inline constexpr configured<reduce_lr_on_plateau> ReduceLROnPlateau{};

} // namespace ctnn
