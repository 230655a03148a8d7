// EXPECT: predict(): x1 is one sample and x2 is many; hint: give every input one tensor, or a std::vector of them
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
    (void)model.predict(std::vector<tensor<float, 3>>(2), std::vector<tensor<float, 3>>(2));
#else
    (void)model.predict(tensor<float, 3>{}, std::vector<tensor<float, 3>>(2));
#endif
}
