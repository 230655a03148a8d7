// EXPECT: add(): a Sequential that is a variable grows inside functional's body only, from Sequential() on: its layers are its type; hint: Sequential().add(...).add(...)
#include <ctnn/architecture.hpp>
using namespace ctnn;
using namespace ctnn::literals;

constexpr auto net = Sequential(Dense(4_c, input_shape = shape<3>));
#ifdef FIXED
constexpr auto larger = Sequential(Dense(4_c, input_shape = shape<3>)).add(Dense(1_c));
#else
constexpr auto larger = net.add(Dense(1_c));
#endif
