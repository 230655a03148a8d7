// EXPECT: predict(): x2 must have shape (3), got (4)
#include <ctnn/ctnn.hpp>
using namespace ctnn;
using namespace ctnn::literals;

constexpr auto net = functional([] {
    auto a = Input(shape<3>);
    auto b = Input(shape<3>);
    return Model(inputs = tuple(a, b), outputs = Add()(a, b));
});
void f() {
    const auto model = net.build();
#ifdef FIXED
    (void)model.predict(tuple(tensor<float, 3>{}, tensor<float, 3>{}));
#else
    (void)model.predict(tuple(tensor<float, 3>{}, tensor<float, 4>{}));
#endif
}
