// EXPECT: Huber has no keyword 'alpha', it takes delta, reduction, name
#include <ctnn/train/losses.hpp>
using namespace ctnn;
using namespace ctnn::literals;

#ifdef FIXED
constexpr auto error = Huber(delta = 0.5_c);
#else
constexpr auto error = Huber(alpha = 0.5_c);
#endif
static_assert(error.reduction == reduction_kind::sum_over_batch_size);
