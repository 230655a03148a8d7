// EXPECT: functional: the body must not capture anything, since the compiler runs it before there is anything to capture
#include <ctnn/architecture.hpp>
using namespace ctnn;
using namespace ctnn::literals;

#ifdef FIXED
constexpr int units = 4;
inline auto make() {
    return functional([] { auto x = Input(shape<3>); return Model(x, Dense(::units)(x)); });
}
#else
inline auto make() {
    int n = 4;
    return functional([n] { auto x = Input(shape<3>); return Model(x, Dense(n)(x)); });
}
#endif
static_assert(decltype(make())::output_shape == shape<4>);
