// Recurrences behind one another, with each pass that takes operations together on and off.
#include "recurrent_passes.hpp"

using namespace ctnn;
using namespace ctnn::test;

namespace {

// each of them has something to do
using k = ops::op_kind;
static_assert(count(one_sample<stack, passes{}>, k::matmul) == 2);
static_assert(count(one_sample<stack, passes{.recurrent_inputs = false}>, k::matmul) == 4);
static_assert(count(one_sample<stack, passes{}>, k::map) == 0);
static_assert(count(one_sample<stack, passes{.epilogues = false}>, k::map) == 1);
template<passes P>
constexpr int strips = [] {
    int n = 0;
    const auto& p = many_samples<stack, P>;
    for (int i = 0; i < p.size; ++i) n += p.op(i).kind == k::recurrent && p.op(i).attr.tile;
    return n;
}();
static_assert(strips<passes{}> == 2 && strips<passes{.strips = false}> == 0);

} // namespace

TEST_CASE("recurrences behind one another: the numbers stay, whatever is taken together") {
    check<stack, passes{}>();
    check<stack, passes{.recurrent_inputs = false}>();
    check<stack, passes{.strips = false}>();
    check<stack, passes{.epilogues = false}>();
}
