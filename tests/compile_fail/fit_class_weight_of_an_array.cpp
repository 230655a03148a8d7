// EXPECT: fit(): class_weight takes a map from a class to its weight; hint: class_weight = std::map<int, double>{{0, 1.0}, {1, 2.0}}
#include <ctnn/train.hpp>
#include <map>
using namespace ctnn;
using namespace ctnn::literals;

void train() {
    auto model = Sequential(Dense(2_c, softmax, input_shape = shape<3>)).build();
    auto trainer = compile(model, optimizer = adam, loss = sparse_categorical_crossentropy);
    const std::vector<float> x(6), y(2);
#ifdef FIXED
    trainer.fit(x, y, class_weight = std::map<int, double>{{0, 1.0}, {1, 2.0}});
#else
    trainer.fit(x, y, class_weight = std::array{1.0, 2.0});
#endif
}
