// EXPECT: layer 1 LSTM 'lstm'
// EXPECT: expected an initial state of shape (4), got (5)
#include <ctnn/architecture.hpp>
using namespace ctnn;
using namespace ctnn::literals;

constexpr auto net = functional([] {
    auto x = Input(shape<8, 3>);
#ifdef FIXED
    auto h = Input(shape<4>);
#else
    auto h = Input(shape<5>);
#endif
    auto y = LSTM(4)(x, initial_state = tuple(h, h));
    return Model(inputs = tuple(x, h), outputs = y);
});
static_assert(net.output_shape == shape<4>);
