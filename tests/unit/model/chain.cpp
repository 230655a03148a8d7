#include <boost/hana/for_each.hpp>
#include <ctnn/architecture.hpp>
#include <doctest/doctest.h>
#include <string>

using namespace ctnn;
using namespace ctnn::literals;

namespace {

constexpr auto net = Sequential(Dense(4_c, activation = relu, input_shape = shape<3>), Dense(units = 4_c, activation = tanh),
                                Dense(1_c, use_bias = false_c));
static_assert(net.input_shape == shape<3> && net.output_shape == shape<1>);
static_assert(net.param_count == 16 + 20 + 4 && net.trainable_param_count == net.param_count);
static_assert(net.macs == 12 + 16 + 4 && net.weight_bytes >= 4 * net.param_count);
static_assert(net.get_layer("dense_1"_s).config().units == 4);
static_assert(net.get_layer("dense_1"_s).config().activation == activation_kind::tanh);
static_assert(net.get_layer("dense"_s).weight(0).shape == shape<3, 4> && net.get_layer("dense"_s).weight(1).name == "bias");

// every way to say the input's shape
static_assert(Sequential(Dense(4_c, input_dim = 3_c)).input_shape == shape<3>);
static_assert(Sequential(Dense(4_c, batch_input_shape = shape<30, 50, 3>)).input_shape == shape<50, 3>);
static_assert(Sequential(Dense(4_c, batch_shape = shape<None, 3>)).input_shape == shape<3>);
static_assert(Sequential(Input(shape<3>), Dense(4_c)).output_shape == shape<4>);
static_assert(Sequential(Dense(9_c), Dense(18_c)).build(input_shape = shape<None, 3>).param_count == 216);

// plain values, loops and helpers inside functional
constexpr symbol block(symbol x, int n) { return Dense(units = n, activation = relu)(x); }
constexpr auto loop = functional([] {
    auto x = Input(shape<3>);
    symbol h = x;
    for (int n : {4, 8, 16}) h = block(h, n);
    return Model(inputs = x, outputs = Dense(2)(h));
});
static_assert(loop.param_count == 16 + 40 + 144 + 34 && loop.layer_count == 5);

// one layer called twice, one network called twice
constexpr auto twice = functional([] {
    auto x = Input(shape<3>);
    auto d = Dense(3);
    return Model(x, d(d(x)));
});
static_assert(twice.param_count == 12 && twice.layer_count == 2);
constexpr auto nested = functional([] {
    auto a = Input(shape<3>), b = Input(shape<3>);
    return Model(inputs = tuple(a, b), outputs = tuple(net(a), net(b)));
});
static_assert(nested.param_count == net.param_count && nested.output_shape == tuple(shape<1>, shape<1>));

} // namespace

TEST_CASE("layers are named as in a fresh Keras process") {
    std::string names;
    boost::hana::for_each(net.layers, [&](auto layer) { (names += layer.name) += ' '; });
    CHECK(names == "dense dense_1 dense_2 ");
    names.clear();
    boost::hana::for_each(nested.layers, [&](auto layer) { (names += layer.name) += ' '; });
    CHECK(names == "input_layer input_layer_1 sequential ");
}
