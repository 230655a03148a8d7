// A number for every step of a recurrence, with each pass that takes operations together on and off.
#include "recurrent_passes.hpp"

using namespace ctnn;
using namespace ctnn::test;

namespace {

// each of them has something to do
using k = ops::op_kind;
static_assert(count(one_sample<readout, passes{}>, k::matmul) == 0);
static_assert(count(one_sample<readout, passes{.recurrent_inputs = false}>, k::matmul) == 2);
static_assert(count(one_sample<readout, passes{.recurrent_readout = false}>, k::matmul) == 1);
static_assert(count(one_sample<readout, passes{.epilogues = false}>, k::map) == 1);

} // namespace

TEST_CASE("a number for every step: it stays, whatever is taken together") {
    check<readout, passes{}>();
    check<readout, passes{.recurrent_inputs = false}>();
    check<readout, passes{.recurrent_readout = false}>();
    check<readout, passes{.epilogues = false}>();
}
