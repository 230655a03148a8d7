#include <ctnn/architecture.hpp>
#include <ctnn/model/summary.hpp>
#include <doctest/doctest.h>

using namespace ctnn;
using namespace ctnn::literals;

namespace {

constexpr auto block = Sequential(Dense(8_c, input_shape = shape<8>), name = "block"_s);
constexpr auto inner = functional([] {
    auto x = Input(shape<8>);
    return Model(inputs = x, outputs = Dense(8)(x), name = "inner"_s);
});
constexpr auto net = functional([] {
    auto x = Input(shape<8>);
    auto y = block(inner(block(x)));
    auto grown = Sequential(name = "grown");
    grown.add(Dense(8));
    return Model(inputs = x, outputs = Dense(10)(grown(y)), name = "whole"_s);
});
constexpr auto chain = Sequential(block, inner, Dense(3_c), name = "chain"_s);

} // namespace

TEST_CASE("a model's own name heads its summary") {
    CHECK(summary_text(net).starts_with("Model: \"whole\"\n"));
    CHECK(summary_text(chain, keras2).starts_with("Model: \"chain\"\n"));
    CHECK(summary_text(block).starts_with("Model: \"block\"\n"));
    CHECK(summary_text(Sequential(Dense(1_c, input_shape = shape<1>))).starts_with("Model: \"sequential\"\n"));
}

TEST_CASE("a model used as a layer keeps the name that it was given") {
    for (const char* row : {"block (Sequential)", "inner (Functional)", "grown (Sequential)"})
        CHECK(summary_text(net).find(row) != std::string::npos);
    for (const char* row : {"block (Sequential)", "inner (Functional)"})
        CHECK(summary_text(chain).find(row) != std::string::npos);
}
