// Networks of convolutions with each pass on and off, against the operations' scalar definitions in double.
#include "definition.hpp"
#include <doctest/doctest.h>

using namespace ctnn;
using namespace ctnn::literals;
using namespace ctnn::test;

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
    random_numbers random;
    const auto m = with_any_weights<def, P>(random);
    typename detail::sample_types<def>::template input<0> x;
    for (float& v : x) v = random();
    auto w = m.workspace();
    CHECK(differences(m.predict(x, w), defined_output(m, x)) == 0);
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
