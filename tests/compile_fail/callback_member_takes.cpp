// EXPECT: callbacks: on_epoch_end takes (auto& trainer, int epoch, ctnn::logs& logs)
#include <ctnn/train/callbacks/callback_list.hpp>
using namespace ctnn;

struct note {
    double last = 0;
#ifdef FIXED
    void on_epoch_end(int, const logs& l) { last = l["loss"]; }
#else
    void on_epoch_end(const logs& l) { last = l["loss"]; }
#endif
};

void end_of_epoch(detail::callback_list<note>& all) {
    int trainer = 0;
    all.on_epoch_end(trainer, 0, logs());
}
