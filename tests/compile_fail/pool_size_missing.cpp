// EXPECT: layer 1 AveragePooling1D 'average_pooling1d': pool_size is missing: AveragePooling1D(pool_size = ...)
#include <ctnn/architecture.hpp>
using namespace ctnn;
using namespace ctnn::literals;

#ifdef FIXED
constexpr auto net = Sequential(AveragePooling1D(2_c, input_shape = shape<8, 1>));
#else
constexpr auto net = Sequential(AveragePooling1D(input_shape = shape<8, 1>));
#endif
static_assert(net.output_shape == shape<4, 1>);
