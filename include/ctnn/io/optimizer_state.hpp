/// The variables of an optimizer in Keras' weight files: groups optimizer/vars/0, 1, ... in the order of Keras'
/// optimizer.variables: the number of steps, the learning rate unless that is a schedule, then what it keeps for
/// weights.
#pragma once
#include "../layer/placed.hpp"
#include "hdf5.hpp"
#include "hdf5_writer.hpp"
#include <algorithm>
#include <utility>

namespace ctnn::io {

/// One of them, and where it lives in the trainer.
struct optimizer_entry {
    std::string name; // "dense_kernel_momentum"
    std::vector<std::size_t> shape;
    std::span<float> values;
    std::int64_t* steps = nullptr; // the number of steps, which has no values
};

struct optimizer_state {
    std::string class_name; // Keras': "Adam"
    std::size_t first = 1;  // variable that is kept for a weight: what is before exists in an optimizer without any
    std::vector<optimizer_entry> variables;
};

namespace detail {

inline constexpr std::string_view optimizer_classes[] = {
    "Adadelta", "Adafactor", "Adagrad",           "Adam", "Adamax",  "AdamW", "Ftrl", "Lamb", "Lion",
    "Muon",     "Nadam",     "ScheduleFreeAdamW", "SGD",  "RMSprop",
};

/// The class of an optimizer by the name that Keras gave it, "adam" or "rm_sprop_3"; "" for a name of the user's.
inline std::string_view optimizer_class_of(std::string_view name) {
    const auto number = name.substr(name.rfind('_') + 1);
    if (name.size() > number.size() && number.find_first_not_of("0123456789") == number.npos)
        name.remove_suffix(number.size() + 1);
    for (const auto c : optimizer_classes)
        if (ctnn::detail::counted_name(c, 0).view() == name) return c;
    return {};
}

/// Variables of a file that were found right, before any of the trainer changes.
class checked_optimizer {
public:
    /// What became of the trainer's own.
    enum class result { kept, read, begun_anew };

    /// `class_name`: what else is known of the file's optimizer.
    checked_optimizer(const hdf5_file& file, const optimizer_state& to, std::string_view class_name = {}) {
        const auto* group = file.find("optimizer/vars");
        if (!group || group->links.empty()) return;
        const auto name = group->text("name").value_or("");
        if (class_name.empty()) class_name = optimizer_class_of(name);
        const auto from = class_name.empty() ? in_quotes(name) : std::string(class_name);
        constexpr std::string_view remedy = "compile the same model with the optimizer that it was saved with, or "
                                            "model.load_weights() for the weights alone";
        if (!class_name.empty() && class_name != to.class_name)
            throw file_error(file.name(),
                             join("holds the state of ", from, ", the trainer's optimizer is ", to.class_name), remedy);
        const auto count = group->links.size();
        const bool fresh = count == to.first && count < to.variables.size(); // saved before its first step
        if (count != to.variables.size() && !fresh) {
            // one more or less: the learning rate is the only variable that an argument adds alone
            const bool has_rate =
                std::ranges::any_of(to.variables, [](const auto& v) { return v.name == "learning_rate"; });
            const bool other_rate = has_rate ? count + 1 == to.variables.size() : count == to.variables.size() + 1;
            throw file_error(file.name(),
                             join("holds ", counted(count, "variable"), " of the optimizer ", from,
                                  ", that of the trainer has ", to.variables.size()),
                             !other_rate
                                 ? std::string(remedy)
                                 : join("a learning rate given as a schedule has no variable, the file's was likely ",
                                        has_rate ? "a schedule, the trainer's is a number; "
                                                 : "a number, the trainer's is a schedule; ",
                                        remedy));
        }
        for (std::size_t i = 0; i < count; ++i) {
            const auto& v = to.variables[i];
            const auto place = join("optimizer/vars/", i);
            const auto* stored = file.find(place);
            const auto what = join("variable ", i, " of the optimizer ", from, " (", v.name, ")");
            if (!stored || !stored->is_dataset()) throw file_error(file.name(), what + " is not in the file", remedy);
            if (stored->shape != v.shape)
                throw file_error(
                    file.name(),
                    join(what, " must have shape ", shape_text(v.shape), ", got ", shape_text(stored->shape)), remedy);
            const auto from_file = join(file.name(), ": ", what);
            const auto values = file.read(*stored);
            if (v.steps) {
                const auto steps = values.as<std::int64_t>(from_file).front();
                if (steps < 0) throw file_error(file.name(), join(what, " is ", steps), "the file is damaged");
                steps_.emplace_back(v.steps, steps);
                if (fresh && steps != 0)
                    throw file_error(file.name(), join("holds no variables of the optimizer ", from, " for weights"),
                                     remedy);
                continue;
            }
            ready_.emplace_back(v.values, values.as_float(from_file));
            for (const float f : ready_.back().second)
                if (is_nan(f))
                    throw file_error(file.name(), what + " holds NaN",
                                     "its training diverged; use weights from before that");
        }
        result_ = fresh ? result::begun_anew : result::read;
    }
    result commit() const {
        for (const auto& [to, from] : ready_) std::ranges::copy(from, to.begin());
        for (const auto& [to, from] : steps_) *to = from;
        return result_;
    }

private:
    std::vector<std::pair<std::span<float>, std::vector<float>>> ready_;
    std::vector<std::pair<std::int64_t*, std::int64_t>> steps_;
    result result_ = result::kept;
};

inline void write_optimizer(hdf5_writer& file, const optimizer_state& from) {
    file.attribute("optimizer/vars", "name", std::string(ctnn::detail::counted_name(from.class_name, 0).view()));
    for (std::size_t i = 0; i < from.variables.size(); ++i) {
        const auto& v = from.variables[i];
        const auto place = join("optimizer/vars/", i);
        if (v.steps)
            file.dataset(place, v.shape, std::span<const std::int64_t>(v.steps, 1));
        else
            file.dataset(place, v.shape, std::span<const float>(v.values));
    }
}

} // namespace detail
} // namespace ctnn::io
