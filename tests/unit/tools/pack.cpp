/// Weights packed by the importer are what the compiler's program computes from them: for every instruction set, bit for bit.
#include "../../../tools/import/pack.hpp"
#include <cmath>
#include <cstring>
#include <ctnn/architecture.hpp>
#include <ctnn/run/preparation.hpp>
#include <doctest/doctest.h>

using namespace ctnn;
using namespace ctnn::literals;

namespace {

std::string layer_text(const std::string& c, const std::string& name, const std::string& more) {
    return R"({"class_name": ")" + c + R"(", "config": {"name": ")" + name + "\"" + (more.empty() ? "" : ", " + more) + "}}";
}
std::string input_text(const std::string& shape) {
    return R"({"class_name": "InputLayer", "config": {"batch_shape": )" + shape + R"(, "name": "input_layer"}})";
}
std::string sequential_text(const std::string& layers) {
    return R"({"class_name": "Sequential", "config": {"name": "sequential", "layers": [)" + layers + "]}}";
}
/// A layer of a functional model in Keras 2's way: its calls, each a list of the layers that it is called on.
std::string called(const std::string& c, const std::string& name, const std::string& more,
                   const std::vector<std::vector<std::string>>& calls) {
    std::string nodes;
    for (const auto& call : calls) {
        nodes += nodes.empty() ? "[" : ", [";
        for (std::size_t i = 0; i < call.size(); ++i) nodes += (i ? ", " : "") + call[i];
        nodes += "]";
    }
    auto text = layer_text(c, name, more);
    text.pop_back();
    return text + R"(, "name": ")" + name + R"(", "inbound_nodes": [)" + nodes + "]}";
}
std::string from(const std::string& layer, int call = 0) { return "[\"" + layer + "\", " + std::to_string(call) + ", 0, {}]"; }

/// The network of a configuration, with weights that are no round numbers.
import::imported network_of(const std::string& config) {
    auto net = import::build_graph(config, "model.keras");
    for (const parameter& p : net.graph->parameters) {
        net.offset.push_back(net.weights.size());
        for (std::size_t i = 0; i < p.shape.size(); ++i) net.weights.push_back(1.1f + std::sin(float(net.weights.size())));
    }
    return net;
}

/// What the program would compute itself.
template<class Def, hardware Hardware>
std::vector<float> prepared(const import::imported& net) {
    using table = detail::preparation<Def, passes{}, Hardware>;
    using places = detail::weight_places<Def>;
    const auto& a = detail::architecture<Def>::value;
    std::vector<float> weights(places::value.at[a.weight_count]), scratch(table::p.preparation), made(table::p.prepared);
    const auto order = import::weights_in_order(net);
    REQUIRE(int(order.size()) == a.weight_count);
    for (int i = 0; i < a.weight_count; ++i) {
        const auto* begin = net.weights.data() + net.offset[std::size_t(order[std::size_t(i)])];
        std::copy(begin, begin + a.weight(i).shape.size(), weights.begin() + std::ptrdiff_t(places::value.at[i]));
    }
    struct test;
    if constexpr (table::size > 0)
        detail::prepare<test, table::kinds>(table::value.ops, table::value.rows, table::size, weights.data(), made.data(),
                                            scratch.data());
    return made;
}

template<int I, class Def>
void check_for(const import::imported& net) {
    constexpr instruction_set set = instruction_sets[I];
    INFO(set.name);
    const auto got = import::pack(net, set.is);
    CHECK(got.fingerprint == detail::preparation_fingerprint(detail::compilation<Def, passes{}, set.is>::value, set.is));
    const auto expected = prepared<Def, set.is>(net);
    REQUIRE(got.values.size() == expected.size());
    CHECK(!expected.empty());
    CHECK(std::memcmp(got.values.data(), expected.data(), expected.size() * sizeof(float)) == 0);
}

template<class Def>
void check(const network<Def>&, const std::string& config) {
    const auto net = network_of(config);
    check_for<0, Def>(net), check_for<1, Def>(net), check_for<2, Def>(net), check_for<3, Def>(net);
}

template<class Def, hardware Hardware>
constexpr bool packs(const network<Def>&, ops::op_kind kind) {
    return detail::count_kind(detail::compilation<Def, passes{}, Hardware>::value, kind) > 0;
}

} // namespace

TEST_CASE("a dense network, its first layer wider than the vectors") {
    constexpr auto net = Sequential(Input(shape<9>), Dense(21_c, activation = tanh), Dense(3_c));
    check(net, sequential_text(input_text("[null, 9]") + "," + layer_text("Dense", "dense", R"("units": 21, "activation": "tanh")") + "," +
                               layer_text("Dense", "dense_1", R"("units": 3)")));
}

TEST_CASE("a convolution that takes a normalization in, another one by Winograd's filtering") {
    constexpr auto net = Sequential(Input(shape<12, 12, 3>), Conv2D(16_c, 3_c), BatchNormalization(), ReLU(),
                                    Conv2D(16_c, 3_c, use_bias = false_c), BatchNormalization(), Flatten(), Dense(5_c));
    static_assert(packs<decltype(net)::definition, instruction_sets[0].is>(net, ops::op_kind::winograd_weights));
    check(net, sequential_text(input_text("[null, 12, 12, 3]") + "," +
                               layer_text("Conv2D", "conv2d", R"("filters": 16, "kernel_size": [3, 3])") + "," +
                               layer_text("BatchNormalization", "batch_normalization", "") + "," + layer_text("ReLU", "re_lu", "") + "," +
                               layer_text("Conv2D", "conv2d_1", R"("filters": 16, "kernel_size": [3, 3], "use_bias": false)") + "," +
                               layer_text("BatchNormalization", "batch_normalization_1", "") + "," +
                               layer_text("Flatten", "flatten", "") + "," + layer_text("Dense", "dense", R"("units": 5)")));
}

TEST_CASE("recurrences, which take the products in front and behind") {
    constexpr auto net = Sequential(Input(shape<6, 5>), LSTM(7_c, return_sequences = true_c), GRU(4_c), Dense(2_c));
    check(net, sequential_text(input_text("[null, 6, 5]") + "," +
                               layer_text("LSTM", "lstm", R"("units": 7, "return_sequences": true)") + "," +
                               layer_text("GRU", "gru", R"("units": 4)") + "," + layer_text("Dense", "dense", R"("units": 2)")));
}

TEST_CASE("a model inside another one") {
    constexpr auto net = Sequential(Input(shape<9>), Dense(8_c), Sequential(Input(shape<8>), Dense(6_c, activation = relu), Dense(8_c)),
                                    BatchNormalization(), Dense(2_c));
    auto inner = sequential_text(input_text("[null, 8]") + "," + layer_text("Dense", "a", R"("units": 6, "activation": "relu")") + "," +
                                 layer_text("Dense", "b", R"("units": 8)"));
    check(net, sequential_text(input_text("[null, 9]") + "," + layer_text("Dense", "dense", R"("units": 8)") + "," + inner + "," +
                               layer_text("BatchNormalization", "batch_normalization", "") + "," +
                               layer_text("Dense", "dense_1", R"("units": 2)")));
}

TEST_CASE("a shared layer, with branches that are written in another order than they are read") {
    constexpr auto net = functional([] {
        auto x = Input(shape<6>), z = Input(shape<6>);
        auto shared = Dense(6_c, activation = relu);
        auto a = shared(x);
        auto b = shared(z);
        auto c = Dense(6_c)(a);
        auto y = Add()(c, b);
        y = BatchNormalization()(y);
        y = Dense(3_c)(y);
        return Model(inputs = tuple(x, z), outputs = y);
    });
    const auto input = [](const std::string& name) {
        return R"({"class_name": "InputLayer", "name": ")" + name + R"(", "config": {"batch_input_shape": [null, 6], "name": ")" + name +
               R"("}, "inbound_nodes": []})";
    };
    check(net, R"({"class_name": "Functional", "config": {"name": "model", "layers": [)" + input("x") + "," + input("z") + "," +
                   called("Dense", "shared", R"("units": 6, "activation": "relu")", {{from("x")}, {from("z")}}) + "," +
                   called("Dense", "dense", R"("units": 6)", {{from("shared")}}) + "," +
                   called("Add", "add", "", {{from("dense"), from("shared", 1)}}) + "," +
                   called("BatchNormalization", "batch_normalization", "", {{from("add")}}) + "," +
                   called("Dense", "dense_1", R"("units": 3)", {{from("batch_normalization")}}) +
                   R"(], "input_layers": [["x", 0, 0], ["z", 0, 0]], "output_layers": [["dense_1", 0, 0]]}})");
}

TEST_CASE("the fingerprint is of the hardware and of every step") {
    constexpr auto net = Sequential(Input(shape<9>), Dense(21_c), Dense(3_c));
    constexpr auto p = detail::compilation<decltype(net)::definition>::value;
    constexpr auto of = [](const auto& q, const hardware& h = {}) { return detail::preparation_fingerprint(q, h); };
    static_assert(of(p) != of(p, {8, 16}) && of(p) != of(p, {4, 32}));
    constexpr int last = detail::count_preparing(p) - 1;
    static_assert(last > 0);
    auto q = p;
    CHECK(of(q) == of(p));
    q.op(last).attr.at[1] += 1;
    CHECK(of(q) != of(p));
    q = p, q.steps[last].offset += 16;
    CHECK(of(q) != of(p));
    q = p, q.op(last).in[0] -= 1;
    CHECK(of(q) != of(p));
    q = p, q.steps[last + 1].offset += 16; // of a step on samples
    CHECK(of(q) == of(p));
}

TEST_CASE("a network of more operations than there is room for is refused") {
    std::string layers = input_text("[null, 2]");
    for (int i = 0; i < 3000; ++i) layers += "," + layer_text("Dense", "dense_" + std::to_string(i), R"("units": 2)");
    const auto net = network_of(sequential_text(layers));
    try {
        import::pack(net, {4, 16});
        FAIL("packed");
    } catch (const file_error& e) {
        INFO(e.what());
        CHECK(std::string(e.what()).find("import it without --packed-for") != std::string::npos);
    }
}
