// EXPECT: get_weights(): the model has 4096000 bytes of weights, too many to return as tensors; hint: model.get_layer("name"_s).get_weights() gives those of one layer, model.weight(i) is a std::span of weight i
#include <ctnn/ctnn.hpp>
using namespace ctnn;
using namespace ctnn::literals;

constexpr auto net = Sequential(Dense(1024_c, use_bias = false_c, input_shape = shape<1000>));
void f() {
    auto model = net.build();
#ifdef FIXED
    (void)model.weight(0);
#else
    (void)model.get_weights();
#endif
}
