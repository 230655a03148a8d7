// Networks of convolutions with each pass on and off, against the operations' scalar definitions in double.
#include <cmath>
#include <ctnn/ctnn.hpp>
#include <ctnn/program/interpret.hpp>
#include <doctest/doctest.h>

using namespace ctnn;
using namespace ctnn::literals;

namespace {

constexpr auto image = functional([] {
    auto x = Input(shape<15, 14, 3>);
    auto h = MaxPooling2D(2)(Conv2D(16, 3, activation = relu)(x));
    auto y = Conv2D(16, 3, padding = same, use_bias = false)(h);
    h = ReLU()(Add()(h, BatchNormalization()(y)));
    h = Add()(h, Conv2D(16, 3, padding = same, activation = relu)(h));
    h = DepthwiseConv2D(3, strides = 2, padding = same, activation = relu)(h);
    h = MaxPooling2D(2)(Conv2D(32, 3, padding = same, activation = relu)(h));
    h = Conv2D(5, 1)(h);
    return Model(inputs = x, outputs = Dense(10)(Flatten()(h)));
});
constexpr auto signal = functional([] {
    auto x = Input(shape<50, 16>);
    auto h = x;
    for (int d : {1, 2, 4, 8}) h = Add()(h, Conv1D(16, 3, padding = causal, dilation_rate = d, activation = relu)(h));
    return Model(inputs = x, outputs = GlobalAveragePooling1D()(h));
});

template<passes P, class Net>
void check(const Net&) {
    using def = typename Net::definition;
    model<def, P> m(3);
    unsigned state = 1;
    const auto number = [&] {
        state = state * 1664525u + 1013904223u;
        return float(state >> 8) / float(1 << 24);
    };
    for (int i = 0; i < m.weight_count; ++i)
        for (float& w : m.weight(i)) w += number() * .1f;
    m.prepare();
    typename detail::sample_types<def>::template input<0> x;
    for (float& v : x) v = number() * 2 - 1;
    static constexpr auto& p = detail::compilation<def>::lowered;
    std::vector<double> in(x.begin(), x.end()), expected(Net::output_shape.size());
    std::vector<std::vector<double>> weights;
    for (int i = 0; i < m.weight_count; ++i) weights.emplace_back(m.weight(i).begin(), m.weight(i).end());
    const double* from[] = {in.data()};
    double* to[] = {expected.data()};
    detail::interpret<double>(
        p.steps, p.size, p.outputs, p.output_count, [&](int i) { return weights[std::size_t(i)].data(); }, from, to);
    auto w = m.workspace();
    const auto y = m.predict(x, w);
    for (std::size_t i = 0; i < expected.size(); ++i)
        CHECK(std::abs(y[i] - expected[i]) <= 0.25 * (1e-5 + 1e-4 * std::abs(expected[i])));
}

} // namespace

TEST_CASE_TEMPLATE("convolutions with passes on and off", Net, decltype(image), decltype(signal)) {
    check<passes{}>(Net{});
    check<passes{.conv_residuals = false}>(Net{});
    check<passes{.conv_pools = false}>(Net{});
    check<passes{.winograd = false}>(Net{});
    check<passes{.pack = false}>(Net{});
    check<passes{.winograd = false, .pack = false}>(Net{});
    check<passes{.prepare = false, .share_memory = false}>(Net{});
}
