#include <ctnn/ctnn.hpp>
#include <ctnn/program/interpret.hpp>
#include <doctest/doctest.h>
#include <limits>

using namespace ctnn;
using namespace ctnn::literals;

namespace {

/// The network by its operations' scalar definitions, as the layers wrote it.
template<class Def, passes P>
void interpret(const model<Def, P>& m, std::initializer_list<const float*> in, std::initializer_list<float*> out) {
    static constexpr auto& p = detail::compilation<Def>::lowered;
    detail::interpret<float>(p.steps, p.size, p.outputs, p.output_count, [&](int i) { return m.weight(i).data(); },
                             in.begin(), out.begin());
}

bool close(float a, float b) { return std::abs(a - b) <= 1e-5f + 1e-4f * std::abs(b); }

template<int In, int Units>
void check_size() {
    constexpr auto net = Sequential(Dense(hana::int_c<Units>, activation = tanh, input_shape = shape<In>), Dense(3_c));
    const auto m = net.build(seed = 7);
    tensor<float, In> x;
    for (int i = 0; i < In; ++i) x[std::size_t(i)] = float(i % 5) - 2;
    const auto y = m.predict(x);
    float expected[3];
    interpret(m, {x.data()}, {expected});
    for (std::size_t i = 0; i < 3; ++i) CHECK(close(y[i], expected[i]));
}

} // namespace

TEST_CASE("Dense agrees with its scalar definition at awkward sizes") {
    check_size<1, 1>();
    check_size<3, 15>();
    check_size<16, 16>();
    check_size<5, 17>();
    check_size<31, 33>();
    check_size<7, 70>();
}

TEST_CASE("several inputs and outputs, rows of any rank, an input that is an output") {
    constexpr auto net = functional([] {
        auto a = Input(shape<3>);
        auto b = Input(shape<2, 5>);
        return Model(inputs = tuple(a, b), outputs = tuple(Dense(4)(a), Dense(70, activation = sigmoid)(b), a));
    });
    const auto m = net.build(seed = 1);
    const tensor<float, 3> x = {1, 2, -3};
    const tensor<float, 2, 5> z = {{1, 2, 3, 4, 5}, {-1, -2, -3, -4, -5}};
    const auto [p, q, r] = m.predict(x, z);
    float first[4], second[140], third[3];
    interpret(m, {x.data(), z.data()}, {first, second, third});
    for (std::size_t i = 0; i < 4; ++i) CHECK(close(p[i], first[i]));
    for (std::size_t i = 0; i < 140; ++i) CHECK(close(q.data()[i], second[i]));
    for (std::size_t i = 0; i < 3; ++i) CHECK(r[i] == x[i]);
}

TEST_CASE("every pass can be switched off") {
    constexpr auto net = Sequential(Dense(17_c, activation = relu, input_shape = shape<9>), Dense(5_c));
    using def = decltype(net)::definition;
    const model<def> all(3);
    const model<def, passes{.epilogues = false}> plain(3);
    const model<def, passes{.prepare = false, .share_memory = false}> unshared(3);
    static_assert(detail::compilation<def>::value.size < detail::compilation<def, passes{.epilogues = false}>::value.size);
    tensor<float, 9> x;
    for (std::size_t i = 0; i < 9; ++i) x[i] = float(i) / 4 - 1;
    const auto a = all.predict(x), b = plain.predict(x), c = unshared.predict(x);
    for (std::size_t i = 0; i < 5; ++i) CHECK(close(a[i], b[i]));
    for (std::size_t i = 0; i < 5; ++i) CHECK(close(a[i], c[i]));
    const model<def, passes{.pack = false}> unpacked(3);
    const auto d = unpacked.predict(x);
    for (std::size_t i = 0; i < 5; ++i) CHECK(close(a[i], d[i]));
}

TEST_CASE("products of what a ReLU puts out agree with those that do not look for zeros") {
    constexpr auto net = Sequential(Dense(100_c, activation = relu, input_shape = shape<9>), Dense(131_c));
    using def = decltype(net)::definition;
    const model<def> sparse(3);
    const model<def, passes{.sparse_inputs = false}> dense(3);
    tensor<float, 9> x;
    for (std::size_t i = 0; i < 9; ++i) x[i] = float(i) / 4 - 1;
    const auto a = sparse.predict(x), b = dense.predict(x);
    for (std::size_t i = 0; i < 131; ++i) CHECK(close(a[i], b[i]));
    x[3] = std::numeric_limits<float>::quiet_NaN();
    CHECK(math::is_nan(sparse.predict(x)[130]));
}

TEST_CASE("the same seed gives the same weights, many samples give the same as one by one") {
    constexpr auto net = Sequential(Dense(6_c, input_shape = shape<4>));
    const auto a = net.build(seed = 5), b = net.build(seed = 5), c = net.build(seed = 6);
    const std::vector<tensor<float, 4>> xs = {{1, 2, 3, 4}, {0, -1, 0, 1}, {5, 5, 5, 5}};
    const auto ys = a.predict(xs);
    REQUIRE(ys.size() == 3);
    for (std::size_t i = 0; i < 3; ++i) {
        const auto alone = b.predict(xs[i]);
        for (std::size_t k = 0; k < 6; ++k) CHECK(close(ys[i][k], alone[k]));
    }
    CHECK(b.predict(xs) == ys);
    CHECK_FALSE(close(ys[0][0], c.predict(xs[0])[0]));
}
