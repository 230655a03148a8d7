// EXPECT: load_weights() and save_weights() are in a header of their own; hint: #include <ctnn/io/weights.hpp>, and link with -lzip -lz
#include <ctnn/ctnn.hpp>
using namespace ctnn;
using namespace ctnn::literals;

constexpr auto net = Sequential(Dense(4_c, input_shape = shape<3>), Dense(2_c));
void f() {
    auto model = net.build();
#ifdef FIXED
    (void)model;
#else
    model.load_weights("digits.weights.h5");
#endif
}
