// EXPECT: compile(): a Lambda of this network has no derivative, so that nothing in front of it can be trained; hint: Lambda(function, derivative = [](auto x) { return ...; })
#include <ctnn/ctnn.hpp>
#include <ctnn/train.hpp>
using namespace ctnn;
using namespace ctnn::literals;

#ifdef FIXED
constexpr auto net = Sequential(Dense(2_c, input_shape = shape<3>),
                                Lambda([](auto x) { return x * x; }, derivative = [](auto x) { return 2 * x; }));
#else
constexpr auto net = Sequential(Dense(2_c, input_shape = shape<3>), Lambda([](auto x) { return x * x; }));
#endif

int main() {
    auto model = net.build();
    auto trainer = compile(model, optimizer = sgd, loss = mse);
    (void)trainer;
}
