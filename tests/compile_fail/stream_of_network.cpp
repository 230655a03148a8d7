// EXPECT: stream(): a network is a type and has no weights; hint: const auto model = net.build(seed = 42), model.stream()
#include <ctnn/ctnn.hpp>
using namespace ctnn;
using namespace ctnn::literals;

constexpr auto net = Sequential(LSTM(4_c, input_shape = shape<8, 16>));

int main() {
#ifdef FIXED
    const auto model = net.build(seed = 42);
    auto stream = model.stream();
#else
    auto stream = net.stream();
#endif
    (void)stream.step(tensor<float, 16>{});
}
