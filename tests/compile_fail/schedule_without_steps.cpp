// EXPECT: ExponentialDecay needs decay_steps
#include <ctnn/train/optimizers.hpp>
using namespace ctnn;

#ifdef FIXED
constexpr auto o = SGD(ExponentialDecay(0.1, 1000, 0.96));
#else
constexpr auto o = SGD(ExponentialDecay(0.1, decay_rate = 0.96));
#endif
