// EXPECT: fit(): y must have shape (3), got (1); hint: sparse_categorical_crossentropy takes class numbers, categorical_crossentropy one-hot tensors
#include <ctnn/train.hpp>
using namespace ctnn;
using namespace ctnn::literals;

void train() {
    auto model = Sequential(Dense(3_c, softmax, input_shape = shape<2>)).build();
    auto trainer = compile(model, loss = categorical_crossentropy);
#ifdef FIXED
    trainer.fit(std::vector<tensor<float, 2>>(4), std::vector<tensor<int, 3>>(4));
#else
    trainer.fit(std::vector<tensor<float, 2>>(4), std::vector<tensor<int, 1>>(4));
#endif
}
