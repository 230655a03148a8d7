// EXPECT: train_on_batch() has no keyword 'epochs', it takes sample_weight, class_weight and threads
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
    trainer.train_on_batch(x, y);
#else
    trainer.train_on_batch(x, y, epochs = 5);
#endif
}
