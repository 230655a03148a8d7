/// Saves the model or its weights while it trains.                                  keras.callbacks.ModelCheckpoint
#pragma once
#include "../../run/weight_files.hpp"
#include "monitor.hpp"
#include <filesystem>
#include <system_error>

namespace ctnn {

namespace detail {

/// Whether whole models can be saved: io/keras.hpp is included. Others than trainers take care of that themselves.
template<class Trainer>
inline constexpr bool saves_models = true;
template<class Trainer>
requires requires { typename Trainer::model_type; }
inline constexpr bool saves_models<Trainer> = knows_model_archive<typename Trainer::model_type>;

} // namespace detail

/// `filepath` may have placeholders: "{epoch:02d}-{val_loss:.2f}.keras". The epoch counts from 1, so does {batch}. It
/// ends in .weights.h5 with `save_weights_only`, else in .keras. `save_freq`: "epoch", or a number of batches.
/// `save_best_only`: only when `monitor` is better than before, and than `initial_value_threshold`.
class model_checkpoint : public detail::monitored {
public:
    std::string filepath;
    int verbose = 0;
    bool save_best_only = false, save_weights_only = false;
    save_frequency save_freq;

    static constexpr std::string_view keras_name = "ModelCheckpoint";
    static constexpr auto arguments() {
        using self = model_checkpoint;
        return takes(required(ctnn::filepath), &self::filepath, ctnn::monitor, &self::monitor, ctnn::verbose,
                     &self::verbose, ctnn::save_best_only, &self::save_best_only, ctnn::save_weights_only,
                     &self::save_weights_only, ctnn::mode, &self::mode, ctnn::save_freq, &self::save_freq,
                     ctnn::initial_value_threshold, &self::best);
    }

    template<unsigned Options = compiled_for>
    void on_train_begin() {
        text t;
        const bool ends = save_weights_only ? filepath.ends_with(".weights.h5")
                                            : filepath.ends_with(".keras") || filepath.ends_with(".h5");
        if (!save_freq.known)
            t << keras_name << ": save_freq takes " << save_frequency::expected;
        else if (!ends)
            t << keras_name << ": filepath must end in " << (save_weights_only ? ".weights.h5" : ".keras") << ", got '"
              << std::string_view(filepath) << '\'';
        if (!t.empty()) detail::fail(t);
    }
    void on_epoch_begin(int epoch) { epoch_ = epoch; }
    template<class Trainer>
    void on_train_batch_end(Trainer& trainer, int batch, const logs& l) {
        if (save_freq.batches == 0) return;
        seen_ += last_ < 0 || batch <= last_ ? batch + 1 : batch - last_;
        last_ = batch;
        if (seen_ < save_freq.batches) return;
        seen_ = 0;
        save(trainer, epoch_, batch, l);
    }
    template<class Trainer>
    void on_epoch_end(Trainer& trainer, int epoch, const logs& l) {
        choose_direction(trainer, keras_name, &l);
        if (save_freq.batches == 0) save(trainer, epoch, -1, l);
    }

private:
    int epoch_ = 0, seen_ = 0, last_ = -1;

    template<class Trainer>
    bool should_save(Trainer& trainer, const std::string& at, const logs& l, const std::string& path) {
        const double* current = save_best_only ? l.find(monitor) : nullptr;
        if (!current) {
            if (save_best_only)
                detail::warn(trainer, "Can save best model only with " + monitor + " available.");
            else if (verbose > 0)
                detail::say(trainer, at + "saving model to " + path + "\n");
            return true;
        }
        choose_direction(trainer, keras_name, nullptr); // with save_freq, before the first epoch ends
        const bool better = is_improvement(*current, best, 0);
        const std::string from = best ? detail::printed('f', 5, *best) : "None";
        if (verbose > 0)
            detail::say(trainer, at + monitor +
                                     (better ? " improved from " + from + " to " + detail::printed('f', 5, *current) +
                                                   ", saving model to " + path + "\n"
                                             : " did not improve from " + from + "\n"));
        if (better) best = *current;
        return better;
    }
    template<class Trainer>
    void save(Trainer& trainer, int epoch, int batch, const logs& l) {
        const auto path = detail::fill_placeholders(filepath, epoch + 1, batch < 0 ? -1 : batch + 1, l, keras_name);
        const auto at = "\nEpoch " + std::to_string(epoch + 1) + ": ";
        if (!should_save(trainer, at, l, path)) return;
        std::error_code problem; // if the folder cannot be made, saving says so
        if (const auto folder = std::filesystem::path(path).parent_path(); !folder.empty())
            std::filesystem::create_directories(folder, problem);
        if (save_weights_only)
            trainer.save_weights(std::string_view(path));
        else if constexpr (detail::saves_models<Trainer>)
            trainer.save(std::string_view(path));
        else { // whether it saves models or weights is known at run time only
            text t;
            t << "ModelCheckpoint: whole models are saved by a header of its own; hint: #include <ctnn/io/keras.hpp>, "
                 "and link "
                 "with -lzip -lz, or say save_weights_only = true";
            detail::fail(t);
        }
        if (verbose > 0) detail::say(trainer, at + "finished saving model to " + path + "\n");
    }
};
inline constexpr configured<model_checkpoint> ModelCheckpoint{};

} // namespace ctnn
