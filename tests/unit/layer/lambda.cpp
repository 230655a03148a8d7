#include <ctnn/architecture.hpp>
#include <ctnn/layer/lambda.hpp>
#include <ctnn/layer/normalization.hpp>
#include <ctnn/program/interpret.hpp>
#include <doctest/doctest.h>

using namespace ctnn;
using namespace ctnn::literals;

namespace {

template<class Layer, class... X>
constexpr auto config_of(const Layer& l) {
    typename Layer::configuration c{};
    layer_options o;
    l.read(c, o);
    return c;
}

struct result {
    double v[12] = {};
    constexpr bool near(const result& o) const {
        for (int i = 0; i < 12; ++i)
            if (!(v[i] - o.v[i] < 1e-5 && o.v[i] - v[i] < 1e-5)) return false;
        return true;
    }
};

/// A layer without weights of its own values, run by the operations' scalar definitions on inputs of one shape.
template<class Layer>
constexpr result run(const Layer& l, const extents& shape, const result& x, int inputs = 1) {
    const auto config = config_of(l);
    ops::builder to;
    growing<parameter> all;
    report say;
    parameters own(all, 0, -1, to, say, {});
    ops::value in[2];
    extents shapes[2] = {shape, shape};
    for (int i = 0; i < inputs; ++i) in[i] = ops::input(to, i, shape);
    detail::check_layer(config, say, input_shapes{shapes, inputs});
    const results r = detail::call_layer(config, own, inputs_view{in, inputs});
    step* steps = new step[std::size_t(to.list.size())];
    for (int i = 0; i < to.list.size(); ++i) steps[i].op = to.list[i];
    const int out[] = {r[0].index};
    const double* from[] = {x.v, x.v};
    result y;
    double* into[] = {y.v};
    const double ones[12] = {1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1};
    detail::interpret(steps, to.list.size(), out, 1, [&](int) { return ones; }, from, into);
    delete[] steps;
    return y;
}

constexpr auto square = [](auto x) { return x * x; };
constexpr auto difference = [](auto x, auto y) {
    for (int i = 0; i < y.size(); ++i) y[i] = x(i, 0) - x(i, 1);
};

static_assert(run(Lambda(square), extents{3}, {{1, 2, 3}}).near({{1, 4, 9}}));
static_assert(run(Lambda(difference, output_shape = shape<2>), {2, 3}, {{5, 3, 0, 1, 7, 0}}).near({{2, -6}}));
static_assert(run(Lambda([](auto a, auto b) { return a + 2 * b; }), extents{2}, {{1, 2}}, 2).near({{3, 6}}));

// Keras' own example
static_assert(run(Normalization(mean = 3_c, variance = 2_c), extents{3}, {{1, 2, 3}}).near({{-1.4142135, -0.70710677, 0}}));
static_assert(run(Normalization(mean = tuple(1_c, 2_c), variance = tuple(4_c, 1_c)), {2, 2}, {{1, 2, 3, 4}})
                  .near({{0, 0, 1, 2}}));
static_assert(run(Normalization(axis = 1_c, mean = tuple(1_c, 3_c), variance = tuple(1_c, 4_c), invert = true_c), {2, 2},
                  {{1, 2, 3, 4}})
                  .near({{2, 3, 9, 11}}));
static_assert(run(Rescaling(tuple(2_c, 0.5_c), offset = 1_c), {2, 2}, {{1, 2, 3, 4}}).near({{3, 2, 7, 3}}));
static_assert(run(Activation(glu), extents{4}, {{1, 2, 0, 1000}}).near({{0.5, 2}}));

constexpr auto net = Sequential(Input(shape<3, 2>), Normalization(), Lambda(square),
                                Lambda(difference, output_shape = shape<2>));
static_assert(net.output_shape == shape<2>);
static_assert(net.param_count == 5); // mean, variance, count
constexpr auto values = functional([] {
    auto x = Input(shape<4>);
    return Model(x, Lambda([](auto a, auto b) { return a * b; })(x, Normalization(mean = 0.5, variance = 2)(x)));
});
static_assert(values.output_shape == shape<4> && values.param_count == 0);

} // namespace

TEST_CASE("a Lambda computes at run time what it computes in a constant expression") {
    CHECK(run(Lambda(square), extents{3}, {{1, 2, 3}}).near({{1, 4, 9}}));
    CHECK(run(Lambda(difference, output_shape = shape<2>), {2, 3}, {{5, 3, 0, 1, 7, 0}}).near({{2, -6}}));
}
