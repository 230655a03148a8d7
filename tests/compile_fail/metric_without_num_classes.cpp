// EXPECT: MeanIoU needs num_classes
#include <ctnn/train/metrics.hpp>
using namespace ctnn;
using namespace ctnn::literals;

#ifndef FIXED
constexpr auto metric = MeanIoU();
#else
constexpr auto metric = MeanIoU(num_classes = 3_c);
#endif
