#include "rounds.hpp"
#include <algorithm>

namespace bench {
namespace {

double seconds_of(contestant& c, int times, double (*clock)()) {
    const double start = clock();
    c.run(times);
    return clock() - start;
}
double median(std::vector<double> v) {
    if (v.empty()) return 0;
    std::nth_element(v.begin(), v.begin() + std::ptrdiff_t(v.size() / 2), v.end());
    return v[v.size() / 2];
}

} // namespace

measurement interleave(std::span<const std::unique_ptr<contestant>> contestants, std::span<const float> x,
                       std::size_t samples, double seconds, double (*clock)(), double block) {
    const std::size_t n = contestants.size();
    const int batch = contestants[0]->batch;
    const std::size_t size = x.size() / samples * std::size_t(batch);
    std::vector<int> times(n);
    std::vector<double> once(n);
    for (std::size_t i = 0; i < n; ++i) {
        contestant& c = *contestants[i];
        c.run(1);
        once[i] = seconds_of(c, 1, clock);
        for (int k = 0; k < 4 && once[i] < block; ++k) once[i] = std::min(once[i], seconds_of(c, 4, clock) / 4);
        times[i] = std::max(1, int(block / once[i]));
    }
    const double fastest = *std::min_element(once.begin(), once.end());

    std::vector<std::vector<double>> us(n);
    std::vector<double> fma, l1, l2;
    const double end = clock() + seconds;
    for (std::size_t round = 0; round < 5 || clock() < end; ++round) {
        fma.push_back(fma_rate());
        l1.push_back(l1_rate());
        l2.push_back(l2_rate());
        const auto at = x.subspan(round * size % x.size(), size);
        for (std::size_t k = 0; k < n; ++k) {
            const std::size_t i = (round + k) % n;
            if (round >= 5 && once[i] > 20 * fastest) continue;
            contestant& c = *contestants[i];
            c.set_input(at);
            if (once[i] < 10 * block) c.run(1);
            us[i].push_back(seconds_of(c, times[i], clock) / times[i] / batch * 1e6);
        }
    }
    measurement m;
    for (const auto& u : us) m.of.push_back({*std::min_element(u.begin(), u.end()), median(u), int(u.size())});
    const auto best = [](const std::vector<double>& rates) { return *std::max_element(rates.begin(), rates.end()); };
    const auto bytes1 = double(l1_bytes()), bytes2 = double(l2_bytes());
    m.best = {best(fma), best(l1), best(l2), bytes1, bytes2};
    m.median = {median(fma), median(l1), median(l2), bytes1, bytes2};
    return m;
}

} // namespace bench
