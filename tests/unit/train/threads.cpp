// Any number of threads gives the bits of one. .ci/run builds this with the thread sanitizer, too.
#include <ctnn/run/threads.hpp>
#include <ctnn/train.hpp>
#include <cstring>
#include <doctest/doctest.h>

using namespace ctnn;
using namespace ctnn::literals;

namespace {

constexpr int most = 33;

/// Whole numbers from 0 to 8, which embeddings read as well.
template<int... E>
std::vector<tensor<float, E...>> samples() {
    std::vector<tensor<float, E...>> xs(most);
    unsigned n = 1;
    for (auto& x : xs)
        for (std::size_t i = 0; i < x.size(); ++i) x.data()[i] = float((n = n * 1664525u + 1013904223u) % 97 % 9);
    return xs;
}
std::vector<float> classes() {
    std::vector<float> y(most);
    for (std::size_t i = 0; i < y.size(); ++i) y[i] = float(i * i % 3);
    return y;
}

using bits = std::vector<unsigned char>;
template<class T>
void add(bits& all, const T* values, std::size_t n) {
    all.resize(all.size() + n * sizeof(T));
    std::memcpy(all.data() + all.size() - n * sizeof(T), values, n * sizeof(T));
}
void add(bits& all, const logs& l) {
    for (const auto& [name, value] : l) add(all, &value, 1);
}

/// All that batches of awkward sizes, a fit and an evaluation leave, on `n` threads.
template<class Net, class Optimizer, class X>
bits train(const Net& net, const Optimizer& how, const X& xs, int n) {
    const auto ys = classes();
    auto model = net.build(seed = 3);
    auto trainer =
        compile(model, optimizer = how, loss = sparse_categorical_crossentropy, metrics = sparse_categorical_accuracy);
    bits all;
    for (std::size_t count : {17, 1, 15, 33}) {
        const X x(xs.begin(), xs.begin() + std::ptrdiff_t(count));
        const std::vector<float> y(ys.begin(), ys.begin() + std::ptrdiff_t(count));
        add(all, trainer.train_on_batch(x, y, threads = n));
        add(all, trainer.test_on_batch(x, y, threads = n));
    }
    const History h = trainer.fit(xs, ys, batch_size = 19, epochs = 2, validation_data = std::pair(xs, ys), verbose = 0,
                                  seed = 5, threads = n);
    for (const auto& list : {h.history["loss"], h.history["val_loss"]}) add(all, list.data(), list.size());
    add(all, trainer.evaluate(xs, ys, batch_size = 17, verbose = 0, threads = n));
    const auto weights = trainer.weights();
    add(all, weights.data(), weights.size());
    return all;
}
template<class Net, class Optimizer, class X>
void check(const Net& net, const Optimizer& how, const X& xs) {
    const bits one = train(net, how, xs, 1);
    for (int n : {2, 3, 7}) {
        CAPTURE(n);
        CHECK(train(net, how, xs, n) == one);
    }
}

} // namespace

TEST_CASE("a dense network: clipped, averaged, of more columns than a vector has") {
    constexpr auto net = Sequential(Dense(70_c, activation = relu, input_shape = shape<13>), Dense(3_c, activation = softmax));
    check(net, Adam(0.01, clipnorm = 0.5, use_ema = true), samples<13>());
}

TEST_CASE("convolutions, statistics of the batch, random numbers") {
    constexpr auto net = Sequential(
        Conv2D(20_c, 3_c, padding = same, use_bias = false_c, input_shape = shape<9, 7, 3>), BatchNormalization(), ReLU(),
        DepthwiseConv2D(3_c), Dropout(0.3_c), Conv2D(5_c, 3_c, strides = 2_c, groups = 5_c), BatchNormalization(scale = false_c),
        Flatten(), Dense(3_c, activation = softmax));
    check(net, SGD(0.05, momentum = 0.9), samples<9, 7, 3>());
}

TEST_CASE("a residual block by Winograd's filtering, pooled") {
    constexpr auto net = functional([] {
        const auto x = Input(shape<8, 8, 16>);
        const auto y = Conv2D(16, 3, padding = same)(x);
        return Model(inputs = x, outputs = Dense(3, activation = softmax)(Flatten()(MaxPooling2D(2)(ReLU()(Add()(x, y))))));
    });
    constexpr auto has = [](ops::op_kind kind) {
        using engine = detail::training_engine<decltype(net)::definition, passes{}, simd::native,
                                               losses::sparse_categorical_crossentropy>;
        for (int i = 0; i < engine::program.size; ++i)
            if (engine::program.op(i).kind == kind) return true;
        return false;
    };
    static_assert(has(ops::op_kind::winograd) && has(ops::op_kind::pool_gradient));
    check(net, Adam(0.01), samples<8, 8, 16>());
}

TEST_CASE("a recurrence over rows of a table") {
    constexpr auto net =
        Sequential(Embedding(9_c, 12_c, input_shape = shape<6>), LSTM(24_c), Dense(3_c, activation = softmax));
    check(net, RMSprop(0.01), samples<6>());
}

TEST_CASE("a number of threads is positive") {
    constexpr auto net = Sequential(Dense(3_c, activation = softmax, input_shape = shape<2>));
    auto model = net.build(seed = 1);
    auto trainer = compile(model, optimizer = sgd, loss = sparse_categorical_crossentropy);
    const auto xs = samples<2>();
    const auto ys = classes();
    const bits before = [&] {
        bits b;
        return add(b, trainer.weights().data(), trainer.weights().size()), b;
    }();
    CHECK_THROWS_WITH_AS(trainer.fit(xs, ys, threads = 0), "fit(): threads must be positive, got 0", std::invalid_argument);
    CHECK_THROWS_WITH_AS(trainer.evaluate(xs, ys, threads = -1), "evaluate(): threads must be positive, got -1",
                         std::invalid_argument);
    CHECK_THROWS_WITH_AS(trainer.train_on_batch(xs, ys, threads = 0), "train_on_batch(): threads must be positive, got 0",
                         std::invalid_argument);
    CHECK_THROWS_WITH_AS(trainer.test_on_batch(xs, ys, threads = 0), "test_on_batch(): threads must be positive, got 0",
                         std::invalid_argument);
    bits after;
    add(after, trainer.weights().data(), trainer.weights().size());
    CHECK(after == before);
}
