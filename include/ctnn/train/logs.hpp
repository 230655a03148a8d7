/// What a batch, an epoch or an evaluation measured: names and numbers, in the order in which they are printed.
#pragma once
#include "../tensor/failure.hpp"
#include <string>
#include <utility>
#include <vector>

namespace ctnn {

/// Keras' `logs`: {"accuracy": 0.81, "loss": 0.42}. Setting a name that is there allocates nothing.
class logs {
public:
    using entry = std::pair<std::string, double>;

    logs() = default;
    logs(std::initializer_list<entry> all) : entries_(all) {}

    auto begin() const { return entries_.begin(); }
    auto end() const { return entries_.end(); }
    std::size_t size() const { return entries_.size(); }
    bool empty() const { return entries_.empty(); }
    void clear() { entries_.clear(); }
    bool operator==(const logs&) const = default;

    /// The number of that name, nullptr if there is none.
    template<unsigned Options = compiled_for>
    const double* find(std::string_view name) const {
        for (const auto& e : entries_)
            if (e.first == name) return &e.second;
        return nullptr;
    }
    bool contains(std::string_view name) const { return find(name) != nullptr; }
    /// The number of that name; an error when there is none.
    template<unsigned Options = compiled_for>
    double operator[](std::string_view name) const {
        if (const double* found = find<Options>(name)) return *found;
        text t;
        t << "logs: there is no '" << name << "'; they hold " << (entries_.empty() ? "nothing" : "");
        bool first = true;
        for (const auto& e : entries_) t << (std::exchange(first, false) ? "" : ", ") << std::string_view(e.first);
        detail::fail(t);
    }

    /// Changes the number of that name, or adds it at the end.
    template<unsigned Options = compiled_for>
    void set(std::string_view name, double value) {
        for (auto& e : entries_)
            if (e.first == name) {
                e.second = value;
                return;
            }
        entries_.emplace_back(name, value);
    }
    /// As Python's dict.update: validation adds its numbers with the prefix "val_".
    template<unsigned Options = compiled_for>
    void update(const logs& more, std::string_view prefix = "") {
        for (const auto& e : more.entries_)
            if (prefix.empty())
                set<Options>(e.first, e.second);
            else
                set<Options>(std::string(prefix) + e.first, e.second);
    }
    /// Alphabetically, as Keras 3 sorts logs for callbacks. What callbacks add stays at the end: learning_rate.
    template<unsigned Options = compiled_for>
    void sort() {
        for (std::size_t i = 1; i < entries_.size(); ++i) // a few entries
            for (std::size_t k = i; k > 0 && entries_[k].first < entries_[k - 1].first; --k)
                entries_[k].swap(entries_[k - 1]);
    }

private:
    std::vector<entry> entries_;
};

} // namespace ctnn
