// EXPECT: set_weights() and load_weights(): the weights of an imported model are part of the binary and cannot be changed; hint: net.build() makes a model with weights of its own
#include <ctnn/ctnn.hpp>
using namespace ctnn;
using namespace ctnn::literals;

constexpr auto net = Sequential(Dense(4_c, input_shape = shape<3>), Dense(2_c));
struct weights {
    static constexpr std::size_t size = 64;
    alignas(64) static inline float block[size] = {};
    static const float* data() { return block; }
};
void f() {
    auto model = imported<weights>(net);
#ifdef FIXED
    net.build().set_weights(model.get_weights());
#else
    model.set_weights(model.get_weights());
#endif
}
