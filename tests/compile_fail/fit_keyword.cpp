// EXPECT: fit() has no keyword 'rate', it takes batch_size, epochs, verbose, callbacks, validation_split
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
    trainer.fit(x, y, epochs = 5);
#else
    trainer.fit(x, y, rate = 5);
#endif
}
