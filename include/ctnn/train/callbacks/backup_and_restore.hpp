/// Lets a training that was killed go on where it was.                              keras.callbacks.BackupAndRestore
#pragma once
#include "../python_text.hpp"
#include "arguments.hpp"
#include "hooks.hpp"
#include <filesystem>
#include <system_error>

namespace ctnn {

/// At the end of every epoch (or every `save_freq` batches), the state of training is saved in the folder `backup_dir`.
/// fit with the same callback goes on from there, at the epoch that had not ended. When fit ends, what was saved is
/// deleted unless `delete_checkpoint` is false. Give it as the last callback: what others change later is not saved.
///
/// The name of a file says how many epochs had ended, so that weights and epoch cannot differ; a kill between two files
/// leaves the older one as well. The trainer has, besides what hooks.hpp says:
///
///     void save_state(std::string_view path);  atomic; weights, the optimizer's state, its number of steps
///     void load_state(std::string_view path);
///     void initial_epoch(int);                 the epoch that fit begins with, set by on_train_begin
class backup_and_restore {
public:
    std::string backup_dir;
    save_frequency save_freq;
    bool delete_checkpoint = true;

    static constexpr std::string_view keras_name = "BackupAndRestore";
    static constexpr auto arguments() {
        using self = backup_and_restore;
        return takes(required(ctnn::backup_dir), &self::backup_dir, ctnn::save_freq, &self::save_freq,
                     ctnn::delete_checkpoint, &self::delete_checkpoint);
    }

    template<class Trainer>
    void on_train_begin(Trainer& trainer, const logs&) {
        text t;
        if (backup_dir.empty())
            t << keras_name << ": backup_dir must be a folder's path, got ''";
        else if (!save_freq.known)
            t << keras_name << ": save_freq takes " << save_frequency::expected;
        if (!t.empty()) detail::fail(t);
        batches_ = 0;
        int newest = -1;
        each_file([&](int epochs, const auto&) { newest = epochs > newest ? epochs : newest; });
        ended_ = newest < 0 ? 0 : newest;
        if (newest < 0) return;
        trainer.load_state(std::string_view(path(newest)));
        trainer.initial_epoch(newest);
    }
    void on_epoch_begin(int epoch) { ended_ = epoch; }
    template<class Trainer>
    void on_train_batch_end(Trainer& trainer, int, const logs&) {
        if (save_freq.batches == 0 || ++batches_ < save_freq.batches) return;
        batches_ = 0;
        save(trainer);
    }
    template<class Trainer>
    void on_epoch_end(Trainer& trainer, int epoch, const logs&) {
        ended_ = epoch + 1;
        if (save_freq.batches == 0) save(trainer);
    }
    template<class Trainer>
    void on_train_end(Trainer&, const logs&) {
        if (!delete_checkpoint) return;
        std::error_code ignored;
        each_file([&](int, const auto& p) { std::filesystem::remove(p, ignored); });
        std::filesystem::remove(backup_dir, ignored); // if it is empty
    }

private:
    static constexpr std::string_view before = "after-epoch-", behind = ".state";
    int ended_ = 0, batches_ = 0;

    std::string path(int epochs) const {
        return (std::filesystem::path(backup_dir) /
                (std::string(before) + std::to_string(epochs) + std::string(behind)))
            .string();
    }
    /// Calls f(epochs, path) for every state in the folder.
    template<class F>
    void each_file(F f) const {
        std::error_code problem;
        std::vector<std::pair<int, std::filesystem::path>> found;
        for (std::filesystem::directory_iterator it(backup_dir, problem), end; !problem && it != end;
             it.increment(problem)) {
            const auto name = it->path().filename().string();
            if (!name.starts_with(before) || !name.ends_with(behind)) continue;
            int epochs = 0;
            const char* const last = name.data() + name.size() - behind.size();
            if (std::from_chars(name.data() + before.size(), last, epochs).ptr == last)
                found.emplace_back(epochs, it->path());
        }
        for (const auto& [epochs, p] : found) f(epochs, p);
    }
    template<class Trainer>
    void save(Trainer& trainer) {
        std::error_code ignored; // if the folder cannot be made, saving says so
        std::filesystem::create_directories(backup_dir, ignored);
        trainer.save_state(std::string_view(path(ended_)));
        each_file([&](int epochs, const auto& p) {
            if (epochs != ended_) std::filesystem::remove(p, ignored);
        });
    }
};
inline constexpr configured<backup_and_restore> BackupAndRestore{};

} // namespace ctnn
