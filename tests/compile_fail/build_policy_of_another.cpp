// EXPECT: build() takes seed = ..., a whole number that is not negative, activations = fast, weight_dtype = bf16 and winograd = false_c; hint: build(seed = 42), or build()
#include <ctnn/ctnn.hpp>
using namespace ctnn;
using namespace ctnn::literals;

constexpr auto net = Sequential(Dense(4_c, input_shape = shape<3>));
void f() {
#ifdef FIXED
    const auto model = net.build(seed = 3, weight_dtype = bf16);
#else
    const auto model = net.build(seed = 3, weight_dtype = fast);
#endif
    (void)model;
}
