// EXPECT: fit(): epochs takes a number, for example epochs = 2
#include <ctnn/train.hpp>
#include <map>
using namespace ctnn;
using namespace ctnn::literals;

void train() {
    auto model = Sequential(Dense(2_c, softmax, input_shape = shape<3>)).build();
    auto trainer = compile(model, optimizer = adam, loss = sparse_categorical_crossentropy);
    const std::vector<float> x(6), y(2);
#ifdef FIXED
    trainer.fit(x, y, epochs = 2_c, verbose = 0);
#else
    trainer.fit(x, y, epochs = "2");
#endif
}
