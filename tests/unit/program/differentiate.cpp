#include <ctnn/kernel/all.hpp>
#include <ctnn/program/differentiate.hpp>
#include <ctnn/program/interpret_training.hpp>
#include <cmath>
#include <doctest/doctest.h>
#include <vector>

using namespace ctnn;

namespace {

/// A network of products and functions, its inputs and weights as the first operations, and a number made from its result:
/// the sum of its elements, each times a number of its own.
struct example {
    ops::builder to;
    ops::value y;
    int leaves = 0;

    int leaf(const extents& shape) {
        ops::parameter(to, leaves, shape);
        return leaves++;
    }
    ops::value at(int i) { return {&to, i}; }
};

/// Runs the operations in double. values[i]: the elements of leaf i.
std::vector<std::vector<double>> run(const ops::builder& b, const std::vector<std::vector<double>>& leaves,
                                     const std::vector<int>& results) {
    std::vector<std::vector<double>> out;
    std::vector<double*> to;
    for (int r : results) out.emplace_back(b.list[r].size(), std::nan(""));
    for (auto& o : out) to.push_back(o.data());
    detail::interpret_training<double>([&](int i) -> const ops::op& { return b.list[i]; }, b.list.size(), 1, results.data(),
                                       int(results.size()), [&](int i) { return leaves[std::size_t(i)].data(); },
                                       [](int) { return static_cast<const double*>(nullptr); }, to.data());
    return out;
}

/// The gradients of sum(c * y), where c is the last leaf, against central differences.
void check(example& e) {
    const int leaves = e.leaves;
    detail::gradients g;
    detail::differentiate(e.y, e.at(leaves - 1), g);
    REQUIRE(g.missing == -1);
    std::vector<std::vector<double>> values;
    std::vector<int> results = {e.y.index};
    for (int i = 0; i < leaves; ++i) {
        values.emplace_back(e.to.list[i].size());
        for (std::size_t k = 0; k < values.back().size(); ++k) values.back()[k] = std::sin(double(7 * i) + 1.7 * double(k));
        if (i + 1 < leaves) results.push_back(g.of[i].index);
    }
    const auto gradient = run(e.to, values, results);
    const auto loss = [&] {
        const auto y = run(e.to, values, {e.y.index})[0];
        double sum = 0;
        for (std::size_t k = 0; k < y.size(); ++k) sum += y[k] * values.back()[k];
        return sum;
    };
    for (int i = 0; i + 1 < leaves; ++i) {
        REQUIRE(gradient[std::size_t(i) + 1].size() == values[std::size_t(i)].size());
        for (std::size_t k = 0; k < values[std::size_t(i)].size(); ++k) {
            double& v = values[std::size_t(i)][k];
            const double was = v, h = 1e-5;
            v = was + h;
            const double above = loss();
            v = was - h;
            const double below = loss(), expected = (above - below) / (2 * h);
            v = was;
            INFO("leaf ", i, " element ", k);
            CHECK(std::abs(gradient[std::size_t(i) + 1][k] - expected) <= 1e-8 + 1e-6 * std::abs(expected));
        }
    }
}

ops::value apply(const ops::value& x, ops::function_kind f) { return ops::map(x, ops::function_of(f)); }

} // namespace

TEST_CASE("Products and functions are differentiated back to every weight and input") {
    example e;
    e.leaf({5, 3}), e.leaf({3, 4}), e.leaf({4, 2}), e.leaf({5, 2});
    auto h = apply(ops::matmul(e.at(0), e.at(1)), ops::function_kind::tanh);
    e.y = apply(ops::matmul(h, e.at(2)), ops::function_kind::softplus);
    check(e);
}

TEST_CASE("A value that is read twice gets the sum of both gradients") {
    example e;
    e.leaf({3, 3}), e.leaf({3, 3});
    auto h = apply(e.at(0), ops::function_kind::sigmoid);
    e.y = ops::matmul(h, apply(h, ops::function_kind::mish));
    check(e);
}

TEST_CASE("A weight that many runs share gets the sum over the runs") {
    example e;
    e.leaf({4, 2, 3}), e.leaf({3, 2}), e.leaf({4, 2, 2});
    auto steps = ops::unstack(e.at(0));
    auto y = apply(ops::matmul(steps, e.at(1)), ops::function_kind::tanh);
    CHECK(y.times() == 4);
    // the gradient arrives as the values do: in runs
    detail::gradients g;
    detail::differentiate(y, ops::unstack(e.at(2)), g);
    REQUIRE(g.missing == -1);
    CHECK(g.of[1].times() == 1);
    CHECK(g.of[1].shape() == extents(3, 2));
    CHECK(g.of[steps.index].times() == 4);
    example whole;
    whole.leaf({4, 2, 3}), whole.leaf({3, 2}), whole.leaf({4, 2, 2});
    whole.y = apply(ops::matmul(whole.at(0), whole.at(1)), ops::function_kind::tanh);
    detail::gradients w;
    detail::differentiate(whole.y, whole.at(2), w);
    std::vector<std::vector<double>> values;
    for (int i = 0; i < 3; ++i) {
        values.emplace_back(e.to.list[i].size());
        for (std::size_t k = 0; k < values.back().size(); ++k) values.back()[k] = std::cos(double(3 * i) + 0.9 * double(k));
    }
    const auto a = run(e.to, values, {g.of[1].index})[0], b = run(whole.to, values, {w.of[1].index})[0];
    REQUIRE(a.size() == b.size());
    for (std::size_t k = 0; k < a.size(); ++k) CHECK(std::abs(a[k] - b[k]) < 1e-12);
}

TEST_CASE("What has no gradient yet is named") {
    example e;
    e.leaf({4, 4, 1}), e.leaf({4, 4, 1});
    auto y = ops::winograd(e.at(0), e.at(1), ops::unit_window(2), extents(4, 4), 2);
    detail::gradients g;
    detail::differentiate(y, e.at(0), g);
    CHECK(g.missing == y.index);
}

TEST_CASE("The gradient of a network is made in a constant expression") {
    constexpr double slope = [] {
        ops::builder b;
        const auto x = ops::parameter(b, 0, {1, 2}), w = ops::parameter(b, 1, {2, 1}), one = ops::fill(b, {1, 1}, 1);
        detail::gradients g;
        detail::differentiate(ops::matmul(x, w), one, g);
        const double values[2][2] = {{3, 5}, {7, 11}};
        const int results[] = {g.of[w.index].index};
        double out[2] = {};
        double* const to[] = {out};
        detail::interpret_training<double>([&](int i) -> const ops::op& { return b.list[i]; }, b.list.size(), 1, results, 1,
                                           [&](int i) { return values[i]; }, [](int) { return static_cast<const double*>(nullptr); }, to);
        return out[1];
    }();
    static_assert(slope == 5);
    CHECK(slope == 5);
}
