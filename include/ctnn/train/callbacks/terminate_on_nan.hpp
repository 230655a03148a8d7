/// Ends training when the loss is no number any more.                                keras.callbacks.TerminateOnNaN
#pragma once
#include "../python_text.hpp"
#include "arguments.hpp"
#include "hooks.hpp"

namespace ctnn {

/// A batch whose loss is NaN or infinite ends training; with `raise_error`, as an error.
class terminate_on_nan {
public:
    bool raise_error = false;

    static constexpr std::string_view keras_name = "TerminateOnNaN";
    static constexpr auto arguments() { return takes(ctnn::raise_error, &terminate_on_nan::raise_error); }

    template<class Trainer>
    void on_train_batch_end(Trainer& trainer, int batch, const logs& l) {
        const double* loss = l.find("loss");
        if (!loss || math::is_finite(*loss)) return;
        if (raise_error) {
            text t;
            t << "NaN or Inf loss encountered at batch " << batch
              << ". Loss value: " << std::string_view(detail::python_repr(*loss))
              << ". Terminating training immediately.";
            detail::fail(t);
        }
        detail::say(trainer, "Batch " + std::to_string(batch) + ": Invalid loss, terminating training\n");
        trainer.stop_training = true;
    }
};
inline constexpr configured<terminate_on_nan> TerminateOnNaN{};

} // namespace ctnn
