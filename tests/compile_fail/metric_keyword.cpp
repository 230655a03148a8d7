// EXPECT: AUC has no keyword 'class_id', it takes num_thresholds, curve, summation_method, name
#include <ctnn/train/metrics.hpp>
using namespace ctnn;
using namespace ctnn::literals;

#ifndef FIXED
constexpr auto metric = AUC(class_id = 1_c);
#else
constexpr auto metric = Precision(class_id = 1_c);
#endif
