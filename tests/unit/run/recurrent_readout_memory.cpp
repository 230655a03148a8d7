// A number for every step of a recurrence, with each pass that lays out memory on and off, and with no pass at all.
#include "recurrent_passes.hpp"

using namespace ctnn;
using namespace ctnn::test;

TEST_CASE("a number for every step: it stays, wherever weights and results lie") {
    check<readout, passes{.pack = false}>();
    check<readout, passes{.prepare = false}>();
    check<readout, passes{.share_memory = false}>();
    check<readout, none>();
}
