// EXPECT: predict(): a network is a type and has no weights; hint: const auto model = net.build(seed = 42), model.predict(x)
#include <ctnn/ctnn.hpp>
#include <iostream>
using namespace ctnn;
using namespace ctnn::literals;

constexpr auto net = Sequential(Dense(4_c, input_shape = shape<3>));
int main() {
#ifdef FIXED
    const auto y = net.build(seed = 42).predict(tensor<float, 3>{1, 2, 3});
#else
    const auto y = net.predict(tensor<float, 3>{1, 2, 3});
#endif
    std::cout << y << '\n';
}
