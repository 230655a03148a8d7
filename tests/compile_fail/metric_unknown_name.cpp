// EXPECT: metrics: 'adam' is no metric; hint: mse, accuracy or AUC() is one
#include <ctnn/train/metrics.hpp>
using namespace ctnn;

#ifndef FIXED
constexpr auto chosen = detail::metric_of<extents(3), extents(3)>(adam);
#else
constexpr auto chosen = detail::metric_of<extents(3), extents(3)>(mse);
#endif
