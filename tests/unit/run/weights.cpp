#include <ctnn/ctnn.hpp>
#include <doctest/doctest.h>
#include <string>

using namespace ctnn;
using namespace ctnn::literals;

namespace {

constexpr auto inner = Sequential(Dense(2_c, input_shape = shape<3>), Dense(1_c, use_bias = false_c, name = "last"_s));
constexpr auto net = functional([] {
    auto x = Input(shape<3>);
    auto shared = Dense(3);
    auto h = BatchNormalization()(Dense(3)(shared(shared(x))));
    return Model(x, inner(h));
});
template<int... D>
using t = tensor<float, D...>;

struct block {
    static constexpr std::size_t size = detail::weight_places<decltype(inner)::definition>::value.at[3];
    alignas(64) static inline float values[size] = {1, 2, 3};
    static const float* data() { return values; }
};

} // namespace

TEST_CASE("get_weights gives tensors in Keras' order, set_weights takes them back") {
    auto m = net.build(seed = 3);
    const auto w = m.get_weights();
    static_assert(
        std::is_same_v<decltype(m.get_weights()),
                       std::tuple<t<3, 3>, t<3>, t<3, 3>, t<3>, t<3>, t<3>, t<3>, t<3>, t<3, 2>, t<2>, t<2, 1>>>);
    static_assert(m.weight_count == 11 && m.weight_shape(8) == shape<3, 2> && m.weight_name(4) == "gamma");
    for (std::size_t i = 0; i < 9; ++i) CHECK(std::get<0>(w).data()[i] == m.weight(0)[i]);
    auto other = net.build(seed = 4);
    const t<3> x = {1, -2, 3};
    CHECK_FALSE(other.predict(x) == m.predict(x));
    other.set_weights(w);
    CHECK(other.predict(x) == m.predict(x));
    CHECK(other.get_weights() == w);
    auto changed = w;
    std::get<7>(changed) = {4, 4, 4}; // the moving variance, which is folded into the kernel in front of it
    other.set_weights(changed);
    CHECK_FALSE(other.predict(x) == m.predict(x));
}

TEST_CASE("a layer of a model has its name, its shapes and its own weights; a model inside has those of its layers") {
    auto m = net.build(seed = 3);
    auto dense = m.get_layer("dense_1"_s);
    static_assert(dense.name == "dense_1" && dense.class_name == "Dense" && dense.output_shape == shape<3>);
    auto [kernel, bias] = dense.get_weights();
    CHECK(kernel == t<3, 3>(m.weight(2)));
    CHECK(dense.weight(1).data() == m.weight(3).data());
    const t<3> x = {1, 2, 3};
    const auto before = m.predict(x);
    dense.set_weights(kernel, t<3>{1, 2, 3});
    CHECK(m.weight(3)[2] == 3);
    CHECK_FALSE(m.predict(x) == before);
    dense.set_weights(std::tuple(kernel, bias));
    CHECK(m.predict(x) == before);

    auto nested = m.get_layer("sequential"_s);
    static_assert(nested.weight_count == 3 && nested.param_count == 10);
    nested.set_weights(t<3, 2>{}, t<2>{0.5f, 2}, t<2, 1>{{1}, {10}});
    CHECK(m.predict(x)[0] == 20.5f);
    const auto& fixed = m;
    CHECK(std::get<1>(fixed.get_layer("sequential"_s).get_weights()) == t<2>{0.5f, 2});
    static_assert(decltype(m.get_layer("batch_normalization"_s))::weight_count == 4);
}

TEST_CASE("an imported model shows its weights") {
    const auto m = imported<block>(inner);
    CHECK(std::get<0>(m.get_weights())(1, 0) == 3);
    CHECK(std::get<0>(m.get_layer("dense"_s).get_weights()) == std::get<0>(m.get_weights()));
    CHECK(m.get_layer("last"_s).weight(0).size() == 2);
}
