#pragma once
#include "arguments.hpp"
#include "subject.hpp"

namespace bench {

/// Checks the contestants, times those that are right in turns, prints and records what they took. How many were wrong.
int measure(const subject&, const arguments&);

/// The program of one network: what its main returns.
int benchmark(const subject&, int argc, char** argv);

} // namespace bench
