/// Draws the progress bar.                                                            keras.callbacks.ProgbarLogger
#pragma once
#include "../../shape/inline.hpp"
#include "../progress.hpp"
#include "hooks.hpp"
#include <chrono>
#include <optional>
#if __has_include(<unistd.h>)
#include <unistd.h>
#endif

namespace ctnn {

/// Seconds of a clock that never goes back.
struct steady_seconds {
    template<unsigned Options = compiled_for>
    double operator()() const {
        return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch()).count();
    }
};

/// fit adds one by itself unless verbose = 0. Inside fit, validation is silent. Clock: a function that gives seconds.
template<class Clock = steady_seconds>
class progbar_logger {
public:
    Clock clock;
    std::optional<bool> terminal;

    progbar_logger() = default;
    /// `is_terminal`: whether what is printed goes to one; unless given, whether standard output does.
    explicit progbar_logger(Clock c, std::optional<bool> is_terminal = {}) : clock(c), terminal(is_terminal) {}

    void set_params(const fit_params& p) { params_ = p, target_ = p.steps; }

    void on_train_begin() { in_fit_ = true; }
    template<class Trainer>
    void on_epoch_begin(Trainer& trainer, int epoch) {
        start();
        if (params_.verbose && params_.epochs > 1)
            detail::say(trainer, "Epoch " + std::to_string(epoch + 1) + "/" + std::to_string(params_.epochs) + "\n");
    }
    template<class Trainer>
    void on_train_batch_end(Trainer& trainer, int batch, const logs& l) {
        step(trainer, batch, l);
    }
    template<class Trainer>
    void on_epoch_end(Trainer& trainer, int, const logs& l) {
        finish(trainer, l);
    }

    template<unsigned Options = compiled_for>
    void on_test_begin() {
        if (!in_fit_) start();
    }
    template<class Trainer>
    void on_test_batch_end(Trainer& trainer, int batch, const logs& l) {
        if (!in_fit_) step(trainer, batch, l);
    }
    template<class Trainer>
    void on_test_end(Trainer& trainer, const logs& l) {
        if (!in_fit_) finish(trainer, l);
    }

    template<unsigned Options = compiled_for>
    void on_predict_begin() {
        start();
    }
    template<class Trainer>
    void on_predict_batch_end(Trainer& trainer, int batch, const logs&) {
        step(trainer, batch, none_);
    }
    template<class Trainer>
    void on_predict_end(Trainer& trainer, const logs& l) {
        finish(trainer, l);
    }

private:
    fit_params params_;
    long long target_ = 0, seen_ = 0;
    bool in_fit_ = false;
    progress_bar bar_;
    logs none_;

    template<unsigned Options = compiled_for>
    void start() {
        seen_ = 0;
        bar_ = progress_bar(target_, params_.verbose, to_terminal(), clock());
    }
    template<class Trainer>
    void step(Trainer& trainer, int batch, const logs& l) {
        seen_ = batch + 1;
        if (params_.verbose == 1) detail::say(trainer, bar_.update(seen_, l, false, clock()));
    }
    template<class Trainer>
    void finish(Trainer& trainer, const logs& l) {
        if (target_ == 0) target_ = bar_.target = seen_;
        detail::say(trainer, bar_.update(target_, l, true, clock()));
    }
    CTNN_INLINE bool to_terminal() const {
        if (terminal) return *terminal;
#if __has_include(<unistd.h>)
        return ::isatty(::fileno(stdout)) == 1;
#else
        return false;
#endif
    }
};
using ProgbarLogger = progbar_logger<>; ///< ProgbarLogger()

} // namespace ctnn
