// EXPECT: compile(): the model must be a variable, the trainer changes its weights; hint: auto model = net.build(seed = 42); compile(model, ...)
#include <ctnn/train.hpp>
using namespace ctnn;
using namespace ctnn::literals;

constexpr auto net = Sequential(Dense(1_c, input_shape = shape<3>));
void train() {
#ifdef FIXED
    auto model = net.build(seed = 42);
    auto trainer = compile(model, optimizer = adam, loss = mse);
#else
    auto trainer = compile(net.build(seed = 42), optimizer = adam, loss = mse);
#endif
}
