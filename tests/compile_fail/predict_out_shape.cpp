// EXPECT: predict(): out must be a std::span of tensor<float, 4>, got shape (3)
#include <ctnn/ctnn.hpp>
using namespace ctnn;
using namespace ctnn::literals;

constexpr auto net = Sequential(Dense(4_c, input_shape = shape<3>));

int main() {
    const std::vector<tensor<float, 3>> xs(2);
#ifdef FIXED
    std::vector<tensor<float, 4>> ys(2);
#else
    std::vector<tensor<float, 3>> ys(2);
#endif
    net.build(seed = 1).predict(xs, out = std::span(ys));
}
