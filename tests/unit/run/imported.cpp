#include <cstring>
#include <ctnn/ctnn.hpp>
#include <doctest/doctest.h>

using namespace ctnn;
using namespace ctnn::literals;

namespace {

constexpr auto net = Sequential(Conv2D(5_c, 3_c, use_bias = false_c, input_shape = shape<6, 7, 2>),
                                BatchNormalization(), ReLU(), Flatten(), Dense(3_c));
using def = decltype(net)::definition;
constexpr auto& places = detail::weight_places<def>::value;
constexpr std::size_t floats = places.at[7];

/// What ctnn-import writes, in the smallest form: a block that the program fills before it is read.
struct weights {
    static constexpr std::size_t size = floats;
    alignas(64) static inline float block[size] = {};
    static const float* data() { return block; }
};
struct no_weights {
    static constexpr std::size_t size = 0;
    static const float* data() { return nullptr; }
};

/// What ctnn-import --packed-for writes, for whatever this source is compiled for.
struct packed_weights : weights {
    struct packed {
        static constexpr const auto& program = compiled<def>::program;
        static constexpr int lanes = this_hardware.lanes, registers = this_hardware.registers;
        static constexpr unsigned long long fingerprint = detail::preparation_fingerprint(program, this_hardware);
        static constexpr std::size_t size = program.prepared;
        alignas(64) static inline float block[size] = {};
        static const float* data() { return block; }
    };
    static void fill() {
        using machine = detail::machine<def, passes{}, simd::native>;
        alignas(64) static float scratch[machine::p.preparation + 1];
        machine::prepare(data(), packed::block, scratch);
    }
};

model<def> filled() {
    model<def> m(4);
    for (float& v : m.weight(4)) v = 1.5f; // the moving variance: folding must have an effect
    m.prepare();
    for (int i = 0; i < m.weight_count; ++i)
        std::memcpy(weights::block + places.at[i], m.weight(i).data(), m.weight(i).size_bytes());
    return m;
}

} // namespace

TEST_CASE("an imported model reads its weights where they are and says what a built model says") {
    const auto built = filled();
    const auto m = imported<weights>(net);
    static_assert(sizeof m == sizeof(void*));
    CHECK(m.weight(0).data() == weights::block);
    CHECK(m.weight_shape(0) == shape<3, 3, 2, 5>);
    tensor<float, 6, 7, 2> x;
    for (std::size_t i = 0; i < x.size(); ++i) x.data()[i] = float(i % 7) - 3;
    const tensor<float, 3> y = m.predict(x);
    CHECK(y == built.predict(x));
    CHECK(m.predict(std::vector{x, x})[1] == y);
    auto w = m.workspace();
    CHECK(m.predict(x, w) == y);
    CHECK(imported<weights>(net).predict(x) == y); // what is prepared once serves every object
}

TEST_CASE("an imported model takes policies as a built one does") {
    const auto built = filled();
    const auto m = imported<weights>(net, activations = fast);
    tensor<float, 6, 7, 2> x;
    for (std::size_t i = 0; i < x.size(); ++i) x.data()[i] = float(i % 5) - 2;
    CHECK(m.predict(x) == built.predict(x)); // no function of this network has a fast form
    static_assert(!std::is_same_v<decltype(m), decltype(imported<weights>(net)) const>);
}

namespace {

constexpr auto listener = Sequential(Conv1D(24_c, 3_c, padding = causal, activation = relu, input_shape = shape<9, 4>),
                                     GRU(17_c, return_sequences = true_c), LSTM(18_c), Dense(19_c));
struct weights_of_listener {
    static constexpr auto& at = detail::weight_places<decltype(listener)::definition>::value.at;
    static constexpr std::size_t size = at[10];
    alignas(64) static inline float block[size] = {};
    static const float* data() { return block; }
};

} // namespace

TEST_CASE("an imported model reads kernels as bfloat16 as a built one does") {
    const auto built = listener.build(seed = 6, weight_dtype = bf16);
    static_assert(built.weight_count == 10 && decltype(built)::weight_bytes < listener.weight_bytes);
    for (int i = 0; i < built.weight_count; ++i)
        std::memcpy(weights_of_listener::block + weights_of_listener::at[i], built.weight(i).data(),
                    built.weight(i).size_bytes());
    const auto m = imported<weights_of_listener>(listener, weight_dtype = bf16);
    static_assert(decltype(m)::weight_bytes == decltype(built)::weight_bytes);
    tensor<float, 9, 4> x;
    for (std::size_t i = 0; i < x.size(); ++i) x.data()[i] = float(i % 5) - 2;
    CHECK(m.predict(x) == built.predict(x));
    CHECK(m.predict(x) != imported<weights_of_listener>(listener).predict(x));
    CHECK(m.predict(std::vector(20, x)) == built.predict(std::vector(20, x)));
}

TEST_CASE("packed weights are read where they are, and nothing is made of the others") {
    const auto built = filled();
    tensor<float, 6, 7, 2> x;
    for (std::size_t i = 0; i < x.size(); ++i) x.data()[i] = float(i % 7) - 3;
    const auto m = imported<packed_weights>(net);
    const tensor<float, 3> before = m.predict(x);
    CHECK(before != built.predict(x)); // the block is still empty
    packed_weights::fill();
    CHECK(m.predict(x) == built.predict(x));
    CHECK(m.predict(std::vector(20, x))[19] == built.predict(x));
    CHECK(imported<packed_weights>(net, activations = fast).predict(x) == built.predict(x));
    CHECK(m.weight(0).data() == weights::block);
    std::memset(packed_weights::packed::block, 0, sizeof packed_weights::packed::block);
    CHECK(m.predict(x) == before);
    const auto small = imported<packed_weights>(net, weight_dtype = bf16); // other numbers: made of the weights
    CHECK(small.predict(x) == imported<weights>(net, weight_dtype = bf16).predict(x));
    const auto direct = imported<packed_weights>(net, winograd = false_c);
    CHECK(direct.predict(x) == imported<weights>(net, winograd = false_c).predict(x));
}

TEST_CASE("a network without weights can be imported") {
    constexpr auto flat = Sequential(Flatten(input_shape = shape<2, 2>));
    CHECK(imported<no_weights>(flat).predict(tensor<float, 2, 2>{1, 2, 3, 4}) == tensor<float, 4>{1, 2, 3, 4});
}
