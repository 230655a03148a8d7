// EXPECT: this Sequential has no input shape yet
// EXPECT: hint: input_shape = shape<...> in its first layer, or .build(input_shape = shape<None, ...>)
#include <ctnn/ctnn.hpp>
using namespace ctnn;
using namespace ctnn::literals;

constexpr auto plan = Sequential(Dense(9_c), Dense(18_c));
tensor<float, 18> run(const tensor<float, 3>& x) {
#ifdef FIXED
    return plan.build(input_shape = shape<None, 3>).build(seed = 42).predict(x);
#else
    return plan.build(seed = 42).predict(x);
#endif
}
