#include "waves.hpp"
#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <ctnn/ctnn.hpp>
#include <doctest/doctest.h>
#include <memory>
#include <string>
#include <thread>

using namespace ctnn;
using namespace ctnn::literals;

namespace {

constexpr auto chain = Sequential(Dense(6_c, activation = tanh, input_shape = shape<4>), Dense(2_c));
constexpr auto two = functional([] {
    auto a = Input(shape<3>);
    auto b = Input(shape<2, 2>);
    auto h = Concatenate()(a, Flatten()(b));
    return Model(inputs = tuple(a, b), outputs = tuple(Dense(4)(h), Dense(1)(h)));
});
constexpr auto text_net = functional([] {
    auto words = Input(shape<5>);
    auto side = Input(shape<2>);
    auto h = GlobalAveragePooling1D()(Embedding(7, 3)(Reshape(shape<5>)(words)));
    return Model(inputs = tuple(words, side), outputs = Dense(2)(Concatenate()(h, side)));
});
constexpr auto wide = Sequential(Dense(80000_c, input_shape = shape<1>), ReLU(), Flatten(), Dense(1_c));

const tensor<float, 4> x4 = {1, -2, 3, 0.5f};
using many = std::vector<tensor<float, 4>>;

std::string refusal(auto call) {
    try {
        call();
    } catch (const std::invalid_argument& e) { return e.what(); }
    return "";
}

struct reading {
    float a, b;
    operator tensor<float, 4>() const { return {a, b, a, b}; }
};

} // namespace

TEST_CASE("one sample: a tensor, braces, a row, what converts, a workspace") {
    const auto m = chain.build(seed = 3);
    const tensor<float, 2> y = m.predict(x4);
    CHECK(m.predict({1, -2, 3, 0.5f}) == y);
    CHECK(m.predict(tensor<float, 4>(x4)) == y);
    tensor<float, 3, 4> rows;
    rows[1] = x4;
    CHECK(m.predict(rows[1]) == y);
    CHECK(m.predict(reading{1, 2}) == m.predict({1, 2, 1, 2}));
    CHECK(m.predict(std::tuple(x4)) == y);
    auto w = m.workspace();
    CHECK(m.predict(x4, w) == y);
    CHECK(m.predict(rows[1], w) == y);
    CHECK(m.predict(x4, m.workspace()) == y);
    static_assert(std::is_same_v<decltype(m.predict(x4)), tensor<float, 2>>);
    static_assert(std::is_same_v<decltype(m.predict(many{})), std::vector<tensor<float, 2>>>);
}

TEST_CASE("many samples: vectors, arrays, spans; none is fine") {
    const auto m = chain.build(seed = 3);
    const many xs = {x4, {0, 0, 0, 1}, {4, 3, 2, 1}};
    const auto ys = m.predict(xs);
    REQUIRE(ys.size() == 3);
    const auto equal = [](const tensor<float, 2>& a, const tensor<float, 2>& b) {
        return test::difference(a, b) < 0.1f;
    };
    for (std::size_t i = 0; i < 3; ++i) CHECK(equal(ys[i], m.predict(xs[i])));
    CHECK(m.predict(std::span(xs)) == ys);
    CHECK(equal(m.predict(std::span(xs).subspan(1))[0], ys[1]));
    CHECK(m.predict(std::array{xs[0], xs[1], xs[2]}) == ys);
    const tensor<float, 4> plain[] = {xs[0], xs[1]};
    CHECK(equal(m.predict(plain)[1], ys[1]));
    auto w = m.workspace();
    CHECK(std::ranges::equal(m.predict(xs, w), ys, equal));
    CHECK(m.predict(many{}).empty());
}

TEST_CASE("several inputs and outputs: as arguments or as one tuple, many samples as vectors") {
    const auto m = two.build(seed = 1);
    const tensor<float, 3> a = {1, 2, 3};
    const tensor<float, 2, 2> b = {{1, 2}, {3, 4}};
    const auto [p, q] = m.predict(a, b);
    CHECK((p.shape == shape<4> && q.shape == shape<1>));
    CHECK(std::get<0>(m.predict(tuple(a, b))) == p);
    CHECK(std::get<1>(m.predict(std::tie(a, b))) == q);
    CHECK(std::get<0>(m.predict({1, 2, 3}, {{1, 2}, {3, 4}})) == p);
    auto w = m.workspace();
    CHECK(std::get<1>(m.predict(a, b, w)) == q);
    CHECK(std::get<1>(m.predict(tuple(a, b), w)) == q);

    const std::vector as(3, a);
    const std::vector bs(3, b);
    const auto [ps, qs] = m.predict(as, bs);
    REQUIRE(ps.size() == 3);
    CHECK(ps[2] == p);
    CHECK(qs[1] == q);
    CHECK(std::get<1>(m.predict(tuple(as, bs), w))[0] == q);
    CHECK(refusal([&] { m.predict(as, std::vector(2, b)); }) ==
          "predict(): x1 has 3 samples, x2 has 2; every input must have as many");
}

TEST_CASE("an Embedding's input may hold whole numbers of any type; a number without a row gives NaN") {
    const auto m = text_net.build(seed = 9);
    const tensor<float, 5> f = {0, 6, 3, 3, 1};
    const tensor<float, 2> side = {1, 2};
    const auto y = m.predict(f, side);
    CHECK(m.predict(tensor<int, 5>{0, 6, 3, 3, 1}, side) == y);
    CHECK(m.predict(tensor<std::uint8_t, 5>{0, 6, 3, 3, 1}, side) == y);
    const tensor<std::int64_t, 5> wide_numbers = {0, 6, 3, 3, 1};
    auto w = m.workspace();
    CHECK(m.predict(wide_numbers, side, w) == y);
    CHECK(m.predict(std::vector{wide_numbers}, std::vector{side}) == std::vector{y});
    for (std::int64_t wrong : {std::int64_t(7), std::int64_t(-1), std::int64_t(1) << 32, std::int64_t(1) << 62})
        CHECK(math::is_nan(m.predict(tensor<std::int64_t, 5>{0, wrong, 3, 3, 1}, side)[0]));
}

TEST_CASE("a workspace above the stack's limit is given, or taken from the heap for many samples") {
    const auto m = std::make_unique<const decltype(wide.build())>();
    static_assert(wide.workspace_bytes > max_stack_workspace);
    auto w = m->workspace();
    const auto y = m->predict({2.0f}, w);
    CHECK(m->predict(std::vector(2, tensor<float, 1>{2}))[1] == y);
    auto small = chain.build().workspace();
    const std::string text = refusal([&] { m->predict({2.0f}, small); });
    CHECK(text.find("predict(): the workspace has ") == 0);
    CHECK(text.find("; hint: auto w = model.workspace()") != text.npos);
    auto moved = std::move(w);
    CHECK(refusal([&] { m->predict({2.0f}, w); }).find("the workspace has 0 bytes") != text.npos);
    CHECK(m->predict({2.0f}, moved) == y);
}

TEST_CASE("many threads predict with one model") {
    const auto m = two.build(seed = 5);
    std::vector<tensor<float, 3>> as(64);
    std::vector<tensor<float, 2, 2>> bs(64);
    for (std::size_t i = 0; i < 64; ++i) as[i] = {float(i), 1, -float(i)}, bs[i] = {{float(i % 7), 2}, {3, 4}};
    const auto [ps, qs] = m.predict(as, bs);
    std::array<int, 16> wrong = {};
    std::vector<std::thread> threads;
    for (std::size_t t = 0; t < wrong.size(); ++t)
        threads.emplace_back([&, t] {
            for (std::size_t k = 0; k < 2000; ++k) {
                const std::size_t i = (k * 7 + t * 5) % 64;
                const auto [p, q] = m.predict(as[i], bs[i]);
                wrong[t] += !(p == ps[i] && q == qs[i]);
            }
        });
    for (auto& t : threads) t.join();
    for (int n : wrong) CHECK(n == 0);
}
