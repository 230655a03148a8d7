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
