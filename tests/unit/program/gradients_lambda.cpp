// Derivatives that come with a Lambda.
#include "gradients.hpp"
#include <ctnn/architecture.hpp>
#include <ctnn/layer/lambda.hpp>

using namespace ctnn;
using namespace ctnn::literals;
using namespace ctnn::test;
using ops::value;
using test_network = test::network;

namespace {

template<class Layer>
value apply(const Layer& l, test_network& n, const value* x, int inputs) {
    typename Layer::configuration c{};
    layer_options o;
    l.read(c, o);
    growing<parameter> all;
    report say;
    parameters own(all, 0, -1, n.to, say, {});
    return c.call(own, inputs_view{x, inputs});
}
constexpr double h = 1e-2, tolerance = 1e-3; // the functions take floats

} // namespace

TEST_CASE("A Lambda of numbers with its derivative") {
    test_network n;
    const value x = n.input({2, 3});
    check(n, apply(Lambda([](auto x) { return x * x; }, derivative = [](auto x) { return 2 * x; }), n, &x, 1), h,
          tolerance);
}
TEST_CASE("A Lambda of two inputs with both derivatives") {
    test_network n;
    const value x[] = {n.input({2, 3}), n.weight({2, 3})};
    check(n,
          apply(Lambda([](auto a, auto b) { return a * b * b; },
                       derivative = [](auto a, auto b) { return std::tuple(b * b, 2 * a * b); }),
                n, x, 2),
          h, tolerance);
}
TEST_CASE("A Lambda of whole tensors with its derivative") {
    test_network n;
    const value x[] = {n.input({2, 3}), n.input(extents(2))};
    const auto rows = Lambda(
        [](auto x, auto s, auto y) {
            for (int i = 0; i < 2; ++i) y[i] = s[i] * (x(i, 0) - x(i, 2));
        },
        derivative =
            [](auto x, auto s, auto dy, auto dx, auto ds) {
                for (int i = 0; i < 2; ++i) {
                    dx(i, 0) = s[i] * dy[i], dx(i, 1) = 0, dx(i, 2) = -s[i] * dy[i];
                    ds[i] = (x(i, 0) - x(i, 2)) * dy[i];
                }
            },
        output_shape = shape<2>);
    check(n, apply(rows, n, x, 2), h, tolerance);
}
