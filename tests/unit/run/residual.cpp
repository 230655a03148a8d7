#include <cmath>
#include <ctnn/ctnn.hpp>
#include <ctnn/program/interpret.hpp>
#include <doctest/doctest.h>

using namespace ctnn;
using namespace ctnn::literals;

namespace {

constexpr symbol block(symbol x, int filters) {
    auto h = Conv2D(filters, 3, padding = same, use_bias = false)(x);
    h = ReLU()(BatchNormalization()(h));
    h = Conv2D(filters, 3, padding = same)(Dropout(0.2)(h));
    h = BatchNormalization()(h);
    return ReLU()(Add()(x, h));
}
constexpr auto net = functional([] {
    auto x = Input(shape<7, 5, 3>);
    auto h = Conv2D(9, 3, activation = relu)(x);
    for (int i = 0; i < 3; ++i) h = block(h, 9);
    h = DepthwiseConv2D(2, depth_multiplier = 2)(h);
    h = BatchNormalization()(h);
    return Model(inputs = x, outputs = Dense(10, activation = softmax)(GlobalAveragePooling2D()(h)));
});
using def = decltype(net)::definition;
static_assert(net.output_shape == shape<10>);

int count(auto const& p, ops::op_kind kind) {
    int n = 0;
    for (int i = 0; i < p.size; ++i) n += p.op(i).kind == kind && !p.steps[i].prepares;
    return n;
}

/// Weights that a wrong fold would show in: no statistics at zero or one.
template<passes P>
void check_passes() {
    model<def, P> m(3);
    unsigned state = 1;
    for (int i = 0; i < m.weight_count; ++i)
        for (float& w : m.weight(i)) {
            state = state * 1664525u + 1013904223u;
            w += float(state >> 8) / float(1 << 24) * .5f;
        }
    m.prepare();
    tensor<float, 7, 5, 3> x;
    for (float& v : x) {
        state = state * 1664525u + 1013904223u;
        v = float(state >> 8) / float(1 << 24) * 2 - 1;
    }
    float expected[10];
    const float* in[] = {x.data()};
    float* out[] = {expected};
    static constexpr auto& p = detail::compilation<def>::lowered;
    detail::interpret<float>(p.steps, p.size, p.outputs, p.output_count, [&](int i) { return m.weight(i).data(); }, in, out);
    const auto y = m.predict(x);
    for (std::size_t i = 0; i < 10; ++i) CHECK(std::abs(y[i] - expected[i]) <= 1e-5f + 1e-4f * std::abs(expected[i]));
}

} // namespace

TEST_CASE("a residual network with BatchNormalization: the numbers stay, whichever passes run") {
    check_passes<passes{}>();
    check_passes<passes{.fold_scale_shift = false}>();
    check_passes<passes{.epilogues = false}>();
    check_passes<passes{.prepare = false}>();
    check_passes<passes{.share_memory = false}>();
}

TEST_CASE("BatchNormalization, bias, Add and ReLU cost no operation of their own") {
    constexpr auto& p = detail::compilation<def>::value;
    CHECK(count(p, ops::op_kind::scale_shift) == 0);
    CHECK(count(p, ops::op_kind::zip) == 0);
    CHECK(count(p, ops::op_kind::map) == 0);
    CHECK(count(p, ops::op_kind::conv) == 7);
}
