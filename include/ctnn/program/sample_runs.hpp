/// How any number of samples is cut into runs of programs for several at once.
#pragma once
#include "batch.hpp"
#include "estimate.hpp"

namespace ctnn::detail {

/// A program for so many samples. `from` of them at least run together, filled up with copies of the last one.
struct sample_run {
    int samples = 1, from = 1;
};

/// The programs that there are, from a whole block of samples down to one alone: what is left over of one goes to the
/// next.
struct sample_runs {
    static constexpr int most = 4;
    sample_run of[most] = {};
    int count = 0;

    template<int N>
    constexpr sample_runs(const program<N>& p, const hardware& h) {
        // A program of its own is code to compile and to carry: it has to save a third of the time. What saves is that
        // weights are fetched once for a few rows; recurrences have samples in the lanes, of which a few fill no
        // vector.
        constexpr double worth = 1.5;
        double cycles[most] = {};
        const double one = estimated_cycles(p, 1, h);
        for (const int samples : {batch_of(p, h), 32, 8, 1}) {
            const bool rest = count > 0 && samples > 1;
            if ((count > 0 && samples >= of[count - 1].samples) || (rest && recurs(p))) continue;
            const double together = samples == 1 ? one : estimated_cycles(p, samples, h);
            if (rest && together * worth >= one * samples) continue;
            cycles[count] = together, of[count++].samples = samples;
        }
        // filling up begins where the smaller ones take longer; one alone is neither copied nor its result
        for (int i = count - 2; i >= 0; --i) {
            const double filled = cycles[i] * (i + 2 == count ? 1.1 : 1.0);
            while (of[i].from < of[i].samples && cycles_of(of[i].from, i + 1, cycles) <= filled) ++of[i].from;
        }
    }

private:
    constexpr double cycles_of(int n, int i, const double* cycles) const {
        double sum = 0;
        for (; n > 0; ++i) {
            sum += n / of[i].samples * cycles[i], n %= of[i].samples;
            if (n >= of[i].from) return sum + cycles[i];
        }
        return sum;
    }
};

} // namespace ctnn::detail
