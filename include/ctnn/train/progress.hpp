/// Keras 3's progress bar as text; nothing here writes or reads a clock.
#pragma once
#include "python_text.hpp"

namespace ctnn {

/// keras.utils.Progbar as fit uses it: every number is shown as it came.
///
///   21/32 ━━━━━━━━━━━━━━━━━━━━ 0s 12ms/step - accuracy: 0.7100 - loss: 0.0476
///
/// On a terminal (`dynamic`), the text is Keras' to the character: it goes back over the line before, in bold, green
/// and grey. Elsewhere there is one plain line, at the end, without colours. (Keras itself draws the same bar into
/// files: its own test for a terminal is true on every POSIX system.)
template<unsigned Options = compiled_for>
class basic_progress_bar {
public:
    static constexpr int width = 20;
    static constexpr double interval = 0.05; ///< seconds between two updates that are shown

    /// `target`: how many steps there will be, 0 if unknown. `now`: seconds, of any clock.
    basic_progress_bar(long long target, int verbose, bool dynamic, double now)
        : target(target), verbose_(verbose), dynamic_(dynamic), start_(now) {}
    basic_progress_bar() = default;

    long long target = 0; ///< may become known when the steps end

    /// What is to be printed after step `current`, "" if nothing; valid until the next call.
    std::string_view update(long long current, const logs& values, bool finalize, double now) {
        values_.update(values);
        message_.clear();
        const double unit = step_duration(current, now);
        if (verbose_ == 1) {
            if (shown_ && now - last_ < interval && !finalize) return {};
            if (dynamic_ || finalize) draw(current, finalize, unit, now);
        } else if (verbose_ == 2 && finalize && target > 0) {
            count(current);
            message_.append(" - ").append(detail::printed('f', 0, now - start_)).append("s -");
            time_per_unit(unit);
            numbers(false);
            message_ += '\n';
        }
        last_ = now, shown_ = true;
        return message_;
    }

private:
    int verbose_ = 1;
    bool dynamic_ = false, shown_ = false, first_step_ = false;
    double start_ = 0, last_ = 0, after_first_step_ = 0;
    std::size_t before_ = 0; // width of the line that was drawn last
    logs values_;
    std::string message_;

    void draw(long long current, bool finalize, double unit, double now) {
        std::size_t invisible = 0; // bytes that take no column
        const auto code = [&](const char* escape) {
            if (!dynamic_) return;
            const std::string_view s = escape;
            message_ += s, invisible += s.size();
        };
        if (dynamic_) message_.append(before_, '\b') += '\r';
        const auto line = message_.size();
        if (target > 0) {
            code("\x1b[1m");
            count(current);
            code("\x1b[0m");
            message_ += ' ';
            const int done = int(width * (double(current) / double(target)));
            const auto part = [&](const char* color, int n) {
                code(color);
                for (int i = 0; i < n; ++i) message_ += "━", invisible += 2; // three bytes, one column
                code("\x1b[0m");
            };
            if (done > 0) part("\x1b[32m", done);
            part("\x1b[37m", width - done);
        } else {
            const auto n = std::to_string(current);
            if (n.size() < 7) message_.append(7 - n.size(), ' ');
            message_.append(n).append("/Unknown");
        }
        message_ += ' ';
        code("\x1b[1m");
        if (target > 0 && !finalize)
            remaining(unit * double(target - current));
        else
            message_.append(detail::printed('f', 0, now - start_)) += 's';
        code("\x1b[0m");
        time_per_unit(unit);
        numbers(true);
        const auto columns = message_.size() - line - invisible;
        if (dynamic_ && before_ > columns) message_.append(before_ - columns, ' ');
        if (finalize) message_ += '\n';
        before_ = columns;
    }

    /// " 3/32", the first number as wide as the second.
    void count(long long current) {
        const auto n = std::to_string(current), all = std::to_string(target);
        if (n.size() < all.size()) message_.append(all.size() - n.size(), ' ');
        message_.append(n).append("/").append(all);
    }
    void remaining(double seconds) {
        const auto two = [&](long long n) { message_.append(n < 10 ? "0" : "").append(std::to_string(n)); };
        const auto whole = static_cast<long long>(seconds);
        if (seconds > 3600) {
            message_.append(std::to_string(whole / 3600)) += ':';
            two(whole % 3600 / 60), message_ += ':', two(whole % 60);
        } else if (seconds > 60) {
            message_.append(std::to_string(whole / 60)) += ':';
            two(whole % 60);
        } else
            message_.append(std::to_string(whole)) += 's';
    }
    void time_per_unit(double t) {
        const bool s = t >= 1 || t == 0, ms = t >= 1e-3;
        message_ += ' ';
        message_ += detail::printed('f', 0, s ? t : ms ? t * 1000.0 : t * 1000000.0);
        message_ += s ? "s/step" : ms ? "ms/step" : "us/step";
    }
    /// Keras writes small numbers as 4.3210e-04; verbose = 2 takes negative ones for small.
    void numbers(bool by_magnitude) {
        for (const auto& [name, v] : values_) {
            message_.append(" - ").append(name).append(": ");
            const bool large = !math::is_nan(v) && ((by_magnitude && v < 0 ? -v : v) > 1e-3);
            message_ += detail::printed(large ? 'f' : 'e', 4, v);
        }
    }
    /// The mean of the steps behind the first one, which takes longer.
    double step_duration(long long current, double now) {
        if (current == 0) return 0;
        const double t = first_step_ && current > 1 ? (now - after_first_step_) / double(current - 1)
                                                    : (now - start_) / double(current);
        if (current == 1) after_first_step_ = now, first_step_ = true;
        return t;
    }
};
using progress_bar = basic_progress_bar<>;

} // namespace ctnn
