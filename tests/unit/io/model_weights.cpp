#include "test_files.hpp"
#include <cmath>
#include <ctnn/ctnn.hpp>
#include <ctnn/io/npz.hpp>
#include <ctnn/io/weights.hpp>
#include <doctest/doctest.h>

using namespace ctnn;
using namespace ctnn::literals;
using test::file;
using test::has;
using test::refusal;

namespace {

// the model of files/make_weights.py
constexpr auto inner =
    Sequential(Dense(4_c, activation = tanh, name = "first"_s, input_shape = shape<6>), Dense(3_c));
constexpr auto net = functional([] {
    auto x = Input(shape<5, 3>);
    auto shared = Dense(3, name = "shared"_s);
    auto h = BatchNormalization()(shared(shared(x)));
    h = Bidirectional(LSTM(2, return_sequences = true_c))(h);
    h = Bidirectional(GRU(3), name = "gru"_s)(h);
    return Model(x, Dense(2, name = "out"_s)(inner(h)));
});
constexpr auto other = Sequential(Dense(4_c, input_shape = shape<3>), Dropout(0.5_c), Dense(2_c, name = "out"_s));
constexpr auto wider = Sequential(Dense(4_c, input_shape = shape<3>), Dropout(0.5_c), Dense(3_c, name = "out"_s));

struct block {
    static constexpr std::size_t size = detail::weight_places<decltype(other)::definition>::value.at[4];
    alignas(64) static inline float values[size] = {1, 2, 3};
    static const float* data() { return values; }
};

struct expected {
    tensor<float, 5, 3> x;
    tensor<float, 2> y;
    expected() {
        const auto recorded = io::read_npz(file("whole_expected.npz"));
        x = tensor<float, 5, 3>(recorded["x"].as_float()), y = tensor<float, 2>(recorded["y"].as_float());
    }
    bool agrees(const tensor<float, 2>& got) const {
        for (std::size_t i = 0; i < 2; ++i)
            if (!(std::abs(got[i] - y[i]) <= 1e-5f + 1e-4f * std::abs(y[i]))) return false;
        return true;
    }
};

} // namespace

TEST_CASE("weights that Keras saved, and those of numpy.savez, give Keras' output") {
    const expected keras;
    for (auto name : {"whole.weights.h5", "whole.npz"}) {
        auto m = net.build(seed = 1);
        CHECK_FALSE(keras.agrees(m.predict(keras.x)));
        m.load_weights(file(name));
        CHECK(keras.agrees(m.predict(keras.x)));
    }
}

TEST_CASE("every format brings back what was saved") {
    test::folder folder;
    auto m = net.build(seed = 1);
    m.load_weights(file("whole.npz"));
    for (auto name : {"a.weights.h5", "a.safetensors", "a.npz"}) {
        m.save_weights(folder / name);
        auto again = net.build(seed = 2);
        again.load_weights((folder / name).string());
        CHECK(again.get_weights() == m.get_weights());
    }
    const auto npz = io::read_npz(folder / "a.npz");
    CHECK(npz.size() == std::size_t(m.weight_count));
    CHECK(npz["arr_10"].size() == m.weight(10).size());
}

TEST_CASE("a model that computes with bfloat16 saves and loads its weights as they are") {
    test::folder folder;
    auto halved = other.build(seed = 3, weight_dtype = bf16);
    halved.save_weights(folder / "a.npz");
    auto m = other.build(seed = 4);
    m.load_weights((folder / "a.npz").string());
    CHECK(m.get_weights() == other.build(seed = 3).get_weights());
    other.build(seed = 5).save_weights(folder / "b.npz");
    halved.load_weights((folder / "b.npz").string());
    CHECK(halved.get_weights() == other.build(seed = 5).get_weights());
}

TEST_CASE("a file of another network names the layer, what it expected and what it got, and changes nothing") {
    test::folder folder;
    const auto saved = wider.build(seed = 1);
    auto m = other.build(seed = 2);
    const auto before = m.get_weights();
    for (auto name : {"a.weights.h5", "a.safetensors", "a.npz"}) {
        saved.save_weights(folder / name);
        const auto text = refusal([&] { m.load_weights(folder / name); });
        CHECK_MESSAGE(
            has(text, std::string(name) + ": layer 3 Dense 'out': kernel must have shape (4, 2), got (4, 3); hint: "),
            text);
        CHECK(m.get_weights() == before);
    }
    auto whole = net.build();
    CHECK(has(refusal([&] { whole.load_weights(folder / "a.npz"); }),
              "layer 1 Dense 'shared': kernel must have shape (3, 3), got (3, 4)"));
    for (auto name : {"a.keras", "b.weights.h5"})
        CHECK(has(refusal([&] { m.load_weights(folder / name); }), "there is no such file"));
    CHECK(m.get_weights() == before);
}

TEST_CASE("the wrong number of arrays is refused") {
    test::folder folder;
    auto m = other.build(seed = 2);
    std::vector<io::named_array> arrays;
    for (int i = 0; i < 5; ++i) {
        const auto w = m.weight(i % 4);
        const auto& s = m.weight_shape(i % 4);
        arrays.push_back(
            {"arr_" + std::to_string(i), io::array::of<float>({s.dims, s.dims + s.rank}, std::span<const float>(w))});
    }
    io::write_npz(folder / "more.npz", arrays);
    CHECK(has(refusal([&] { m.load_weights(folder / "more.npz"); }),
              "more.npz: holds 5 arrays, the model has 4 weights; hint: "));
    arrays.resize(3);
    io::write_npz(folder / "less.npz", arrays);
    CHECK(has(refusal([&] { m.load_weights(folder / "less.npz"); }),
              "layer 3 Dense 'out': bias with shape (2) is not in the file (as 'arr_3')"));
}

TEST_CASE("an imported model saves its weights; a save that fails leaves the old file") {
    test::folder folder;
    const auto m = imported<block>(other);
    m.save_weights(folder / "a.weights.h5");
    auto built = other.build();
    built.load_weights(folder / "a.weights.h5");
    CHECK(built.get_weights() == m.get_weights());
    const auto bytes = io::read_file(folder / "a.weights.h5");
    built.weight(2)[1] = NAN;
    CHECK(has(refusal([&] { built.save_weights(folder / "a.weights.h5"); }),
              "not written: layer 3 Dense 'out': kernel holds NaN"));
    CHECK(io::read_file(folder / "a.weights.h5") == bytes);
}
