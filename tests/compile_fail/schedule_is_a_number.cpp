// EXPECT: LearningRateScheduler takes a function of the epoch and the learning rate, and verbose
#include <ctnn/train/callbacks/learning_rate_scheduler.hpp>
using namespace ctnn;

#ifdef FIXED
auto scheduler = LearningRateScheduler([](int epoch, double lr) { return epoch < 10 ? lr : lr * 0.9; });
#else
auto scheduler = LearningRateScheduler(0.9);
#endif
