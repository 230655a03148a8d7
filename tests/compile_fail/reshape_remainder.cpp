// EXPECT: layer 1 Reshape 'reshape': the 12 elements of its input (3, 4) cannot be divided into target_shape (-1, 5)
#include <ctnn/architecture.hpp>
using namespace ctnn;
using namespace ctnn::literals;

#ifdef FIXED
constexpr auto net = Sequential(Reshape(shape<-1, 6>, input_shape = shape<3, 4>));
#else
constexpr auto net = Sequential(Reshape(shape<-1, 5>, input_shape = shape<3, 4>));
#endif
static_assert(net.output_shape == shape<2, 6>);
