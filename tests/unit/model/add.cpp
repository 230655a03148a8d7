#include <ctnn/architecture.hpp>
#include <doctest/doctest.h>

using namespace ctnn;
using namespace ctnn::literals;

namespace {

constexpr auto chained = Sequential().add(Dense(4_c, input_shape = shape<3>)).add(Dense(4_c)).add(Dense(1_c));
constexpr auto together = Sequential(Dense(4_c, input_shape = shape<3>), Dense(4_c), Dense(1_c));

constexpr auto grown = functional([] {
    auto model = Sequential();
    model.add(Dense(units = 4, input_shape = shape<3>));
    for (int units : {8, 16}) model.add(Dense(units, activation = relu));
    model.add(Dense(1));
    return model;
});

constexpr auto named = functional([] {
    auto model = Sequential(name = "tail"_s);
    model.add(Input(shape<3>));
    model.add(Dropout(0.5));
    model.add(Dense(2, name = "out"_s));
    return model;
});

constexpr auto layer_twice = functional([] {
    auto block = Sequential();
    block.add(Dense(5));
    block.add(ReLU());
    auto a = Input(shape<3>), b = Input(shape<3>);
    return Model(inputs = tuple(a, b), outputs = Add()(block(a), block(b)));
});

constexpr auto nested = functional([] {
    auto model = Sequential();
    model.add(together);
    model.add(Dense(2));
    return model;
});

constexpr auto built_later = functional([] {
    auto model = Sequential();
    model.add(Dense(2));
    model.build(input_shape = shape<None, 7>);
    return model;
});

} // namespace

TEST_CASE("Sequential grows by add, each call another type") {
    static_assert(chained.output_shape == shape<1> && chained.param_count == 16 + 20 + 5);
    static_assert(std::is_same_v<decltype(chained), decltype(together)>);
    static_assert(Sequential().add(Dense(2_c)).build(input_shape = shape<None, 3>).param_count == 8);
    static_assert(Sequential(name = "n"_s).add(Dense(2_c, input_shape = shape<3>)).output_shape == shape<2>);
    static_assert(Sequential(Dense(4_c, input_shape = shape<3>)).add(Dense(1_c)).output_shape == shape<1>);
    CHECK(chained.layer_count == 3);
}

TEST_CASE("Inside functional a Sequential takes plain values, in a loop too") {
    static_assert(grown.output_shape == shape<1> && grown.input_shape == shape<3>);
    static_assert(grown.param_count == 16 + 40 + 144 + 17);
    static_assert(named.output_shape == shape<2>);
    static_assert(built_later.param_count == 16);
    CHECK(hana::at_c<3>(grown.layers).name == "dense_3");
    CHECK(hana::at_c<1>(named.layers).name == "out");
}

TEST_CASE("A Sequential that grew is a layer, and its calls share weights") {
    static_assert(layer_twice.param_count == 20 && layer_twice.output_shape == shape<5>);
    static_assert(nested.param_count == 41 + 4);
    CHECK(hana::at_c<0>(nested.layers).class_name == "Sequential");
}
