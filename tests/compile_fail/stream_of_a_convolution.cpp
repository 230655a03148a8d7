// EXPECT: stream(): layer 1 Conv1D 'conv1d' reads time steps that are yet to come; hint: padding = causal
#include <ctnn/ctnn.hpp>
using namespace ctnn;
using namespace ctnn::literals;

#ifdef FIXED
constexpr auto net = Sequential(Conv1D(3_c, 2_c, padding = causal, input_shape = shape<8, 2>), Dense(1_c));
#else
constexpr auto net = Sequential(Conv1D(3_c, 2_c, padding = same, input_shape = shape<8, 2>), Dense(1_c));
#endif
const auto model_of_net = net.build(seed = 1);
auto one_step = model_of_net.stream();
