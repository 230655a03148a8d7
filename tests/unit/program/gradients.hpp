// Gradients of small networks against central differences, in double and for a batch of samples.
#pragma once
#include <cmath>
#include <ctnn/program/differentiate.hpp>
#include <ctnn/program/interpret_training.hpp>
#include <doctest/doctest.h>
#include <string>
#include <vector>

namespace ctnn::test {

/// Leaves are inputs, other elements for every sample, and weights, the same for all.
struct network {
    using filler = double (*)(int leaf, int element);
    struct leaf {
        int op;
        bool learned; ///< whether it has a gradient
        std::vector<double> values;
        filler fill;
    };
    ops::builder to;
    std::vector<leaf> leaves;
    int samples = 3;

    static double wave(int leaf, int element) { return std::sin(0.4 + 7.0 * leaf + 1.7 * element); }
    /// Away from 0.
    static double positive(int leaf, int element) { return 1.5 + wave(leaf, element); }

    ops::value add(ops::op_kind kind, const extents& shape, filler fill, bool learned) {
        ops::op o = ops::op_of(kind);
        o.out = shape, o.each_sample = kind == ops::op_kind::input, o.attr.index = int(leaves.size());
        leaves.push_back({to.list.size(), learned, {}, fill});
        return to.emit(o);
    }
    ops::value input(const extents& shape, filler fill = wave) { return add(ops::op_kind::input, shape, fill, true); }
    ops::value weight(const extents& shape, filler fill = wave) {
        return add(ops::op_kind::parameter, shape, fill, true);
    }
    /// An input that has no gradient.
    ops::value numbers(const extents& shape, filler fill) { return add(ops::op_kind::input, shape, fill, false); }

    std::vector<std::vector<double>> run(const std::vector<int>& results) const {
        std::vector<std::vector<double>> out;
        std::vector<double*> at;
        for (int r : results) out.emplace_back(detail::elements_for(to.list[r], samples), std::nan(""));
        for (auto& o : out) at.push_back(o.data());
        const auto values = [&](int i) { return leaves[std::size_t(i)].values.data(); };
        detail::interpret_training<double>([&](int i) -> const ops::op& { return to.list[i]; }, to.list.size(), samples,
                                           results.data(), int(results.size()), values, values, at.data());
        return out;
    }
};

/// The gradients of sum(c y) for numbers c, those of every leaf, against central differences.
inline void check(network& n, const ops::value& y, double step = 1e-5, double tolerance = 1e-6) {
    ops::value c = n.numbers(y.times() > 1 ? y.shape().prepend(y.times()) : y.shape(), network::wave);
    if (y.times() > 1) c = ops::unstack(c);
    detail::gradients g;
    detail::differentiate(y, c, g);
    REQUIRE(g.missing == -1);
    std::vector<int> results;
    for (int i = 0; i < int(n.leaves.size()); ++i) {
        auto& leaf = n.leaves[std::size_t(i)];
        const std::size_t count = detail::elements_for(n.to.list[leaf.op], n.samples);
        leaf.values.resize(count);
        for (std::size_t k = 0; k < count; ++k) leaf.values[k] = leaf.fill(i, int(k));
        if (!leaf.learned) continue;
        INFO("leaf ", i);
        const ops::value d = g.of[leaf.op];
        REQUIRE(d.index >= 0);
        CHECK(d.shape() == n.to.list[leaf.op].out);
        CHECK(d.times() == 1);
        CHECK(d.op().each_sample == n.to.list[leaf.op].each_sample);
        results.push_back(d.index);
    }
    const auto gradients = n.run(results);
    const std::vector<int> y_only = {y.index};
    const auto loss = [&] {
        const auto out = n.run(y_only)[0];
        const auto& by = n.leaves.back().values;
        REQUIRE(out.size() * (y.op().each_sample ? 1 : std::size_t(n.samples)) == by.size());
        double sum = 0;
        for (std::size_t k = 0; k < out.size(); ++k) sum += out[k] * by[k];
        return sum;
    };
    for (std::size_t i = 0, r = 0; i < n.leaves.size(); ++i) {
        if (!n.leaves[i].learned) continue;
        const auto& gradient = gradients[r++];
        auto& values = n.leaves[i].values;
        REQUIRE(gradient.size() == values.size());
        int wrong = 0;
        for (std::size_t k = 0; k < values.size() && wrong < 3; ++k) {
            const double was = values[k];
            values[k] = was + step;
            const double above = loss();
            values[k] = was - step;
            const double below = loss(), expected = (above - below) / (2 * step);
            values[k] = was;
            if (std::abs(gradient[k] - expected) <= 1e-8 + tolerance * (1 + std::abs(expected))) continue;
            ++wrong;
            INFO("leaf ", i, " element ", k);
            CHECK(gradient[k] == doctest::Approx(expected));
        }
        CHECK(wrong == 0);
    }
}

/// check(make(network), ...): y from a network's leaves.
template<class Make>
void check(const Make& make) {
    for (int samples : {1, 3}) {
        CAPTURE(samples);
        network n;
        n.samples = samples;
        check(n, make(n));
    }
}

} // namespace ctnn::test
