/// A layer that is another one and a little more: what it adds counts.
#include <ctnn/architecture.hpp>
#include <doctest/doctest.h>

using namespace ctnn;
using namespace ctnn::literals;

namespace {

inline constexpr keyword<"copies"> copies{};

/// Dense, several times over.
struct repeated_dense : layers::dense {
    int times = 1;
    static constexpr std::string_view keras_name = "RepeatedDense";
    static constexpr auto arguments() { return takes(required(ctnn::units), &repeated_dense::units, copies, &repeated_dense::times); }
    constexpr ops::value call(parameters& own, const ops::value& x) const {
        ops::value y = layers::dense::call(own, x);
        for (int i = 1; i < times; ++i) y = ops::concat(y, y, 0);
        return y;
    }
};
inline constexpr factory<repeated_dense> RepeatedDense{};

constexpr auto net = functional([] {
    auto x = Input(shape<3>);
    return Model(inputs = x, outputs = tuple(RepeatedDense(4)(x), RepeatedDense(4, copies = 2)(x)));
});

} // namespace

TEST_CASE("Layers that differ in what a derived class adds are not taken for the same") {
    static_assert(detail::compares_itself<layers::dense> && detail::compares_itself<layers::lstm> &&
                  detail::compares_itself<layers::conv_transpose<2>> && !detail::compares_itself<repeated_dense>);
    static_assert(net.output_shape == tuple(shape<4>, shape<8>));
    CHECK(net.param_count == 32);
}
