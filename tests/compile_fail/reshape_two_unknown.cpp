// EXPECT: layer 1 Reshape 'reshape': only one extent of target_shape may be -1, got 2
#include <ctnn/architecture.hpp>
using namespace ctnn;
using namespace ctnn::literals;

#ifdef FIXED
constexpr auto net = Sequential(Reshape(shape<-1, 3>, input_shape = shape<3, 4>));
#else
constexpr auto net = Sequential(Reshape(shape<-1, -1>, input_shape = shape<3, 4>));
#endif
static_assert(net.output_shape == shape<4, 3>);
