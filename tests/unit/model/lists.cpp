#include <ctnn/architecture.hpp>
#include <doctest/doctest.h>
#include <sstream>

using namespace ctnn;
using namespace ctnn::literals;

namespace {

constexpr auto both = functional([] {
    auto a = Input(shape<4>);
    auto b = Input(shape<4>);
    return Model(inputs = {a, b}, outputs = Add()({a, b}));
});

constexpr auto net = functional([] {
    auto x = Input(shape<4>);
    auto s = Input(shape<5, 3>);
    auto h = Dense(4)(x);
    auto part = [] {
        auto p = Input(shape<4>);
        auto q = Input(shape<4>);
        return Model(inputs = {p, q}, outputs = Multiply()({p, q}), name = "product");
    }();
    auto y = Concatenate()({x, h, both({x, h}), part({h, x})});
    auto [last, state_h, state_c] = LSTM(4, return_state = true_c)(s, initial_state = {h, x});
    return Model(inputs = {x, s}, outputs = {y, last, state_c}, name = "lists");
});

} // namespace

TEST_CASE("Lists of Keras are lists in braces: of a call, of inputs, outputs and states") {
    static_assert(both.output_shape == shape<4>);
    static_assert(net.input_shape == tuple(shape<4>, shape<5, 3>));
    static_assert(net.output_shape == tuple(shape<16>, shape<4>, shape<4>));
    CHECK(net.param_count == 20 + 4 * (3 + 4 + 1) * 4);
}

TEST_CASE("Shapes of several inputs and outputs print as a list") {
    std::ostringstream out;
    out << net.input_shape << ' ' << net.output_shape << ' ' << both.output_shape;
    CHECK(out.str() == "[(4), (5, 3)] [(16), (4), (4)] (4)");
    text t;
    t << net.input_shape;
    CHECK(t.view() == "[(4), (5, 3)]");
}
