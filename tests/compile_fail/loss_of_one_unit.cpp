// EXPECT: compile(): CategoricalCrossentropy needs an output for each class, got one unit; hint: binary_crossentropy
#include <ctnn/architecture.hpp>
#include <ctnn/run/model.hpp>
#include <ctnn/train/compile.hpp>
using namespace ctnn;
using namespace ctnn::literals;

constexpr auto net = Sequential(Dense(1_c, activation = sigmoid, input_shape = shape<3>));

void train() {
    auto model = net.build();
#ifdef FIXED
    auto trainer = compile(model, loss = binary_crossentropy);
#else
    auto trainer = compile(model, loss = categorical_crossentropy);
#endif
    static_cast<void>(trainer);
}
