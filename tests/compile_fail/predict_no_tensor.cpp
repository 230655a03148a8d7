// EXPECT: predict(): x must be a tensor<float, 2, 3> or a std::vector of them, got another type
#include <ctnn/ctnn.hpp>
using namespace ctnn;
using namespace ctnn::literals;

constexpr auto net = Sequential(Dense(4_c, input_shape = shape<2, 3>));
void f() {
    const auto model = net.build();
#ifdef FIXED
    (void)model.predict(tensor<float, 2, 3>(std::vector<float>(6)));
#else
    (void)model.predict(std::vector<float>(6));
#endif
}
