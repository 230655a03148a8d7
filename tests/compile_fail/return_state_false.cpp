// EXPECT: layer 1 LSTM 'lstm'
// EXPECT: return_state = false_c, or leave it out, instead of a plain false
#include <ctnn/architecture.hpp>
using namespace ctnn;
using namespace ctnn::literals;

constexpr auto net = functional([] {
    auto x = Input(shape<2, 3>);
#ifdef FIXED
    auto y = LSTM(1, return_state = false_c)(x);
#else
    auto [y, h, c] = LSTM(1, return_state = false)(x);
#endif
    return Model(inputs = x, outputs = y);
});
static_assert(net.output_shape == shape<1>);
