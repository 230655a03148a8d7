// EXPECT: ModelCheckpoint needs filepath
#include <ctnn/train/callbacks/model_checkpoint.hpp>
using namespace ctnn;

#ifdef FIXED
auto checkpoint = ModelCheckpoint("best.keras", save_best_only = true);
#else
auto checkpoint = ModelCheckpoint(save_best_only = true);
#endif
