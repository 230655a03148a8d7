/// Times contestants in turns.
#pragma once
#include "calibrate.hpp"
#include "clock.hpp"
#include "contestant.hpp"

namespace bench {

/// Microseconds for one sample.
struct figures {
    double minimum = 0, median = 0;
    int rounds = 0;
};
struct measurement {
    std::vector<figures> of; ///< in the contestants' order
    machine_rates best, median; ///< of the machine in the same rounds
};

/// Every round times a block of calls of each contestant (about `block` seconds, after one call that is not timed), in
/// another order, with another of the inputs in `x` ((samples, ...)); as many rounds as fit into `seconds`, at least
/// five. A contestant 20 times slower than the fastest takes part in five of them.
measurement interleave(std::span<const std::unique_ptr<contestant>>, std::span<const float> x, std::size_t samples,
                       double seconds, double (*clock)() = process_seconds, double block = 300e-6);

} // namespace bench
