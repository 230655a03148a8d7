#include <cmath>
#include <ctnn/ctnn.hpp>
#include <ctnn/run/threads.hpp>
#include <doctest/doctest.h>
#include <stdexcept>

using namespace ctnn;
using namespace ctnn::literals;

namespace {

constexpr auto dense = Sequential(Dense(37_c, input_shape = shape<13>, activation = relu), Dense(5_c, activation = softmax));
// so few products that several samples go together on every machine
constexpr auto tiny = Sequential(Dense(3_c, input_shape = shape<4>, activation = relu), Dense(2_c));
static_assert(detail::blocks<decltype(tiny)::definition, passes{}, simd::native>::runs.count == 3);
// more weights than a second-level cache holds
constexpr auto large = Sequential(Dense(760_c, input_shape = shape<700>), Dense(3_c));
constexpr auto image = functional([] {
    auto x = Input(shape<9, 7, 3>);
    auto h = ReLU()(BatchNormalization()(Conv2D(17_c, 3_c, padding = same)(x)));
    h = Add()(h, Conv2D(17_c, 3_c, padding = same, activation = relu)(h));
    h = MaxPooling2D(2_c)(h);
    return Model(inputs = x, outputs = Dense(4_c)(GlobalAveragePooling2D()(h)));
});
constexpr auto sequence = functional([] {
    auto x = Input(shape<6, 3>);
    auto h = GRU(20_c, return_sequences = true_c)(x);
    auto [y, state_h, state_c] = LSTM(9_c, return_state = true_c)(TimeDistributed(Dense(11_c, activation = tanh))(h));
    return Model(inputs = x, outputs = tuple(Dense(2_c)(y), state_h, state_c));
});
// recurrences behind one another, and a number for every step
constexpr auto stacked = Sequential(LSTM(11_c, return_sequences = true_c, input_shape = shape<19, 3>),
                                    GRU(5_c, return_sequences = true_c), SimpleRNN(7_c, return_sequences = true_c),
                                    GRU(4_c, reset_after = false_c, return_sequences = true_c),
                                    LSTM(6_c, return_sequences = true_c), Dense(1_c, activation = tanh));
constexpr auto words = functional([] {
    auto x = Input(shape<5>);
    auto z = Input(shape<4>);
    auto h = Bidirectional(SimpleRNN(8_c))(Embedding(10_c, 6_c)(x));
    return Model(inputs = tuple(x, z), outputs = Dense(3_c)(Concatenate()(h, z)));
});

// convolutions by Winograd's filtering, one with its pool, and rows that skip zeros where samples run alone
constexpr auto filtered = functional([] {
    auto x = Input(shape<10, 10, 16>);
    auto h = Conv2D(16_c, 3_c, padding = same, activation = relu)(x);
    h = MaxPooling2D(2_c)(Conv2D(32_c, 3_c, padding = same, activation = relu)(h));
    return Model(inputs = x, outputs = Dense(3_c)(Dense(48_c, activation = relu)(Flatten()(h))));
});
static_assert([] {
    bool winograd = false, sparse = false;
    const auto& p = detail::compilation<decltype(filtered)::definition, passes{}, hardware{16, 32}>::value;
    for (int i = 0; i < p.size; ++i) {
        winograd = winograd || p.op(i).kind == ops::op_kind::winograd;
        sparse = sparse || (p.op(i).kind == ops::op_kind::matmul && p.op(i).attr.variant == int(ops::input_kind::sparse));
    }
    return winograd && sparse;
}());

unsigned state = 1;
float number() {
    state = state * 1664525u + 1013904223u;
    return float(state >> 8) / float(1 << 24) * 2 - 1;
}
template<class T>
std::vector<T> samples(std::size_t n) {
    std::vector<T> xs(n);
    for (T& x : xs)
        for (auto& v : x) v = std::is_integral_v<typename T::value_type> ? typename T::value_type(5 + 5 * number()) : typename T::value_type(number());
    return xs;
}
template<class T>
void check_close(const T& a, const T& b) {
    for (std::size_t i = 0; i < a.size(); ++i)
        CHECK(std::abs(a.data()[i] - b.data()[i]) <= 1e-6f + 1e-5f * std::abs(b.data()[i]));
}
#ifdef __OPTIMIZE__
constexpr std::size_t counts[] = {0, 1, 2, 5, 15, 31, 32, 33, 47, 64, 65, 130};
#else // with sanitizers all of these take minutes: a part of a block, a block and a part
constexpr std::size_t counts[] = {0, 1, 15, 33};
#endif

TEST_CASE("many samples are predicted as each alone, however many there are, on any number of threads") {
    const auto check = [](const auto& model, const auto& xs, auto y) {
        const auto ys = model.predict(xs);
        REQUIRE(ys.size() == xs.size());
        for (std::size_t i = 0; i < xs.size(); ++i) check_close(ys[i], model.predict(xs[i]));
        for (int n : {1, 2, 5}) {
            std::vector<decltype(y)> zs(xs.size());
            model.predict(xs, out = std::span(zs), threads = n);
            CHECK(zs == ys);
        }
        auto w = model.batch_workspace(), small = model.workspace();
        CHECK(model.predict(xs, w) == ys);
        const auto one_by_one = model.predict(xs, small);
        for (std::size_t i = 0; i < xs.size(); ++i) CHECK(one_by_one[i] == model.predict(xs[i]));
    };
    for (std::size_t n : counts) {
        check(dense.build(seed = 1), samples<tensor<float, 13>>(n), tensor<float, 5>());
        check(tiny.build(seed = 7), samples<tensor<float, 4>>(n), tensor<float, 2>());
        check(image.build(seed = 2), samples<tensor<float, 9, 7, 3>>(n), tensor<float, 4>());
        check(filtered.build(seed = 5), samples<tensor<float, 10, 10, 16>>(n), tensor<float, 3>());
        check(stacked.build(seed = 6), samples<tensor<float, 19, 3>>(n), tensor<float, 19, 1>());
    }
}

TEST_CASE("where weights are large, runs of every size follow one another") {
    using all = detail::blocks<decltype(large)::definition, passes{}, simd::native>;
    static_assert(all::runs.count == 4);
    std::size_t n = 0;
    for (int i = 0; i < all::runs.count; ++i) n += std::size_t(all::runs.of[i].samples);
    const auto model = large.build(seed = 8);
    const auto xs = samples<tensor<float, 700>>(n);
    const auto ys = model.predict(xs);
    CHECK(model.predict(xs, threads = 2) == ys);
    for (std::size_t first = 0, i = 0; first < n; first += std::size_t(all::runs.of[i++].samples))
        for (const std::size_t k : {first, first + std::size_t(all::runs.of[i].samples) - 1}) // of each run
            check_close(ys[k], model.predict(xs[k]));
}

TEST_CASE("several outputs are as many vectors, or spans") {
    const auto model = sequence.build(seed = 3);
    for (std::size_t n : counts) {
        const auto xs = samples<tensor<float, 6, 3>>(n);
        const auto [y, h, c] = model.predict(xs);
        for (std::size_t i = 0; i < n; ++i) {
            const auto [one_y, one_h, one_c] = model.predict(xs[i]);
            check_close(y[i], one_y), check_close(h[i], one_h), check_close(c[i], one_c);
        }
        std::vector<tensor<float, 2>> a(n);
        std::vector<tensor<float, 9>> b(n), d(n);
        model.predict(xs, out = std::tuple(std::span(a), std::span(b), std::span(d)));
        CHECK((a == y && b == h && d == c));
    }
}

TEST_CASE("several inputs, one of them of whole numbers") {
    const auto model = words.build(seed = 4);
    for (std::size_t n : counts) {
        const auto xs = samples<tensor<int, 5>>(n);
        const auto zs = samples<tensor<float, 4>>(n);
        const auto ys = model.predict(xs, zs, threads = 2_c);
        for (std::size_t i = 0; i < n; ++i) check_close(ys[i], model.predict(xs[i], zs[i]));
    }
}

TEST_CASE("what does not fit is said") {
    const auto model = dense.build();
    const auto xs = samples<tensor<float, 13>>(3);
    std::vector<tensor<float, 5>> ys(2);
    CHECK_THROWS_WITH_AS(model.predict(xs, out = std::span(ys)), "predict(): out has room for 2 samples, got 3", std::invalid_argument);
    ctnn::workspace none(0);
    CHECK_THROWS_WITH_AS(image.build().predict(samples<tensor<float, 9, 7, 3>>(2), none),
                         doctest::Contains("predict(): the workspace has 0 bytes"), std::invalid_argument);
    CHECK_THROWS_WITH_AS(model.predict(xs, threads = 0), "predict(): threads must be positive, got 0", std::invalid_argument);
}

// blocks take as many samples as stay near
using dense_blocks = detail::blocks<decltype(dense)::definition, passes{}, simd::native>;
static_assert(dense_blocks::samples == 32);

// a few samples go together where that saves fetching weights, the more the farther these are; what is left over is not
// filled up where nothing is saved
constexpr hardware avx512{16, 32};
template<class Net>
constexpr detail::sample_runs runs(const Net&) {
    constexpr auto p = detail::compilation<typename Net::definition, passes{}, avx512>::value;
    return {p, avx512};
}
constexpr auto products = runs(Sequential(Dense(128_c, input_shape = shape<256>), Dense(256_c)));
static_assert(products.count == 3 && products.of[0].samples == 32 && products.of[1].samples == 8 &&
              products.of[2].samples == 1);
static_assert(products.of[0].from > 16 && products.of[0].from < 32 && products.of[1].from > 1 &&
              products.of[1].from < 5);
constexpr auto far = runs(large);
static_assert(far.count == 4 && far.of[0].samples == 128 && far.of[1].samples == 32 && far.of[2].samples == 8 &&
              far.of[3].samples == 1);
static_assert(far.of[0].from > 96 && far.of[1].from > 16 && far.of[2].from > 1 && far.of[2].from < 5);
constexpr auto convolutions = runs(Sequential(Conv2D(16_c, 5_c, input_shape = shape<20, 20, 16>)));
static_assert(convolutions.count == 2 && convolutions.of[0].from == convolutions.of[0].samples);
constexpr auto recurrences = runs(Sequential(LSTM(32_c, input_shape = shape<20, 16>)));
static_assert(recurrences.count == 2 && recurrences.of[0].samples == 32 && recurrences.of[0].from > 16 &&
              recurrences.of[0].from < 32);

} // namespace
