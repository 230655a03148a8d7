// EXPECT: compile(): optimizer takes one of Keras', for example optimizer = adam or Adam(learning_rate = 0.01)
#include <ctnn/train.hpp>
using namespace ctnn;
using namespace ctnn::literals;

void train() {
    auto model = Sequential(Dense(1_c, input_shape = shape<3>)).build();
#ifdef FIXED
    auto trainer = compile(model, optimizer = Adam(learning_rate = 0.01), loss = mse);
#else
    auto trainer = compile(model, optimizer = 0.01, loss = mse);
#endif
    trainer.fit(std::vector<float>(3), std::vector<float>(1));
}
