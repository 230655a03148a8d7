// EXPECT: predict(): x must have shape (2, 3), got (30, 2, 3); hint: many samples are a std::vector<tensor<float, 2, 3>>
#include <ctnn/ctnn.hpp>
using namespace ctnn;
using namespace ctnn::literals;

constexpr auto net = Sequential(Dense(4_c, input_shape = shape<2, 3>));
void f() {
    const auto model = net.build();
#ifdef FIXED
    (void)model.predict(std::vector<tensor<float, 2, 3>>(30));
#else
    (void)model.predict(tensor<float, 30, 2, 3>{});
#endif
}
