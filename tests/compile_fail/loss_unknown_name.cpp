// EXPECT: compile(): 'msee' is no loss; hint: mse, binary_crossentropy or categorical_crossentropy is one
#include <ctnn/train.hpp>
using namespace ctnn;
using namespace ctnn::literals;

void train() {
    auto model = Sequential(Dense(1_c, input_shape = shape<3>)).build();
#ifdef FIXED
    auto trainer = compile(model, loss = "MSE"_s);
#else
    auto trainer = compile(model, loss = "msee"_s);
#endif
    trainer.fit(std::vector<float>(3), std::vector<float>(1));
}
