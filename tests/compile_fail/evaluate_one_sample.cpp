// EXPECT: evaluate(): x must be samples in a row: a std::vector of tensors or numbers, or a file from map_npy; hint: a std::vector of one tensor is one sample
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
    trainer.evaluate(x, y);
#else
    trainer.evaluate(x[0], y);
#endif
}
