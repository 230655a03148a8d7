// EXPECT: compile(): 'adamm' is no optimizer; hint: sgd, rmsprop, adam, adamw, nadam or adagrad is one
#include <ctnn/train.hpp>
using namespace ctnn;
using namespace ctnn::literals;

void train() {
    auto model = Sequential(Dense(1_c, input_shape = shape<3>)).build();
#ifdef FIXED
    auto trainer = compile(model, optimizer = "adam"_s, loss = mse);
#else
    auto trainer = compile(model, optimizer = "adamm"_s, loss = mse);
#endif
    trainer.fit(std::vector<float>(3), std::vector<float>(1));
}
