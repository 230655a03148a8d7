#include <ctnn/architecture.hpp>
#include <ctnn/layer/initializers.hpp>
#include <doctest/doctest.h>

using namespace ctnn;
using namespace ctnn::literals;

namespace {

using kind = initializer_kind;
static_assert(initializer(GlorotUniform()) == initializer{kind::glorot_uniform});
static_assert(initializer(HeNormal(seed = 1_c)).seed == 1);
static_assert(initializer(RandomNormal(mean = 1_c, stddev = 0.5_c)) == initializer{kind::random_normal, 1, 0.5f});
static_assert(initializer(RandomUniform(-0.5, 0.5)) == initializer{kind::random_uniform, -0.5f, 0.5f});
static_assert(initializer(Constant(0.5_c)) == initializer{kind::constant, 0.5f});
static_assert(initializer(initializers::Identity()) == initializer{kind::identity, 1});
static_assert(initializer(VarianceScaling(2_c, "fan_avg"_s, distribution = "uniform"_s)) ==
              initializer{kind::variance_scaling, 2, 0, fan_mode::fan_avg, distribution_kind::uniform});
// a string stands for the defaults
constexpr initializer from(std::string_view name) {
    initializer i;
    find_value(name, i);
    return i;
}
static_assert(from("truncated_normal") == initializer(TruncatedNormal()));
static_assert(from("orthogonal") == initializer(Orthogonal()) && from("variance_scaling") == initializer(VarianceScaling()));

constexpr auto net = Sequential(Input(shape<3>), Dense(4_c, kernel_initializer = HeNormal(seed = 1_c)),
                                Dense(2_c, kernel_initializer = "zeros"_s, bias_initializer = Ones()));
static_assert(net.param_count == 26);
constexpr auto same_net = functional([] {
    auto x = Input(shape<3>);
    const int fixed = 7;
    return Model(x, Dense(4, kernel_initializer = RandomUniform(seed = fixed))(x));
});
static_assert(same_net.param_count == 16);

} // namespace

TEST_CASE("initializers are constants in Sequential and values in functional") {}
