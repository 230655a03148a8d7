// What a user may write: whole programs first, then every form that Keras' users expect.
#include <cmath>
#include <ctnn/ctnn.hpp>
#include <doctest/doctest.h>
#include <string>
#include <type_traits>
#include <vector>

using namespace ctnn;
using namespace ctnn::literals;

namespace {

namespace chain {
constexpr auto net = Sequential(
    LSTM(units = 32_c, return_sequences = true_c, input_shape = shape<8, 16>),
    LSTM(units = 32_c, return_sequences = true_c),
    LSTM(32_c),
    Dense(10_c, activation = softmax));

static_assert(net.output_shape == shape<10>);
static_assert(net.param_count == 23'242);
} // namespace chain

constexpr symbol residual_block(symbol x) {
    auto h = Conv2D(16_c, 3_c, padding = same, activation = relu)(x);
    return Add()(x, Conv2D(16_c, 3_c, padding = same)(h));
}

namespace graph {
constexpr auto net = functional([] {
    auto x = Input(shape<32, 32, 3>);
    auto h = Conv2D(16_c, 3_c, padding = same, activation = relu)(x);
    for (int i = 0; i < 9; ++i)
        h = residual_block(h);
    auto y = Dense(10_c)(GlobalAveragePooling2D()(h));
    return Model(inputs = x, outputs = y);
});
static_assert(net.output_shape == shape<10>);

constexpr auto states = functional([] {
    auto inputs1 = Input(shape<2, 3>);
    auto [lstm1, state_h, state_c] = LSTM(1_c, return_sequences = true_c, return_state = true_c)(inputs1);
    return Model(inputs = inputs1, outputs = tuple(lstm1, state_h, state_c));
});
static_assert(states.output_shape == tuple(shape<2, 1>, shape<1>, shape<1>));
} // namespace graph

// plain values in functional's body, and helpers that take them
constexpr symbol block(symbol x, int filters) { return Conv2D(filters, 3, padding = same)(x); }
constexpr auto loop = functional([] {
    auto x = Input(shape<8, 8, 3>);
    symbol h = x;
    for (int filters : {16, 32, 64}) h = block(h, filters);
    return Model(inputs = x, outputs = h);
});
static_assert(loop.output_shape == shape<8, 8, 64>);

// a model that grows
constexpr auto grown = functional([] {
    auto model = Sequential();
    model.add(Dense(units = 4, input_shape = shape<3>));
    model.add(Dense(2));
    return model;
});
static_assert(grown.output_shape == shape<2>);
static_assert(Sequential().add(Dense(4_c, input_shape = shape<3>)).add(Dense(2_c)).param_count == grown.param_count);

// the input shape, in all of Keras' ways
static_assert(Sequential(Dense(4_c, input_shape = shape<3>)).input_shape == shape<3>);
static_assert(Sequential(Dense(4_c, input_dim = 3_c)).input_shape == shape<3>);
static_assert(Sequential(Input(shape<3>), Dense(4_c)).input_shape == shape<3>);
static_assert(Sequential(Dense(4_c)).build(input_shape = shape<None, 3>).input_shape == shape<3>);
static_assert(Sequential(Flatten(batch_input_shape = shape<30, 50, 50, 3>)).input_shape == shape<50, 50, 3>);
static_assert(Sequential(Flatten(batch_shape = shape<30, 50, 50, 3>)).input_shape == shape<50, 50, 3>);
static_assert(Sequential(Dense(4_c, input_dim = 3_c), Dense(2_c, input_shape = shape<4>)).output_shape == shape<2>);

// positions, numbers that are types, tanh, strings
constexpr auto mixed = Sequential(
    Conv2D(3_c, shape<3, 3>, padding = same, activation = relu, input_shape = shape<9, 9, 1>), LeakyReLU(1e-3_c),
    Reshape(shape<81, -1>), Dense(3_c, tanh), Dense(3_c, activation = tanh), Activation("tanh"_s),
    Softmax(axis = -1_c));
static_assert(mixed.output_shape == shape<81, 3>);

// shapes that are computed, pairs of pairs, initial states
constexpr auto computed = functional([] {
    auto x = Input(shape<4, 4>);
    const int k = 8;
    auto y = Reshape(extents{k, 2})(x);
    auto z = ZeroPadding1D(extents{1, 2})(y);
    auto l = LSTM(16)(y, initial_state = tuple(Flatten()(x), Flatten()(x)));
    return Model(inputs = x, outputs = tuple(z, l));
});
static_assert(computed.output_shape == tuple(shape<11, 2>, shape<16>));
static_assert(Sequential(ZeroPadding2D(tuple(shape<1, 2>, shape<3, 4>), input_shape = shape<4, 4, 1>)).output_shape ==
              shape<7, 11, 1>);
constexpr auto computed_pairs = functional([] {
    auto x = Input(shape<4, 4, 1>);
    const int k = 2;
    auto y = ZeroPadding2D(tuple(extents{k - 1, k}, extents{k + 1, 2 * k}))(x);
    return Model(inputs = x, outputs = Cropping2D(cropping = tuple(extents{0, k}, shape<1, 0>))(y));
});
static_assert(computed_pairs.output_shape == shape<5, 10, 1>);

// inside functional a string may be a plain one, and return_state = true a plain value: its presence counts
constexpr auto plain = functional([] {
    auto x = Input(shape<4, 2>);
    auto [y, h, c] = LSTM(3, return_state = true)(Activation("tanh")(x));
    return Model(inputs = x, outputs = tuple(Dense(5, activation = "relu")(y), h, c));
});
static_assert(plain.output_shape == tuple(shape<5>, shape<3>, shape<3>));
static_assert(plain.get_layer("activation"_s).config().activation == activation_kind::tanh);

// keywords of a model in any order; a list of symbols that are assigned later
constexpr auto listed = functional([] {
    auto x = Input(shape<3>);
    symbol y[3];
    for (int i = 0; i < 3; ++i) y[i] = Dense(i + 1)(x);
    return Model(name = "listed", outputs = Concatenate()(y), inputs = x);
});
static_assert(listed.output_shape == shape<6>);

// several inputs as arguments or as one tuple; what a call returns is decided by types
constexpr auto merged = functional([] {
    auto a = Input(shape<4>), b = Input(shape<4>);
    return Model(inputs = tuple(a, b), outputs = Concatenate()(tuple(a, b, Add()(a, b))));
});
static_assert(merged.output_shape == shape<12>);
constexpr auto both_ways = functional([] {
    auto x = Input(shape<4, 2>);
    auto [forth, back] = Bidirectional(LSTM(4), merge_mode = None)(x);
    return Model(inputs = x, outputs = tuple(forth, back));
});
static_assert(both_ways.output_shape == tuple(shape<4>, shape<4>));

// in a header that several sources share, a struct takes the lambda's place
struct body {
    constexpr auto operator()() const {
        auto x = Input(shape<3>);
        return Model(inputs = x, outputs = Dense(2)(x));
    }
};
static_assert(functional(body{}).output_shape == shape<2>);

constexpr auto digits = Sequential(Flatten(input_shape = shape<28, 28, 1>), Dense(10_c, activation = softmax));

} // namespace

TEST_CASE("One sample, any number of samples, a workspace of one's own") {
    auto model = digits.build(seed = 42);
    tensor<float, 28, 28, 1> image = {};
    image(3, 4, 0) = 1;
    CHECK(image.size() == 784);
    CHECK(reshape(image, shape<784>)[3 * 28 + 4] == 1);
    tensor<float, 10> y = model.predict(image);
    std::vector<tensor<float, 28, 28, 1>> images(3, image);
    std::vector<tensor<float, 10>> ys = model.predict(images);
    CHECK(ys.size() == 3);
    auto w = model.workspace();
    for (std::size_t i = 0; i < y.size(); ++i) {
        CHECK(ys[2][i] == y[i]);
        CHECK(model.predict(image, w)[i] == y[i]);
    }
}

TEST_CASE("Several inputs are arguments or one tuple, of one sample or of many") {
    const auto model = merged.build();
    const tensor<float, 4> a = {1, 2, 3, 4}, b = {5, 6, 7, 8};
    const tensor<float, 12> sum = {1, 2, 3, 4, 5, 6, 7, 8, 6, 8, 10, 12};
    CHECK(model.predict(a, b) == sum);
    CHECK(model.predict(tuple(a, b)) == sum);
    CHECK(model.predict(std::vector(2, a), std::vector(2, b))[1] == sum);
}

TEST_CASE("Whole numbers go into an Embedding") {
    const auto model = Sequential(Embedding(10_c, 4_c, input_shape = shape<3>)).build(seed = 1);
    const auto [table] = model.get_layer("embedding"_s).get_weights();
    CHECK(model.predict(tensor<int, 3>{1, 2, 3})(2, 3) == table(3, 3));
}

TEST_CASE("A seed is any whole number that 64 bits count; None and negative ones are refused") {
    const auto net = Sequential(Dense(4_c, input_shape = shape<3>));
    const auto first = [](const auto& model) { return model.weight(0)[0]; };
    CHECK(first(net.build(seed = 5'000'000'000ll)) != first(net.build(seed = 705'032'704))); // its lower 32 bits
    CHECK(first(net.build(seed = ~0ull)) == first(net.build(seed = 18'446'744'073'709'551'615ull)));
    CHECK(first(net.build(seed = 42_c)) == first(net.build(seed = 42u)));
    int given = -1;
    CHECK_THROWS_WITH(net.build(seed = given), "build(): seed must not be negative, got -1; hint: build(seed = 42)");
}

TEST_CASE("A built model is a small object that moves") {
    auto model = digits.build(seed = 42);
    static_assert(sizeof(model) <= 8 * sizeof(void*));
    static_assert(sizeof(model) == sizeof(decltype(graph::net.build())));
    static_assert(std::is_nothrow_move_constructible_v<decltype(model)> && std::is_move_assignable_v<decltype(model)>);
    const tensor<float, 28, 28, 1> image(std::vector<float>(784, 0.5f));
    const auto y = model.predict(image);
    const float* const weights = model.weight(0).data();
    auto moved = std::move(model);
    CHECK(moved.predict(image) == y);
    CHECK(moved.weight(0).data() == weights); // the block has not been copied
    model = digits.build(seed = 1);
    CHECK(model.predict(image) != y);
    model = std::move(moved);
    CHECK(model.predict(image) == y);
}

TEST_CASE("A fixed batch shows in the summary only") {
    constexpr auto fixed = Sequential(Dense(4_c, batch_input_shape = shape<30, 3>), Dense(2_c));
    constexpr auto free = Sequential(Dense(4_c, input_shape = shape<3>), Dense(2_c));
    static_assert(fixed.input_shape == free.input_shape && fixed.output_shape == shape<2>);
    static_assert(fixed.param_count == free.param_count && fixed.weight_bytes == free.weight_bytes);
    static_assert(fixed.workspace_bytes == free.workspace_bytes);
    const std::string with = summary_text(fixed), without = summary_text(free);
    CHECK(with.find("(30, 4)") != with.npos);
    CHECK(with.find("(30, 2)") != with.npos);
    CHECK(with.find("None") == with.npos);
    CHECK(without.find("(None, 4)") != without.npos);
    const std::vector<tensor<float, 3>> samples(7, {1, 2, 3}); // any number of samples
    const auto y = fixed.build(seed = 1).predict(samples);
    CHECK(y == free.build(seed = 1).predict(samples));
}
