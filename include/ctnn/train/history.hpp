/// What fit returns: every epoch's numbers.
#pragma once
#include "python_text.hpp"

namespace ctnn {

/// Keras' history.history: a list of numbers for every name, in the order in which the names first came.
class history_table {
public:
    using entry = std::pair<std::string, std::vector<double>>;

    auto begin() const { return entries_.begin(); }
    auto end() const { return entries_.end(); }
    std::size_t size() const { return entries_.size(); }
    bool empty() const { return entries_.empty(); }
    bool operator==(const history_table&) const = default;

    template<unsigned Options = compiled_for>
    const std::vector<double>* find(std::string_view name) const {
        for (const auto& e : entries_)
            if (e.first == name) return &e.second;
        return nullptr;
    }
    bool contains(std::string_view name) const { return find(name) != nullptr; }
    /// One number an epoch; an error when nothing of that name was measured.
    template<unsigned Options = compiled_for>
    const std::vector<double>& operator[](std::string_view name) const {
        if (const auto* found = find<Options>(name)) return *found;
        text t;
        t << "history: there is no '" << name << "'; it holds " << (entries_.empty() ? "nothing" : "");
        bool first = true;
        for (const auto& e : entries_) t << (std::exchange(first, false) ? "" : ", ") << std::string_view(e.first);
        if (name.starts_with("val_") && !entries_.empty()) t << "; hint: fit with validation_data or validation_split";
        detail::fail(t);
    }
    template<unsigned Options = compiled_for>
    std::vector<std::string> keys() const {
        std::vector<std::string> all;
        for (const auto& e : entries_) all.push_back(e.first);
        return all;
    }
    template<unsigned Options = compiled_for>
    void add(std::string_view name, double value) {
        for (auto& e : entries_)
            if (e.first == name) return e.second.push_back(value);
        entries_.push_back({std::string(name), {value}});
    }

private:
    std::vector<entry> entries_;
};

/// Keras' History: fit returns one, and it is a callback that may be given to another fit to go on with.
class History {
public:
    history_table history;  ///< history["val_loss"]: one number an epoch
    std::vector<int> epoch; ///< the numbers of the last fit's epochs, from 0

    bool operator==(const History&) const = default;

    template<unsigned Options = compiled_for>
    void on_train_begin() {
        epoch.clear();
    }
    template<unsigned Options = compiled_for>
    void on_epoch_end(int number, const logs& l) {
        epoch.push_back(number);
        for (const auto& [name, value] : l) history.add(name, value);
        lines_.push_back({number, l});
    }

    /// A table: "epoch,loss,val_loss", then a line an epoch, of all fits that it was given to. What an epoch did not
    /// measure (validation_freq) is left empty.
    template<unsigned Options = compiled_for>
    std::string csv(std::string_view separator = ",") const {
        std::string s = "epoch";
        for (const auto& column : history) s.append(separator).append(column.first);
        s += '\n';
        for (const auto& [number, numbers] : lines_) {
            s += std::to_string(number);
            for (const auto& column : history) {
                s.append(separator);
                if (const double* v = numbers.find(column.first)) s += detail::python_repr(*v);
            }
            s += '\n';
        }
        return s;
    }
    /// What the epochs of all fits that it was given to measured of one name: (which of them, from 1; the number).
    template<unsigned Options = compiled_for>
    std::vector<std::pair<int, double>> points(std::string_view name) const {
        std::vector<std::pair<int, double>> all;
        for (std::size_t i = 0; i < lines_.size(); ++i)
            if (const double* v = lines_[i].second.find(name)) all.push_back({int(i) + 1, *v});
        return all;
    }
    /// Writes csv() to a file.
    template<unsigned Options = compiled_for>
    void save_csv(std::string_view path, std::string_view separator = ",") const {
        if (detail::write_text(path, csv(separator), "wb")) return;
        text t;
        t << "history: " << path << " cannot be written; hint: its folder must exist and be writable";
        detail::fail(t);
    }

private:
    std::vector<std::pair<int, logs>> lines_;
};

} // namespace ctnn
