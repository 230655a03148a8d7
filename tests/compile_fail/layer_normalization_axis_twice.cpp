// EXPECT: layer 1 LayerNormalization 'layer_normalization': axis names the same axis twice, got (2, -1)
#include <ctnn/architecture.hpp>
using namespace ctnn;
using namespace ctnn::literals;

#ifdef FIXED
constexpr auto net = Sequential(LayerNormalization(axis = shape<1, 2>, input_shape = shape<5, 2>));
#else
constexpr auto net = Sequential(LayerNormalization(axis = shape<2, -1>, input_shape = shape<5, 2>));
#endif
static_assert(net.output_shape == shape<5, 2>);
