// EXPECT: optimizer: 'mean_squared_error' is no optimizer; hint: optimizer = adam
#include <ctnn/train/optimizers.hpp>
using namespace ctnn;

#ifdef FIXED
constexpr auto o = detail::optimizer_of(adam);
#else
constexpr auto o = detail::optimizer_of(mse);
#endif
