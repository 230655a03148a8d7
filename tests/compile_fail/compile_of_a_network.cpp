// EXPECT: compile(): training is not there yet, networks only predict; hint: train with Keras, model.save("model.keras"), then ctnn-import model.keras
#include <ctnn/ctnn.hpp>
using namespace ctnn;
using namespace ctnn::literals;

constexpr auto net = Sequential(Dense(4_c), Dense(1_c)).build(input_shape = shape<None, 3>);
int main() {
#ifdef FIXED
    net.summary();
#else
    net.compile(optimizer = "adam", loss = "mse");
#endif
}
