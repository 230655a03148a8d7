// EXPECT: compile(): the model must not be const, training changes its weights; hint: auto model = net.build(seed = 42)
#include <ctnn/train.hpp>
using namespace ctnn;
using namespace ctnn::literals;

constexpr auto net = Sequential(Dense(1_c, input_shape = shape<3>));
void train() {
#ifdef FIXED
    auto model = net.build(seed = 42);
#else
    const auto model = net.build(seed = 42);
#endif
    auto trainer = compile(model, optimizer = adam, loss = mse);
    trainer.fit(std::vector<float>(3), std::vector<float>(1), epochs = 2);
}
