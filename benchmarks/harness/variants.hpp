/// Tables of ctnn next to itself; nothing where nobody measured that.
#pragma once
#include "results.hpp"
#include <ostream>

namespace bench {

/// The time for one step of those that got their sequence step by step, next to that of the whole sequence at once.
void write_streams(const std::vector<group>&, std::ostream&);
/// How many times as long a network takes without one of the passes that change its program.
void write_passes(const std::vector<group>&, std::ostream&);
/// How many times as fast several threads are as one.
void write_threads(const std::vector<group>&, std::ostream&);

} // namespace bench
