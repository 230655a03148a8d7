// EXPECT: compile(): metrics is a plain string, which the compiler cannot read; hint: metrics = "mae"_s or metrics = mae
#include <ctnn/train.hpp>
using namespace ctnn;
using namespace ctnn::literals;

void train() {
    auto model = Sequential(Dense(1_c, input_shape = shape<3>)).build();
#ifdef FIXED
    auto trainer = compile(model, loss = mse, metrics = "mse"_s);
#else
    auto trainer = compile(model, loss = mse, metrics = "mse");
#endif
    trainer.fit(std::vector<float>(3), std::vector<float>(1));
}
