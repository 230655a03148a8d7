/// What the machine can do at best, measured between the contestants: the clock moves while a benchmark runs.
#pragma once

namespace bench {

/// Fused multiply-adds from registers to registers, for about 20 us: billions of multiply-adds in a second, of one
/// core.
double fma_rate();
/// Reading 512 KB again and again, for about 20 us: GB in a second. What weights that are larger than L1 come in at.
double l2_rate();

} // namespace bench
