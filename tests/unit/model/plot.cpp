#include <ctnn/ctnn.hpp>
#include <doctest/doctest.h>

using namespace ctnn;
using namespace ctnn::literals;

namespace {

constexpr auto inner = Sequential(Dense(5_c, activation = relu, input_shape = shape<4>), Dense(2_c));
constexpr auto net = functional([] {
    auto x = Input(shape<4>);
    auto h = Dense(2, activation = "tanh"_s)(x);
    return Model(x, Add()(h, inner(x)));
});
bool has(const std::string& text, const char* part) { return text.find(part) != text.npos; }

} // namespace

TEST_CASE("plot(net) is Graphviz text with names, shapes and parameter counts") {
    const std::string dot = plot(net);
    for (auto part : {"digraph G {", "input_layer", "dense", "sequential", "Add", "(None, 4)", "37", "n0 -> n1", "n0 -> n2"})
        CHECK_MESSAGE(has(dot, part), dot);
    CHECK_FALSE(has(dot, "relu"));
    CHECK(has(plot(net, {.show_layer_activations = true}), "tanh"));
    const std::string open = plot(net, {.show_layer_activations = true, .expand_nested = true});
    CHECK(has(open, "subgraph cluster_n2"));
    CHECK(has(open, "relu"));
    const auto m = net.build();
    CHECK(m.plot() == dot);
    CHECK(plot(m) == dot);
}
