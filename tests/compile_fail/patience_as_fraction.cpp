// EXPECT: EarlyStopping: patience takes a whole number, for example 4_c
#include <ctnn/train/callbacks/early_stopping.hpp>
using namespace ctnn;

#ifdef FIXED
auto stop = EarlyStopping(patience = 3, min_delta = 0.5);
#else
auto stop = EarlyStopping(patience = 0.5);
#endif
