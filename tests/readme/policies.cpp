// README: less exact on request.
#include <cmath>
#include <ctnn/ctnn.hpp>
using namespace ctnn;
using namespace ctnn::literals;

constexpr auto net = Sequential(Dense(64_c, activation = tanh, input_shape = shape<32>),
                                Dense(10_c, activation = softmax));

int main() {
    const auto quick = net.build(seed = 42, activations = fast);  // tanh, exp to 1e-5 of them, sigmoid to 5e-6
    const auto small = net.build(seed = 42, weight_dtype = bf16); // reads kernels rounded to 2^-8
    const auto plain = net.build(seed = 42, winograd = false_c);  // convolutions are summed the direct way
    static_assert(decltype(small)::weight_bytes < net.weight_bytes);
    tensor<float, 32> x;
    for (int i = 0; i < 32; ++i) x[i] = std::sin(float(i));
    const auto y = net.build(seed = 42).predict(x), a = quick.predict(x), b = small.predict(x);
    if (plain.predict(x) != y) return 2; // nothing convolves here
    for (int i = 0; i < 10; ++i)
        if (!(std::abs(a[i] - y[i]) < 1e-5f && std::abs(b[i] - y[i]) < 1e-2f)) return 1;
}
