#include <ctnn/op/concat.hpp>
#include <ctnn/op/map.hpp>
#include <ctnn/op/parameter.hpp>
#include <ctnn/op/reshape.hpp>
#include <ctnn/op/reverse.hpp>
#include <ctnn/op/slice.hpp>
#include <doctest/doctest.h>

using namespace ctnn;
using namespace ctnn::ops;

namespace {

struct numbers {
    float v[64] = {};
    constexpr bool operator==(const numbers&) const = default;
};

/// One operation on operands that count up from 0, 100, 200 ...
template<op_kind K, class Make>
constexpr numbers run(const Make& make, const extents& a, const extents& b = {}) {
    builder to;
    const value out = make(input(to, 0, a), input(to, 1, b));
    numbers x[2], y;
    for (int i = 0; i < 64; ++i) x[0].v[i] = float(i), x[1].v[i] = float(100 + i);
    const op& o = out.op();
    extents shapes[max_operands] = {};
    const float* in[max_operands] = {};
    for (int k = 0; k < o.operands; ++k) shapes[k] = to.list[o.in[k]].out, in[k] = x[o.in[k]].v;
    operation<K>::evaluate(o, shapes, in, y.v);
    return y;
}

constexpr numbers box = run<op_kind::slice>([](value x, value) { return slice(x, {1, 0, 1}, {2, 2, 2}); }, {3, 2, 4});
static_assert(box == numbers{{9, 10, 13, 14, 17, 18, 21, 22}});
constexpr numbers rows = run<op_kind::slice>([](value x, value) { return slice(x, {1, 0}, {2, 3}); }, {4, 3});
static_assert(rows == numbers{{3, 4, 5, 6, 7, 8}});
constexpr numbers one = run<op_kind::slice>([](value x, value) { return slice(x, {2, 0}, {1, 3}); }, {4, 3});
static_assert(one == numbers{{6, 7, 8}});
constexpr numbers back = run<op_kind::reverse>([](value x, value) { return reverse(x, 0); }, {3, 2});
static_assert(back == numbers{{4, 5, 2, 3, 0, 1}});
constexpr numbers back_inside = run<op_kind::reverse>([](value x, value) { return reverse(x, 1); }, {2, 3});
static_assert(back_inside == numbers{{2, 1, 0, 5, 4, 3}});
constexpr numbers joined = run<op_kind::concat>([](value x, value y) { return concat(x, y, 1); }, {2, 2}, {2, 1});
static_assert(joined == numbers{{0, 1, 100, 2, 3, 101}});

constexpr bool unstacked_and_back() {
    builder to;
    const value x = input(to, 0, {5, 4, 3});
    const value each = unstack(x), inner = unstack(each), outer = stack(inner, 4), all = stack(outer, 5);
    return each.times() == 5 && each.shape() == extents{4, 3} && inner.times() == 20 && inner.shape() == extents{3} &&
           outer.times() == 5 && outer.shape() == extents{4, 3} && all.times() == 1 && all.shape() == x.shape() &&
           map(each, {function_kind::elu, 1}).times() == 5;
}
static_assert(unstacked_and_back());

constexpr bool many_parts() {
    builder to;
    value parts[20];
    for (value& p : parts) p = input(to, 0, {2, 3});
    const value y = concat(parts, 20, 0);
    return y.shape() == extents{40, 3} && y.op().operands <= max_operands;
}
static_assert(many_parts());

} // namespace

TEST_CASE("slices, reversals and concatenations move what they say") { CHECK(box.v[7] == 22); }
