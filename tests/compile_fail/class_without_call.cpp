// EXPECT: Gain: a layer's class needs what it computes; hint: constexpr ops::value call(parameters& own, const ops::value& x) const
#include <ctnn/architecture.hpp>
using namespace ctnn;
using namespace ctnn::literals;

#ifdef FIXED
namespace mine {
struct gain {
    static constexpr std::string_view keras_name = "Gain";
    static constexpr auto arguments() { return takes(); }
    constexpr ops::value call(parameters&, const ops::value& x) const { return x; }
};
} // namespace mine
constexpr factory<mine::gain> Gain{};
#else
namespace mine {
struct gain {
    static constexpr std::string_view keras_name = "Gain";
    static constexpr auto arguments() { return takes(); }
};
} // namespace mine
constexpr factory<mine::gain> Gain{};
#endif
constexpr auto net = Sequential(Gain(input_shape = shape<3>));
static_assert(net.output_shape == shape<3>);
