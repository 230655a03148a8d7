// EXPECT: Precision: top_k takes a whole number or None, for example 4_c
#include <ctnn/train/metrics.hpp>
using namespace ctnn;
using namespace ctnn::literals;

#ifndef FIXED
constexpr auto metric = Precision(top_k = 0.5_c);
#else
constexpr auto metric = Precision(thresholds = 0.5_c);
#endif
