// EXPECT: compile(): weighted_metrics is a plain string, which the compiler cannot read; hint: weighted_metrics = "mae"_s or weighted_metrics = mae
#include <ctnn/train.hpp>
using namespace ctnn;
using namespace ctnn::literals;

void train() {
    auto model = Sequential(Dense(1_c, input_shape = shape<3>)).build();
#ifdef FIXED
    auto trainer = compile(model, loss = mse, weighted_metrics = std::tuple(mse, "mape"_s));
#else
    auto trainer = compile(model, loss = mse, weighted_metrics = std::tuple(mse, "mape"));
#endif
    trainer.fit(std::vector<float>(3), std::vector<float>(1));
}
