// EXPECT: layer 1 Lambda 'lambda': its function does not take 1 input; hint: [](auto x) { return ...; }, a parameter for each input
#include <ctnn/architecture.hpp>
using namespace ctnn;
using namespace ctnn::literals;

#ifdef FIXED
constexpr auto net = Sequential(Lambda([](auto x) { return x * x; }, input_shape = shape<3>));
#else
constexpr auto net = Sequential(Lambda([](auto x, auto y) { return x * y; }, input_shape = shape<3>));
#endif
static_assert(net.output_shape == shape<3>);
