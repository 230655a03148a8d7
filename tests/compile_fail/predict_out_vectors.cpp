// EXPECT: predict(): out takes a std::tuple of std::span; hint: out = std::tuple(std::span(a), std::span(b))
#include <array>
#include <ctnn/ctnn.hpp>
using namespace ctnn;
using namespace ctnn::literals;

constexpr auto net = functional([] {
    auto x = Input(shape<3>);
    return Model(inputs = x, outputs = tuple(Dense(4_c)(x), Dense(2_c)(x)));
});

int main() {
    const std::vector<tensor<float, 3>> xs(2);
    std::array<tensor<float, 4>, 2> a; // a span of it has its extent in the type
    std::vector<tensor<float, 2>> b(2);
#ifdef FIXED
    net.build(seed = 1).predict(xs, out = std::tuple(std::span(a), std::span(b)));
#else
    net.build(seed = 1).predict(xs, out = std::tuple(a, b));
#endif
}
