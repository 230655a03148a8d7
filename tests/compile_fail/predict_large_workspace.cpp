// EXPECT: predict(x): this network's workspace has 400000 bytes, more than the 262144 that go on the stack; hint: auto w = model.workspace(), one for each thread, and predict(x, w)
#include <ctnn/ctnn.hpp>
using namespace ctnn;
using namespace ctnn::literals;

constexpr auto net = Sequential(Dense(100000_c, input_shape = shape<1>), ReLU(), Dense(1_c));
void f() {
    const auto model = net.build();
#ifdef FIXED
    auto w = model.workspace();
    (void)model.predict(tensor<float, 1>{}, w);
#else
    (void)model.predict(tensor<float, 1>{});
#endif
}
