// EXPECT: compile(): the output is a softmax of one unit, which is always 1; hint: activation = sigmoid with
// EXPECT: binary_crossentropy, or a unit for each class
#include <ctnn/architecture.hpp>
#include <ctnn/run/model.hpp>
#include <ctnn/train/compile.hpp>
using namespace ctnn;
using namespace ctnn::literals;

#ifdef FIXED
constexpr auto net = Sequential(Dense(1_c, activation = sigmoid, input_shape = shape<3>));
#else
constexpr auto net = Sequential(Dense(1_c, activation = softmax, input_shape = shape<3>));
#endif

void train() {
    auto model = net.build();
    auto trainer = compile(model, loss = binary_crossentropy);
    static_cast<void>(trainer);
}
