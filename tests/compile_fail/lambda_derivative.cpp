// EXPECT: layer 1 Lambda 'lambda' (line 11): its derivative does not fit 2 inputs; hint: [](auto a, auto b) { return tuple(..., ...); }, a number for each input
#include <ctnn/architecture.hpp>
using namespace ctnn;
using namespace ctnn::literals;

constexpr auto net = functional([] {
    auto p = Input(shape<3>), q = Input(shape<3>);
#ifdef FIXED
    auto y = Lambda([](auto a, auto b) { return a * b; }, derivative = [](auto a, auto b) { return tuple(b, a); })(p, q);
#else
    auto y = Lambda([](auto a, auto b) { return a * b; }, derivative = [](auto a, auto b) { return a + b; })(p, q);
#endif
    return Model(inputs = tuple(p, q), outputs = y);
});
static_assert(net.param_count == 0);
