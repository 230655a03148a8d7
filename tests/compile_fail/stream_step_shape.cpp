// EXPECT: step(): x must be one time step of shape (16), got (8, 16)
#include <ctnn/ctnn.hpp>
using namespace ctnn;
using namespace ctnn::literals;

constexpr auto net = Sequential(LSTM(4_c, input_shape = shape<8, 16>));

int main() {
    const auto model = net.build(seed = 1);
    auto stream = model.stream();
#ifdef FIXED
    return stream.step(tensor<float, 16>{})[0] > 1;
#else
    return stream.step(tensor<float, 8, 16>{})[0] > 1;
#endif
}
