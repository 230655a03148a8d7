#include "across.hpp"
#include <ctnn/kernel/reduce_across.hpp>

using namespace ctnn;
using namespace ctnn::test;
using ops::builder;

namespace {

template<ops::reduce_kind Kind, unsigned Axes, int... Extents>
constexpr ops::value total(builder& b) {
    ops::attributes a = {};
    a.variant = int(Kind), a.axes = Axes;
    const extents e(Extents...);
    extents out = {};
    for (int i = 0; i < e.rank; ++i)
        if (!(Axes >> i & 1)) out = out.append(e[i]);
    return ops::detail::emit_across(ops::op_kind::reduce, out, a, sample(b, 0, e));
}
constexpr auto sum = ops::reduce_kind::sum, mean = ops::reduce_kind::mean;

} // namespace

TEST_CASE("A bias' gradient: the last axis stays") {
    agree_across<total<sum, 0, 1>, total<sum, 0, L - 1>, total<sum, 0, L>, total<sum, 0, L + 1>,
                 total<sum, 0, 3 * L + 1>>({1, 2, 5, 64});
    agree_across<total<sum, 1, 3, L + 1>, total<sum, 3, 3, 4, L>, total<sum, 3, 2, 2, 3 * L + 1>,
                 total<sum, 5, 2, 2, 3>>({1, 2, 5});
}
TEST_CASE("A loss' total: all goes") {
    agree_across<total<sum, 1, 1>, total<sum, 1, L>, total<sum, 1, L + 1>, total<mean, 3, 3, L>, total<mean, 1, 3>>(
        {1, 2, 5, 64});
}
TEST_CASE("The last axis goes, others stay") {
    agree_across<total<sum, 2, 3, L + 1>, total<sum, 4, 2, 3, L>, total<sum, 6, 2, 3, 4>, total<mean, 2, 4, 3, 2>,
                 total<sum, 5, 2, L, 3>>({1, 2, 7});
}
