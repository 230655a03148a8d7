#include <ctnn/ctnn.hpp>
#include <doctest/doctest.h>

using namespace ctnn;
using namespace ctnn::literals;

namespace {

constexpr symbol block(symbol x) {
    auto h = Conv2D(5, 3, padding = same, activation = relu)(x);
    return Concatenate()(AveragePooling2D(2)(h), MaxPooling2D(2)(x));
}
/// Several inputs and outputs, steps that are equal and steps that are not, with memory of their own and without.
constexpr auto net = functional([] {
    auto x = Input(shape<8, 8, 3>);
    auto z = Input(shape<6>);
    auto s = LSTM(4)(Reshape(shape<2, 3>)(z));
    s = Dense(5, activation = relu)(Dense(4)(Dense(4)(s)));
    auto h = GlobalMaxPooling2D()(block(block(x)));
    return Model(inputs = tuple(x, z), outputs = tuple(Dense(3)(Concatenate()(h, s)), s, Dense(3)(h)));
});
using def = decltype(net)::definition;
using compiled_net = detail::compilation<def>;
using runner = detail::program_runner<compiled_net, def, simd::native>;
using table = detail::step_table<compiled_net, def, simd::native, detail::working_steps<compiled_net>>;
static_assert(table::equal.functions < table::count && table::equal.functions > 5);

constexpr auto deep = functional([] {
    auto x = Input(shape<4>);
    symbol h = x;
    for (int i = 0; i < detail::table_steps; ++i) h = Dense(4, activation = tanh)(h);
    return Model(inputs = x, outputs = h);
});

} // namespace

TEST_CASE("a table of steps computes what steps one after the other do") {
    const auto places = detail::weight_places<def>::value;
    constexpr int weight_count = decltype(net.build())::weight_count;
    workspace block((places.at[weight_count] + compiled_net::value.prepared) * sizeof(float));
    workspace scratch(compiled_net::value.preparation * sizeof(float));
    for (std::size_t i = 0; i < places.at[weight_count]; ++i) block.data()[i] = float(i * 7 % 19) * .05f - .4f;
    float* const prepared = block.data() + places.at[weight_count];
    detail::machine<def, passes{}, simd::native>::prepare(block.data(), prepared, scratch.data());
    tensor<float, 8, 8, 3> x;
    tensor<float, 6> z;
    for (std::size_t i = 0; i < x.size(); ++i) x.data()[i] = float(i * 5 % 23) * .1f - 1;
    for (std::size_t i = 0; i < z.size(); ++i) z.data()[i] = float(i) * .2f - .5f;
    const float* const in[] = {x.data(), z.data()};
    tensor<float, 3> y[2], v[2];
    tensor<float, 5> u[2];
    float* const out[2][3] = {{y[0].data(), u[0].data(), v[0].data()}, {y[1].data(), u[1].data(), v[1].data()}};
    workspace arena(compiled_net::value.workspace * sizeof(float));
    detail::no_states none;
    runner::run({block.data(), prepared, arena.data(), in, out[0]}, none);
    table::run({block.data(), prepared, arena.data(), in, out[1]});
    CHECK(y[0] == y[1]);
    CHECK(u[0] == u[1]);
    CHECK(v[0] == v[1]);
}

TEST_CASE("a deep network, whose program is a table, computes what its layers say") {
    const auto m = deep.build(seed = 3);
    const tensor<float, 4> x{.5f, -1, 2, .25f};
    const auto y = m.predict(x), expected = evaluate_network(deep, m.get_weights(), x);
    for (std::size_t i = 0; i < 4; ++i) CHECK(y[i] == doctest::Approx(expected[i]).epsilon(1e-4));
}
