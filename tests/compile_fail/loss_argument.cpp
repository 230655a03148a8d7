// EXPECT: SparseCategoricalCrossentropy: ignore_class takes a whole number or None, for example 255_c
#include <ctnn/train/losses.hpp>
using namespace ctnn;
using namespace ctnn::literals;

#ifdef FIXED
constexpr auto error = losses::SparseCategoricalCrossentropy(ignore_class = 255_c);
#else
constexpr auto error = losses::SparseCategoricalCrossentropy(ignore_class = "background"_s);
#endif
static_assert(!error.from_logits);
