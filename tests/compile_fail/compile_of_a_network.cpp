// EXPECT: compile(): a trainer does that, with <ctnn/train.hpp>; hint: auto trainer = compile(model, optimizer = adam, loss = mse); trainer.fit(x, y)
#include <ctnn/ctnn.hpp>
using namespace ctnn;
using namespace ctnn::literals;

constexpr auto net = Sequential(Dense(4_c), Dense(1_c)).build(input_shape = shape<None, 3>);
int main() {
#ifdef FIXED
    net.summary();
#else
    net.compile(optimizer = "adam", loss = "mse");
#endif
}
