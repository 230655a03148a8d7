#include <ctnn/ctnn.hpp>
using namespace ctnn;
using namespace ctnn::literals;

// README: mistake
constexpr auto net = Sequential(
    LSTM(units = 32_c, input_shape = shape<8, 16>),
    LSTM(32_c),
    Dense(10_c));
// README: end
