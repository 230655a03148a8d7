#include <ctnn/op/custom.hpp>
#include <ctnn/op/scale_shift.hpp>
#include <ctnn/op/softmax.hpp>
#include <ctnn/op/standardize.hpp>
#include <doctest/doctest.h>

using namespace ctnn;
using namespace ctnn::ops;

namespace {

constexpr value source(builder& to, const extents& e) {
    op o = op_of(op_kind::input);
    o.out = e;
    return to.emit(o);
}

struct numbers {
    double v[24] = {};
    /// Whether they are the others up to 1e-6.
    constexpr bool near(const numbers& o) const {
        for (int i = 0; i < 24; ++i)
            if (!(v[i] - o.v[i] < 1e-6 && o.v[i] - v[i] < 1e-6)) return false;
        return true;
    }
};

template<op_kind K>
constexpr numbers run(const value& y, const numbers& x, const numbers& s = {}, const numbers& t = {}) {
    const op& o = y.op();
    extents in[max_operands] = {};
    for (int i = 0; i < o.operands; ++i) in[i] = y.to->list[o.in[i]].out;
    const double* at[max_operands] = {x.v, s.v, t.v};
    numbers out;
    operation<K>::template evaluate<double>(o, in, at, out.v);
    return out;
}

constexpr numbers softmax_of(softmax_kind kind, const extents& e, unsigned axes, const numbers& x) {
    builder to;
    return run<op_kind::softmax>(softmax(kind, source(to, e), axes), x);
}
constexpr numbers standardized(const extents& e, unsigned axes, const numbers& x) {
    builder to;
    return run<op_kind::standardize>(standardize(source(to, e), axes, 1e-3f), x);
}
constexpr numbers scaled(const extents& e, int axis, const numbers& x, const numbers& s, const numbers& t) {
    builder to;
    const value n = source(to, extents(e[axis]));
    return run<op_kind::scale_shift>(scale_shift(source(to, e), n, n, axis), x, s, t);
}

// the numbers are Keras'
constexpr auto soft = softmax_kind::softmax;
static_assert(softmax_of(soft, extents{3}, 1, {{1, 2, 1}}).near({{0.21194156, 0.57611688, 0.21194156}}));
static_assert(softmax_of(soft, extents{2, 2}, 1, {{0, 0, 0, 1}}).near({{0.5, 0.26894142, 0.5, 0.73105858}}));
static_assert(softmax_of(soft, extents{2, 2}, 3, {{0, 0, 0, 0}}).near({{0.25, 0.25, 0.25, 0.25}}));
static_assert(softmax_of(soft, extents{2, 1, 2}, 5, {{0, 0, 0, 0}}).near({{0.25, 0.25, 0.25, 0.25}}));
static_assert(softmax_of(soft, extents{2}, 1, {{1000, 1000}}).near({{0.5, 0.5}}));
static_assert(softmax_of(softmax_kind::log_softmax, extents{2}, 1, {{0, 0}}).near({{-0.69314718, -0.69314718}}));
static_assert(softmax_of(softmax_kind::sparsemax, extents{3}, 1, {{1, 5, 2}}).near({{0, 1, 0}}));
// Keras: c = 1, 1.9; tau = (1 + 1.9 - 1) / 2, where the published sparsemax has 0.45
static_assert(softmax_of(softmax_kind::sparsemax, extents{2}, 1, {{1, 0.9}}).near({{0.05, 0}}));

static_assert(standardized(extents{2}, 1, {{3, 4}}).near({{-0.99800598, 0.99800598}}));
static_assert(standardized({2, 2}, 1, {{3, 0, 4, 0}}).near({{-0.99800598, 0, 0.99800598, 0}}));

static_assert(scaled({2, 2}, 1, {{1, 2, 3, 4}}, {{1, 10}}, {{0, 1}}).near({{1, 21, 3, 41}}));
static_assert(scaled({2, 2}, 0, {{1, 2, 3, 4}}, {{1, 10}}, {{0, 1}}).near({{1, 2, 31, 41}}));

constexpr void twice(const float* const* in, const extents* shapes, float* out, const extents&) {
    for (std::size_t i = 0; i < shapes[0].size(); ++i) out[i] = 2 * in[0][i];
}
constexpr numbers doubled() {
    builder to;
    const value x = source(to, extents{3});
    return run<op_kind::custom>(custom(&x, 1, &twice, extents{3}), {{1, 2, 3}});
}
static_assert(doubled().near({{2, 4, 6}}));

} // namespace

TEST_CASE("operations along axes give the same numbers at run time") {
    CHECK(softmax_of(soft, extents{3}, 1, {{1, 2, 1}}).near({{0.21194156, 0.57611688, 0.21194156}}));
    CHECK(doubled().near({{2, 4, 6}}));
}
