// EXPECT: layer 1 Permute 'permute': dims must hold each of 1 to 2 once, got (1, 3); hint: axes count from 1, without the batch
#include <ctnn/architecture.hpp>
using namespace ctnn;
using namespace ctnn::literals;

#ifdef FIXED
constexpr auto net = Sequential(Permute(shape<2, 1>, input_shape = shape<3, 4>));
#else
constexpr auto net = Sequential(Permute(shape<1, 3>, input_shape = shape<3, 4>));
#endif
static_assert(net.output_shape == shape<4, 3>);
