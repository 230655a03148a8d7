/// What the machine can do at best, measured between the contestants: the clock moves while a benchmark runs.
#pragma once
#include <cstddef>

namespace bench {

/// What the machine does in a second.
struct machine_rates {
    double fma = 0;                    ///< billions of multiply-adds
    double l1 = 0, l2 = 0;             ///< GB
    double l1_bytes = 0, l2_bytes = 0; ///< of the caches that these were measured in
};

/// Bytes of the first and the second cache of a core: as the system reports them, 32 and 512 KB where it does not.
std::size_t l1_bytes();
std::size_t l2_bytes();

/// Fused multiply-adds from registers to registers, for about 20 us: billions of multiply-adds in a second, of one
/// core.
double fma_rate();
/// Multiply-adds with one factor from half of L1 that is read again and again, for about 20 us: GB in a second. What
/// weights that stay in L1 come in at, if each is needed once.
double l1_rate();
/// Reading half of L2 again and again, for about 20 us: GB in a second. What weights that are larger than L1 come in
/// at. Half, so that what else is in the cache does not push it out.
double l2_rate();

} // namespace bench
