// EXPECT: Adam has no keyword 'rho', it takes learning_rate, beta_1, beta_2, epsilon, amsgrad
#include <ctnn/train/optimizers.hpp>
using namespace ctnn;

#ifdef FIXED
constexpr auto o = Adam(beta_1 = 0.8);
#else
constexpr auto o = Adam(rho = 0.8);
#endif
