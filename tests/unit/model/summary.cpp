#include <ctnn/architecture.hpp>
#include <ctnn/model/summary.hpp>
#include <doctest/doctest.h>

using namespace ctnn;
using namespace ctnn::literals;

namespace {
constexpr auto net = Sequential(Dense(9_c), Dense(18_c)).build(input_shape = shape<None, 3>);
}

TEST_CASE("summary() is Keras 3's text") {
    CHECK(summary_text(net) == R"(Model: "sequential"
┏━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━┳━━━━━━━━━━━━━━━━━━━━━━━━┳━━━━━━━━━━━━━━━┓
┃ Layer (type)                    ┃ Output Shape           ┃       Param # ┃
┡━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━╇━━━━━━━━━━━━━━━━━━━━━━━━╇━━━━━━━━━━━━━━━┩
│ dense (Dense)                   │ (None, 9)              │            36 │
├─────────────────────────────────┼────────────────────────┼───────────────┤
│ dense_1 (Dense)                 │ (None, 18)             │           180 │
└─────────────────────────────────┴────────────────────────┴───────────────┘
 Total params: 216 (864.00 B)
 Trainable params: 216 (864.00 B)
 Non-trainable params: 0 (0.00 B)
)");
}

TEST_CASE("summary(keras2) ends in Keras 2's totals") {
    const std::string old = summary_text(net, keras2(keras2_style::before_2_13));
    CHECK(old.find("Total params: 216\nTrainable params: 216\nNon-trainable params: 0\n") != std::string::npos);
    CHECK(summary_text(net, keras2).find("Total params: 216 (864.00 Byte)") != std::string::npos);
}

TEST_CASE("A fixed batch is shown as Keras carries it from layer to layer") {
    constexpr auto chain = Sequential(Dense(2_c, batch_input_shape = shape<30, 4>), Reshape(shape<2, 1>), LSTM(3_c));
    CHECK(summary_text(chain) == R"(Model: "sequential"
┏━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━┳━━━━━━━━━━━━━━━━━━━━━━━━┳━━━━━━━━━━━━━━━┓
┃ Layer (type)                    ┃ Output Shape           ┃       Param # ┃
┡━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━╇━━━━━━━━━━━━━━━━━━━━━━━━╇━━━━━━━━━━━━━━━┩
│ dense (Dense)                   │ (30, 2)                │            10 │
├─────────────────────────────────┼────────────────────────┼───────────────┤
│ reshape (Reshape)               │ (30, 2, 1)             │             0 │
├─────────────────────────────────┼────────────────────────┼───────────────┤
│ lstm (LSTM)                     │ (30, 3)                │            60 │
└─────────────────────────────────┴────────────────────────┴───────────────┘
 Total params: 70 (280.00 B)
 Trainable params: 70 (280.00 B)
 Non-trainable params: 0 (0.00 B)
)");
    // beside a free input: merges know the batch if one of their inputs does, others take that of the first input
    constexpr auto two = functional([] {
        auto a = Input(shape<4>, batch_size = 30);
        auto b = Input(shape<4>);
        auto h = Dense(3)(a), k = Dense(3)(b);
        return Model(inputs = tuple(a, b),
                     outputs = tuple(Add()(h, k), Add()(k, h), Concatenate()(h, k), Concatenate()(k, h)));
    });
    std::string shapes;
    for (const summary_row& row : summary_of(two).rows)
        shapes += row.class_name + (row.output_shapes[0][0] < 0 ? " None, " : " 30, ");
    CHECK(shapes == "InputLayer 30, InputLayer None, Dense 30, Dense None, Add 30, Add 30, Concatenate 30, "
                    "Concatenate None, ");
    // of a layer that is called twice, the last call
    constexpr auto shared = functional([] {
        auto a = Input(shape<4>, batch_size = 30);
        auto b = Input(shape<4>);
        auto d = Dense(2);
        auto y = d(a);
        return Model(inputs = tuple(a, b), outputs = tuple(y, d(b)));
    });
    CHECK(summary_of(shared).rows.back().output_shapes[0] == std::vector<int>{-1, 2});
    // a nested model follows the call; its own layers keep what they were built with
    constexpr auto outer = functional([] {
        auto x = Input(shape<4>, batch_size = 30);
        auto inner = Sequential(Input(shape<4>), Dense(2_c));
        return Model(inputs = x, outputs = inner(x));
    });
    const auto rows = summary_of(outer).rows;
    REQUIRE(rows.back().nested.size() == 1);
    CHECK(rows.back().output_shapes[0] == std::vector<int>{30, 2});
    CHECK(rows.back().nested[0].output_shapes[0] == std::vector<int>{-1, 2});
}
