/// Writes every epoch's numbers to a file while training runs.                            keras.callbacks.CSVLogger
#pragma once
#include "../../shape/inline.hpp"
#include "../python_text.hpp"
#include "arguments.hpp"
#include "hooks.hpp"

namespace ctnn {

/// A header and a line an epoch, as Python's csv module writes them (lines end in \r\n). The columns are those of the
/// first epoch; what a later one lacks is NA. `append`: goes on behind what is there.
class csv_logger {
public:
    std::string filename, separator = ",";
    bool append = false;

    static constexpr std::string_view keras_name = "CSVLogger";
    static constexpr auto arguments() {
        return takes(required(ctnn::filename), &csv_logger::filename, ctnn::separator, &csv_logger::separator,
                     ctnn::append, &csv_logger::append);
    }

    template<unsigned Options = compiled_for>
    void on_train_begin() {
        if (append && !is_empty()) header_ = false;
        write("", append ? "ab" : "wb");
        columns_.clear();
    }
    template<unsigned Options = compiled_for>
    void on_epoch_end(int epoch, const logs& l) {
        std::string lines;
        if (columns_.empty()) {
            for (const auto& e : l) columns_.push_back(e.first);
            std::sort(columns_.begin(), columns_.end());
            const auto count = columns_.size();
            if (std::none_of(columns_.begin(), columns_.end(), [](const auto& c) { return c.starts_with("val_"); }))
                for (std::size_t i = 0; i < count; ++i) columns_.push_back("val_" + columns_[i]);
            if (header_) {
                lines = "epoch";
                for (const auto& c : columns_) lines.append(separator).append(quoted(c));
                lines += "\r\n";
            }
        }
        lines += std::to_string(epoch);
        for (const auto& c : columns_) {
            const double* v = l.find(c);
            lines.append(separator).append(v ? quoted(detail::python_repr(*v)) : "NA");
        }
        write(lines += "\r\n", "ab");
    }

private:
    std::vector<std::string> columns_;
    bool header_ = true;

    template<unsigned Options = compiled_for>
    std::string quoted(const std::string& s) const {
        if (s.find_first_of("\"\r\n") == s.npos && s.find(separator) == s.npos) return s;
        std::string q = "\"";
        for (char c : s) q.append(c == '"' ? 2 : 1, c);
        return q += '"';
    }
    CTNN_INLINE bool is_empty() const {
        std::FILE* file = std::fopen(filename.c_str(), "rb");
        if (!file) return true;
        const bool empty = std::fgetc(file) == EOF;
        std::fclose(file);
        return empty;
    }
    template<unsigned Options = compiled_for>
    void write(std::string_view s, const char* how) const {
        if (detail::write_text(filename, s, how)) return;
        text t;
        t << keras_name << ": '" << std::string_view(filename)
          << "' cannot be written; hint: its folder must exist and be writable";
        detail::fail(t);
    }
};
inline constexpr configured<csv_logger> CSVLogger{};

} // namespace ctnn
