// EXPECT: LambdaCallback has no keyword 'function', it takes Keras' on_...: on_epoch_end, on_train_begin
#include <ctnn/train/callbacks/lambda_callback.hpp>
using namespace ctnn;

int seen = 0;
#ifdef FIXED
auto count = LambdaCallback(on_epoch_end = [](int) { ++seen; });
#else
auto count = LambdaCallback(function = [](int) { ++seen; });
#endif
