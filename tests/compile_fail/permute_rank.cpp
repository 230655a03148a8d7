// EXPECT: layer 1 Permute 'permute': dims (2, 1, 3) is for an input of rank 3, got (3, 4)
#include <ctnn/architecture.hpp>
using namespace ctnn;
using namespace ctnn::literals;

#ifdef FIXED
constexpr auto net = Sequential(Permute(shape<2, 1>, input_shape = shape<3, 4>));
#else
constexpr auto net = Sequential(Permute(shape<2, 1, 3>, input_shape = shape<3, 4>));
#endif
static_assert(net.output_shape == shape<4, 3>);
