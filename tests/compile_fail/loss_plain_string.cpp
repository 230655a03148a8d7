// EXPECT: compile(): loss is a plain string, which the compiler cannot read; hint: loss = "mse"_s or loss = mse
#include <ctnn/train.hpp>
using namespace ctnn;
using namespace ctnn::literals;

void train() {
    auto model = Sequential(Dense(1_c, input_shape = shape<3>)).build();
#ifdef FIXED
    auto trainer = compile(model, optimizer = adam, loss = "mse"_s);
#else
    auto trainer = compile(model, optimizer = adam, loss = "mse");
#endif
    trainer.fit(std::vector<float>(3), std::vector<float>(1));
}
