/// The clocks of all measurements.
#pragma once
#include <ctime>

namespace bench {

/// Processor time of all threads of this process: as the wall's clock where it has the core for itself, and what others
/// do on the core meanwhile is not counted.
inline double process_seconds() {
    timespec t;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
    return double(t.tv_sec) + double(t.tv_nsec) * 1e-9;
}
/// The wall's clock, for what runs on several cores: what others do there counts, too.
inline double wall_seconds() {
    timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return double(t.tv_sec) + double(t.tv_nsec) * 1e-9;
}

} // namespace bench
