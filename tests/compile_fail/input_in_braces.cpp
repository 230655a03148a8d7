// EXPECT: Input takes a shape, without the batch axis; hint: Input(shape<28, 28>)
#include <ctnn/architecture.hpp>
using namespace ctnn;
using namespace ctnn::literals;

#ifdef FIXED
constexpr auto net = Sequential(Input(shape<28, 28, 1>), Flatten());
#else
constexpr auto net = Sequential(Input({28, 28, 1}), Flatten());
#endif
static_assert(net.output_shape == shape<784>);
