// EXPECT: compile(): metrics takes several as a tuple; hint: metrics = std::tuple(mae, accuracy)
#include <ctnn/train.hpp>
using namespace ctnn;
using namespace ctnn::literals;

void train() {
    auto model = Sequential(Dense(1_c, input_shape = shape<3>)).build();
#ifdef FIXED
    auto trainer = compile(model, loss = mse, metrics = std::tuple("mae"_s, "mse"_s));
#else
    auto trainer = compile(model, loss = mse, metrics = {"mae", "mse"});
#endif
    trainer.fit(std::vector<float>(3), std::vector<float>(1));
}
