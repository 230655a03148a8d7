// EXPECT: layer 2 Dropout 'dropout': rate must be from 0 to 1, got 1.5
#include <ctnn/architecture.hpp>
using namespace ctnn;
using namespace ctnn::literals;

#ifdef FIXED
constexpr auto net = Sequential(Dense(4_c, input_shape = shape<3>), Dropout(0.5_c));
#else
constexpr auto net = Sequential(Dense(4_c, input_shape = shape<3>), Dropout(1.5_c));
#endif
static_assert(net.output_shape == shape<4>);
