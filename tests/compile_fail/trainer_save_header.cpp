// EXPECT: save() is in a header of its own; hint: #include <ctnn/io/keras.hpp>, and link with -lzip -lz
#include <ctnn/train.hpp>
using namespace ctnn;
using namespace ctnn::literals;

constexpr auto net = Sequential(Dense(4_c, input_shape = shape<3>));
void f() {
    auto model = net.build();
    auto trainer = compile(model, optimizer = sgd, loss = mse);
#ifdef FIXED
    (void)trainer;
#else
    trainer.save("a.keras");
#endif
}
