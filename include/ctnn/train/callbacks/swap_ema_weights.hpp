/// Evaluates with the moving average of the weights.                                 keras.callbacks.SwapEMAWeights
#pragma once
#include "arguments.hpp"
#include "hooks.hpp"

namespace ctnn {

/// For optimizers with use_ema: evaluation and prediction see the average, training goes on from the weights.
/// `swap_on_epoch`: the average is also there for the callbacks behind this one when an epoch ends (ModelCheckpoint).
class swap_ema_weights {
public:
    bool swap_on_epoch = false;

    static constexpr std::string_view keras_name = "SwapEMAWeights";
    static constexpr auto arguments() { return takes(ctnn::swap_on_epoch, &swap_ema_weights::swap_on_epoch); }

    void set_params(const fit_params& p) { epochs_ = p.epochs; }

    template<class Trainer>
    void on_epoch_begin(Trainer& trainer, int) {
        if (swap_on_epoch) swap(trainer, false);
    }
    template<class Trainer>
    void on_epoch_end(Trainer& trainer, int epoch, const logs&) {
        if (!swap_on_epoch || averaged_) return;
        swap(trainer, true);
        // the end of fit puts the average in the place of the weights once more
        if (epoch == epochs_ - 1) trainer.finalize_ema_weights();
    }
    template<class Trainer>
    void on_test_begin(Trainer& trainer, const logs&) {
        swap(trainer, true);
    }
    template<class Trainer>
    void on_test_end(Trainer& trainer, const logs&) {
        swap(trainer, false);
    }
    template<class Trainer>
    void on_predict_begin(Trainer& trainer, const logs&) {
        swap(trainer, true);
    }
    template<class Trainer>
    void on_predict_end(Trainer& trainer, const logs&) {
        swap(trainer, false);
    }

private:
    bool averaged_ = false;
    int epochs_ = 1;

    template<class Trainer>
    void swap(Trainer& trainer, bool averaged) {
        if (averaged_ != averaged) trainer.swap_ema_weights();
        averaged_ = averaged;
    }
};
inline constexpr configured<swap_ema_weights> SwapEMAWeights{};

} // namespace ctnn
