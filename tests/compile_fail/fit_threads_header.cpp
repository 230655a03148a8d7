// EXPECT: fit(): threads = ... is in a header of its own; hint: #include <ctnn/run/threads.hpp>
#include <ctnn/train.hpp>
using namespace ctnn;
using namespace ctnn::literals;

constexpr auto net = Sequential(Dense(4_c, input_shape = shape<3>));
int main() {
    auto model = net.build(seed = 42);
    auto trainer = compile(model, optimizer = sgd, loss = mse);
    const std::vector<tensor<float, 3>> x(8);
    const std::vector<tensor<float, 4>> y(8);
#ifdef FIXED
    trainer.fit(x, y);
#else
    trainer.fit(x, y, threads = 2);
#endif
}
