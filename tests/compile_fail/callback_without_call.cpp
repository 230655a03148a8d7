// EXPECT: callbacks: number 1 is EarlyStopping without its arguments; hint: EarlyStopping()
#include <ctnn/train/callbacks/callback_list.hpp>
#include <ctnn/train/callbacks/early_stopping.hpp>
using namespace ctnn;

#ifdef FIXED
auto all = detail::list_callbacks(EarlyStopping());
#else
auto all = detail::list_callbacks(EarlyStopping);
#endif
