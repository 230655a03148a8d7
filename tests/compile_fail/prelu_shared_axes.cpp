// EXPECT: layer 1 PReLU 'p_re_lu': shared_axes must be from 1 to 2 for an input of shape (5, 4), got (3)
#include <ctnn/architecture.hpp>
using namespace ctnn;
using namespace ctnn::literals;

#ifdef FIXED
constexpr auto net = Sequential(PReLU(shared_axes = shape<2>, input_shape = shape<5, 4>));
#else
constexpr auto net = Sequential(PReLU(shared_axes = shape<3>, input_shape = shape<5, 4>));
#endif
static_assert(net.output_shape == shape<5, 4>);
