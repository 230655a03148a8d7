// EXPECT: build() takes seed = ..., a whole number that is not negative, activations = fast, weight_dtype = bf16 and winograd = false_c; hint: build(seed = 42), or build()
#include <ctnn/ctnn.hpp>
using namespace ctnn;
using namespace ctnn::literals;

#ifdef FIXED
constexpr auto net = Sequential(Dense(4_c, input_shape = shape<3>));
const auto model_ = net.build(seed = 42);
#else
constexpr auto net = Sequential(Dense(4_c, input_shape = shape<3>));
const auto model_ = net.build(42);
#endif

