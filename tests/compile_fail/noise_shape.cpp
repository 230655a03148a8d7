// EXPECT: layer 1 Dropout 'dropout': noise_shape must have 1, None or the input's extent on every axis, got (None, 2, 4) for (5, 4)
#include <ctnn/architecture.hpp>
using namespace ctnn;
using namespace ctnn::literals;

#ifdef FIXED
constexpr auto net = Sequential(Dropout(0.5_c, noise_shape = shape<None, 1, 4>, input_shape = shape<5, 4>));
#else
constexpr auto net = Sequential(Dropout(0.5_c, noise_shape = shape<None, 2, 4>, input_shape = shape<5, 4>));
#endif
static_assert(net.output_shape == shape<5, 4>);
