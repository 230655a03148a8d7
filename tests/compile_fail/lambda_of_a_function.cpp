// EXPECT: Lambda: takes a function object; hint: Lambda([](auto x) { return x * x; })
#include <ctnn/architecture.hpp>
using namespace ctnn;
using namespace ctnn::literals;

#ifdef FIXED
constexpr float square(float x) { return x * x; }
constexpr auto net = Sequential(Lambda([](float x) { return square(x); }, input_shape = shape<3>));
#else
constexpr float square(float x) { return x * x; }
constexpr auto net = Sequential(Lambda(square, input_shape = shape<3>));
#endif
static_assert(net.output_shape == shape<3>);
