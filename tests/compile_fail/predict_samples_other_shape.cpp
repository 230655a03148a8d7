// EXPECT: predict(): x must have shape (2, 3), got (3)
#include <ctnn/ctnn.hpp>
using namespace ctnn;
using namespace ctnn::literals;

constexpr auto net = Sequential(Dense(4_c, input_shape = shape<2, 3>));
void f() {
    const auto model = net.build();
#ifdef FIXED
    const std::vector<tensor<float, 2, 4>> y = model.predict(std::vector<tensor<float, 2, 3>>(5));
#else
    const std::vector<tensor<float, 2, 4>> y = model.predict(std::vector<tensor<float, 3>>(5));
#endif
}
