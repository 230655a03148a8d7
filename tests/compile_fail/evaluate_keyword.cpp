// EXPECT: evaluate() has no keyword 'epochs', it takes batch_size, verbose, callbacks, sample_weight, steps and threads
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
    trainer.evaluate(x, y, batch_size = 5);
#else
    trainer.evaluate(x, y, epochs = 5);
#endif
}
