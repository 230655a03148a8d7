// EXPECT: predict(): out takes a std::span of tensors, or a std::tuple of such for several outputs; hint: out = std::span(ys)
#include <ctnn/ctnn.hpp>
using namespace ctnn;
using namespace ctnn::literals;

constexpr auto net = Sequential(Dense(4_c, input_shape = shape<3>));

int main() {
    const auto model = net.build(seed = 1);
    const tensor<float, 3> x = {1, 2, 3};
    const std::vector<tensor<float, 3>> xs(2, x);
    std::vector<tensor<float, 4>> ys(2);
#ifdef FIXED
    model.predict(xs, out = std::span(ys));
#else
    model.predict(xs, out = ys);
#endif
}
