// EXPECT: L2 has no keyword 'l1', it takes l2
#include <ctnn/train/regularizers.hpp>
using namespace ctnn;

constexpr regularizer r =
#ifdef FIXED
    L1L2(l1 = 0.5);
#else
    L2(l1 = 0.5);
#endif
