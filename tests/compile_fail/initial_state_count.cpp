// EXPECT: layer 1 LSTM 'lstm' (line 17): takes 2 initial states, got 1
#include <ctnn/architecture.hpp>
using namespace ctnn;
using namespace ctnn::literals;

#ifdef FIXED
constexpr auto net = functional([] {
    auto x = Input(shape<8, 3>);
    auto h = Input(shape<4>);
    auto y = LSTM(4)(x, initial_state = tuple(h, h));
    return Model(inputs = tuple(x, h), outputs = y);
});
#else
constexpr auto net = functional([] {
    auto x = Input(shape<8, 3>);
    auto h = Input(shape<4>);
    auto y = LSTM(4)(x, initial_state = h);
    return Model(inputs = tuple(x, h), outputs = y);
});
#endif
static_assert(net.output_shape == shape<4>);
