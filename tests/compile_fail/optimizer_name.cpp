// EXPECT: compile(): 'mae' is no optimizer; hint: sgd, rmsprop, adam, adamw, nadam or adagrad is one
#include <ctnn/train.hpp>
using namespace ctnn;
using namespace ctnn::literals;

void train() {
    auto model = Sequential(Dense(1_c, input_shape = shape<3>)).build();
#ifdef FIXED
    auto trainer = compile(model, optimizer = "Adam"_s, loss = mse);
#else
    auto trainer = compile(model, optimizer = mae, loss = mse);
#endif
}
