// EXPECT: save() is in a header of its own; hint: #include <ctnn/io/keras.hpp>, and link with -lzip -lz
#include <ctnn/ctnn.hpp>
using namespace ctnn;
using namespace ctnn::literals;

constexpr auto net = Sequential(Dense(4_c, input_shape = shape<3>), Dense(2_c));
void f() {
    auto model = net.build();
#ifdef FIXED
    (void)model;
#else
    model.save("digits.keras");
#endif
}
