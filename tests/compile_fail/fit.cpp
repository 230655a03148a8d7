// EXPECT: fit(): a trainer does that, with <ctnn/train.hpp>; hint: auto trainer = compile(model, optimizer = adam, loss = mse); trainer.fit(x, y)
#include <ctnn/ctnn.hpp>
#include <vector>
using namespace ctnn;
using namespace ctnn::literals;

constexpr auto net = Sequential(Dense(4_c, input_shape = shape<3>));
int main() {
    auto m = net.build(seed = 42);
    const std::vector<tensor<float, 3>> x(8);
    const std::vector<tensor<float, 4>> y(8);
#ifdef FIXED
    return m.predict(x).size() == y.size();
#else
    const auto history = m.fit(x, y, epochs = 5, batch_size = 64);
#endif
}
