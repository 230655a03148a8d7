// EXPECT: SGD: learning_rate takes a number, a schedule or a function of the step without captures, for example 0.01_c
#include <ctnn/train/optimizers.hpp>
using namespace ctnn;

#ifdef FIXED
constexpr auto o = SGD(learning_rate = 0.5);
#else
constexpr auto o = SGD(learning_rate = "fast");
#endif
