// EXPECT: layer 1 Bidirectional 'bidirectional'
// EXPECT: layer and backward_layer must have the same units
// EXPECT: got 4 and 5
#include <ctnn/architecture.hpp>
using namespace ctnn;
using namespace ctnn::literals;

constexpr auto net = functional([] {
    auto x = Input(shape<8, 3>);
#ifdef FIXED
    const int units = 4;
#else
    const int units = 5;
#endif
    auto y = Bidirectional(LSTM(4), merge_mode = sum, backward_layer = LSTM(units, go_backwards = true))(x);
    return Model(inputs = x, outputs = y);
});
static_assert(net.output_shape == shape<4>);
