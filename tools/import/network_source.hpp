/// The network as C++ source, as a person would have written it.
#pragma once
#include "build.hpp"

namespace ctnn::import {

/// A model inside the network, as a variable of its own.
struct definition {
    std::string variable, source;
};

struct network_text {
    std::vector<definition> inner; ///< models used as layers, those that others use first
    std::string source;            ///< "Sequential(...)" or "functional([] { ... })"
    bool renumbered = false;       ///< layers that Keras numbered have other numbers in a fresh process
    bool initializers = false;     ///< layers have initializers of their own, which are not written
};

/// Defaults, what only training needs, names that Keras gives by itself and calls that no output needs are left out.
network_text network_source(const imported& net);

} // namespace ctnn::import
