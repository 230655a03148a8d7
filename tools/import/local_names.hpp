/// Names for the variables of functional's body.
#pragma once
#include "cpp_text.hpp"

namespace ctnn::import {

/// Hands out names that nothing else in the body has: the words of `taken` are the library's or declared outside.
class local_names {
public:
    explicit local_names(std::set<std::string> taken) : taken_(std::move(taken)) {}

    /// The name, or the first of name_2, name_3... that is free.
    std::string unique(const std::string& name) {
        auto s = name;
        for (int i = 2; !taken_.insert(s).second; ++i) s = name + "_" + std::to_string(i);
        return s;
    }
    /// The next of x, y, z, ... for a value that has no name of its own.
    std::string next() {
        for (char c : std::string_view("xyzuvwabcdefgh"))
            if (taken_.insert(std::string(1, c)).second) return std::string(1, c);
        for (int i = 1;; ++i)
            if (auto s = "x" + std::to_string(i); taken_.insert(s).second) return s;
    }

private:
    std::set<std::string> taken_;
};

} // namespace ctnn::import
