// A program that saves and loads weights, with what the installed package says that it needs.
#include <cstdio>
#include <ctnn/ctnn.hpp>
#include <ctnn/io/weights.hpp>
using namespace ctnn;
using namespace ctnn::literals;

constexpr auto net = Sequential(Dense(2_c, input_shape = shape<3>));

int main(int, char** argv) {
    const auto model = net.build(seed = 1);
    model.save_weights(argv[1]);
    auto other = net.build(seed = 2);
    other.load_weights(argv[1]);
    const bool same = other.weight(0)[0] == model.weight(0)[0];
    std::printf("weights %s\n", same ? "came back" : "differ");
    return !same;
}
