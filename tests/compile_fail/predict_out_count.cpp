// EXPECT: predict(): out must have 1 span, one for each output, got 2
#include <ctnn/ctnn.hpp>
using namespace ctnn;
using namespace ctnn::literals;

constexpr auto net = Sequential(Dense(4_c, input_shape = shape<3>));

int main() {
    const std::vector<tensor<float, 3>> xs(2);
    std::vector<tensor<float, 4>> ys(2);
#ifdef FIXED
    net.build(seed = 1).predict(xs, out = std::span(ys));
#else
    net.build(seed = 1).predict(xs, out = std::tuple(std::span(ys), std::span(ys)));
#endif
}
