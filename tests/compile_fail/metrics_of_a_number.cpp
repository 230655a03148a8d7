// EXPECT: compile(): metrics takes metrics, for example metrics = accuracy or metrics = std::tuple(mae, AUC())
#include <ctnn/train.hpp>
using namespace ctnn;
using namespace ctnn::literals;

void train() {
    auto model = Sequential(Dense(1_c, input_shape = shape<3>)).build();
#ifdef FIXED
    auto trainer = compile(model, loss = mse, metrics = std::tuple(mae, AUC()));
#else
    auto trainer = compile(model, loss = mse, metrics = 3_c);
#endif
    trainer.fit(std::vector<float>(3), std::vector<float>(1));
}
