// A program that knows ctnn only as an installed package.
#include <cmath>
#include <cstdio>
#include <ctnn/ctnn.hpp>
using namespace ctnn;
using namespace ctnn::literals;

constexpr auto net = Sequential(Dense(8_c, activation = relu, input_shape = shape<3>), Dense(4_c, activation = softmax));
static_assert(net.output_shape == shape<4> && net.param_count == 68);

int main() {
    const tensor<float, 4> y = net.build(seed = 1).predict(tensor<float, 3>{1, 2, 3});
    float sum = 0;
    for (float p : y) sum += p;
    std::printf("probabilities sum to %g\n", double(sum));
    return std::abs(sum - 1) > 1e-5f;
}
