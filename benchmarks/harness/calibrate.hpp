/// What the machine can do at best, measured between the contestants: the clock moves while a benchmark runs.
#pragma once

namespace bench {

/// What the machine does in a second.
struct machine_rates {
    double fma = 0;        ///< billions of multiply-adds
    double l1 = 0, l2 = 0; ///< GB
};

/// Fused multiply-adds from registers to registers, for about 20 us: billions of multiply-adds in a second, of one
/// core.
double fma_rate();
/// Multiply-adds with one factor from 16 KB that are read again and again, for about 20 us: GB in a second. What
/// weights that stay in L1 come in at, if each is needed once.
double l1_rate();
/// Reading 512 KB again and again, for about 20 us: GB in a second. What weights that are larger than L1 come in at.
double l2_rate();

} // namespace bench
