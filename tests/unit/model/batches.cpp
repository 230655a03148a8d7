#include <ctnn/architecture.hpp>
#include <ctnn/model/summary.hpp>
#include <doctest/doctest.h>

using namespace ctnn;
using namespace ctnn::literals;

namespace {

/// "name (shape)" of every row, those of models inside behind them, as Keras shows them with expand_nested.
void list(std::string& to, const std::vector<summary_row>& rows, const std::string& indent) {
    for (const auto& r : rows) {
        to += indent + r.name + ' ' + detail::python_tuples(r.output_shapes) + '\n';
        list(to, r.nested, indent + "  ");
    }
}
template<class Net>
std::string rows(const Net& net) {
    std::string text = "\n";
    list(text, summary_of(net).rows, "");
    return text;
}

constexpr auto tower = Sequential(Dense(5_c), Dense(2_c));

} // namespace

TEST_CASE("A Sequential without an input shape has the batch of what it is called on first") {
    constexpr auto variable = functional([] {
        auto x = Input(shape<4>, batch_size = 3);
        return Model(inputs = x, outputs = tower(Dense(6)(x)));
    });
    CHECK(rows(variable) == R"(
input_layer (3, 4)
dense_2 (3, 6)
sequential (3, 2)
  dense (3, 5)
  dense_1 (3, 2)
)");
    constexpr auto grown = functional([] {
        auto x = Input(shape<4>, batch_size = 3);
        auto block = Sequential();
        block.add(Dense(5));
        block.add(Dense(2));
        return Model(inputs = x, outputs = block(x));
    });
    CHECK(rows(grown) == R"(
input_layer (3, 4)
sequential (3, 2)
  dense (3, 5)
  dense_1 (3, 2)
)");
    constexpr auto declared = functional([] {
        auto x = Input(shape<4>, batch_size = 3);
        return Model(inputs = x, outputs = Sequential(Dense(5_c, input_shape = shape<4>), Dense(2_c))(x));
    });
    CHECK(rows(declared) == R"(
input_layer (3, 4)
sequential (3, 2)
  dense (None, 5)
  dense_1 (None, 2)
)");
}

TEST_CASE("A Sequential without an input shape inside another one is a layer of its own") {
    constexpr auto whole = Sequential(Dense(4_c, batch_input_shape = shape<3, 4>), Sequential(Dense(5_c), Dense(2_c)));
    CHECK(rows(whole) == R"(
dense (3, 4)
sequential (3, 2)
  dense_1 (3, 5)
  dense_2 (3, 2)
)");
    constexpr auto built = Sequential(Sequential(Dense(5_c)), Dense(2_c)).build(input_shape = shape<3, 4>);
    CHECK(rows(built) == R"(
sequential (3, 5)
  dense (3, 5)
dense_1 (3, 2)
)");
    constexpr auto grown = functional([] {
        auto outer = Sequential();
        outer.add(Dense(4, input_shape = shape<3>));
        auto inner = Sequential();
        inner.add(Dense(2));
        outer.add(inner);
        outer.add(Sequential(Dense(6_c), ReLU(), name = "tail"_s));
        return outer;
    });
    CHECK(rows(grown) == R"(
dense (None, 4)
sequential (None, 2)
  dense_1 (None, 2)
tail (None, 6)
  dense_2 (None, 6)
  re_lu (None, 6)
)");
    constexpr auto later = functional([] {
        auto x = Input(shape<3>, batch_size = 7);
        auto outer = Sequential(name = "outer");
        outer.add(Sequential(Dense(6_c)));
        outer.add(Dense(2));
        return Model(inputs = x, outputs = outer(x));
    });
    CHECK(rows(later) == R"(
input_layer (7, 3)
outer (7, 2)
  sequential (7, 6)
    dense (7, 6)
  dense_1 (7, 2)
)");
}

TEST_CASE("A Sequential that is a variable is one layer, however often it is called; one that is not is another each time") {
    constexpr auto shared = functional([] {
        auto x = Input(shape<4>);
        auto z = Input(shape<4>);
        auto p = tower(x);
        auto q = tower(z);
        return Model(inputs = tuple(x, z), outputs = Add()(p, Dense(2)(q)));
    });
    static_assert(shared.param_count == 25 + 12 + 6);
    CHECK(rows(shared) == R"(
input_layer (None, 4)
input_layer_1 (None, 4)
sequential (None, 2)
  dense (None, 5)
  dense_1 (None, 2)
dense_2 (None, 2)
add (None, 2)
)");
    constexpr auto blocks = functional([] {
        symbol h = Input(shape<4>);
        const symbol x = h;
        for (int i = 0; i < 3; ++i) h = Sequential(Dense(4_c), ReLU())(h);
        return Model(inputs = x, outputs = h);
    });
    static_assert(blocks.param_count == 3 * 20 && blocks.layer_count == 4);
    constexpr auto named_layers = functional([] {
        auto x = Input(shape<4>, name = "x");
        auto z = Input(shape<4>, name = "z");
        auto s = Sequential(Dense(3_c), Dense(3_c), Dense(2_c, name = "end"_s));
        return Model(inputs = tuple(x, z), outputs = tuple(s(x), s(z)));
    });
    static_assert(named_layers.param_count == 15 + 12 + 8);
}

TEST_CASE("Fixed batches meet where Keras lets them") {
    constexpr auto same = functional([] {
        auto a = Input(shape<4>, batch_size = 3);
        auto b = Input(shape<4>, batch_size = 4);
        auto pair = Model(inputs = tuple(a, b), outputs = tuple(Dense(2)(a), Dense(2)(b)));
        auto x = Input(shape<4>, batch_size = 5);
        auto z = Input(shape<4>);
        auto [p, q] = pair(x, z);
        return Model(inputs = tuple(x, z), outputs = tuple(Add()(p, q), Concatenate()(q, p), Dot(1)(p, q)));
    });
    CHECK(rows(same).find("add (5, 2)\nconcatenate (None, 4)\ndot (5, 1)\n") != std::string::npos);
    constexpr auto dot = functional([] {
        auto a = Input(shape<4>, batch_size = 3);
        auto b = Input(shape<4>, batch_size = 4);
        return Model(inputs = tuple(a, b), outputs = Dot(1)(a, b));
    });
    CHECK(rows(dot).find("dot (3, 1)\n") != std::string::npos);
}
