// Recurrences behind one another, with each pass that lays out memory on and off, and with no pass at all.
#include "recurrent_passes.hpp"

using namespace ctnn;
using namespace ctnn::test;

namespace {

// each of them has something to do
using k = ops::op_kind;
static_assert(count(one_sample<stack, passes{.prepare = false}>, k::pack) > 0);
static_assert(one_sample<stack, passes{}>.prepared > 0 && one_sample<stack, passes{.prepare = false}>.prepared == 0);
static_assert(one_sample<stack, passes{.share_memory = false}>.workspace > one_sample<stack, passes{}>.workspace);

} // namespace

TEST_CASE("recurrences behind one another: the numbers stay, wherever weights and results lie") {
    check<stack, passes{.pack = false}>();
    check<stack, passes{.prepare = false}>();
    check<stack, passes{.share_memory = false}>();
    check<stack, none>();
}
