// What a network's operations define, in double, as its layers wrote them.
#pragma once
#include <cmath>
#include <cstddef>
#include <ctnn/ctnn.hpp>
#include <ctnn/program/interpret.hpp>
#include <vector>

namespace ctnn::test {

/// From -1 to 1.
class random_numbers {
    unsigned state_ = 1;

public:
    float operator()() {
        state_ = state_ * 1664525u + 1013904223u;
        return float(state_ >> 8) / float(1 << 23) - 1;
    }
};

/// A model none of whose weights is what initializers of biases and statistics make it: 0 or 1.
template<class Def, passes P>
model<Def, P> with_any_weights(random_numbers& random) {
    model<Def, P> m(3);
    for (int i = 0; i < m.weight_count; ++i)
        for (float& w : m.weight(i)) w += (random() + 1) * .05f;
    m.prepare();
    return m;
}

/// Of one input and one output.
template<class Def, passes P, class X>
std::vector<double> defined_output(const model<Def, P>& m, const X& x) {
    static constexpr auto& p = detail::compilation<Def>::lowered;
    std::vector<std::vector<double>> weights;
    for (int i = 0; i < m.weight_count; ++i) weights.emplace_back(m.weight(i).begin(), m.weight(i).end());
    const std::vector<double> in(x.begin(), x.end());
    std::vector<double> y(p.op(p.outputs[0]).size());
    const double* from[] = {in.data()};
    double* to[] = {y.data()};
    detail::interpret<double>(
        p.steps, p.size, p.outputs, p.output_count, [&](int i) { return weights[std::size_t(i)].data(); }, from, to);
    return y;
}

/// How many numbers differ by more than a quarter of what Keras' tolerance allows.
template<class Y>
int differences(const Y& y, const std::vector<double>& defined) {
    int n = 0;
    for (std::size_t i = 0; i < defined.size(); ++i)
        n += !(std::abs(y.data()[i] - defined[i]) <= 0.25 * (1e-5 + 1e-4 * std::abs(defined[i])));
    return n;
}

} // namespace ctnn::test
