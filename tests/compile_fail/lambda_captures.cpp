// EXPECT: Lambda: the function must not capture anything, since it is part of the network's type
// EXPECT: hint: constants of namespace scope need no capture
#include <ctnn/architecture.hpp>
using namespace ctnn;
using namespace ctnn::literals;

#ifdef FIXED
constexpr auto scaled(float) {
    return Sequential(Lambda([](auto x) { return 2 * x; }, input_shape = shape<3>));
}
#else
constexpr auto scaled(float a) {
    return Sequential(Lambda([a](auto x) { return a * x; }, input_shape = shape<3>));
}
#endif
static_assert(decltype(scaled(2))::output_shape == shape<3>);
