#include "reference.hpp"
#include <cmath>
#include <ctnn/io/npz.hpp>
#include <random>

namespace bench {
namespace {

/// v followed by itself, `times` times in all.
void repeat(std::vector<float>& v, std::size_t times) {
    const auto once = v;
    for (std::size_t i = 1; i < times; ++i) v.insert(v.end(), once.begin(), once.end());
}

} // namespace

reference make_reference(const subject& s, const arguments& a, int batch) {
    if (!a.data.empty()) {
        const auto file = ctnn::io::read_npz(a.data / (s.name + ".npz"));
        const auto& x = file["inputs/0"];
        return {x.shape[0], x.as_float(), file["outputs/0"].as_float()};
    }
    constexpr std::size_t few = 4;
    const std::size_t samples = std::size_t(std::max(64, batch));
    std::size_t size = few;
    for (const auto d : s.input) size *= std::size_t(d);
    std::mt19937 engine(3);
    std::normal_distribution<float> normal;
    reference r{samples, std::vector<float>(size), {}};
    for (auto& v : r.x) v = normal(engine);
    r.y = s.by_definition(r.x);
    repeat(r.x, samples / few), repeat(r.y, samples / few);
    return r;
}

double error_of(contestant& c, const reference& r) {
    const std::size_t steps = r.samples / std::size_t(c.batch), in = r.x.size() / steps, out = r.y.size() / steps;
    double worst = 0;
    for (std::size_t k = 0; k < steps; ++k) {
        c.set_input(std::span(r.x).subspan(k * in, in));
        c.run(1);
        const auto y = c.output();
        for (std::size_t i = 0; i < out; ++i) {
            const double b = r.y[k * out + i], d = std::abs(y[i] - b) / (1e-5 + 1e-4 * std::abs(b));
            if (!(d <= worst)) worst = d;
            if (std::isnan(d)) return d;
        }
    }
    return worst;
}

} // namespace bench
