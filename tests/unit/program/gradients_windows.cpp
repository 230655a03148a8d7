#include "gradients.hpp"
#include <ctnn/shape/window.hpp>

using namespace ctnn;
using namespace ctnn::test;
using ops::value, ops::window;

namespace {

value bend(const value& x) { return ops::map(x, ops::function_of(ops::function_kind::tanh)); }

/// What a window of one to three axes may be like: x's space, and where it stops.
struct sliding {
    extents x;
    window win;
    extents y;
};
sliding slide(const extents& x, const extents& size, const extents& stride, const extents& dilation,
              padding_kind padding) {
    sliding s{x, ops::unit_window(x.rank), x};
    for (int d = 0; d < x.rank; ++d) {
        s.win.size[d] = size[d], s.win.stride[d] = stride[d], s.win.dilation[d] = dilation[d];
        s.win.before[d] = detail::window_before(x[d], size[d], stride[d], dilation[d], padding);
        s.y[d] = detail::window_output(x[d], size[d], stride[d], dilation[d], padding);
    }
    return s;
}
std::vector<sliding> windows() {
    using enum padding_kind;
    const extents one(1), two(2), three(3);
    return {slide(extents(1), one, one, one, valid),
            slide(extents(7), three, one, one, same),
            slide(extents(8), three, two, one, same),
            slide(extents(9), two, three, one, valid),
            slide(extents(9), three, one, two, causal),
            slide({5, 4}, {3, 3}, {1, 1}, {1, 1}, same),
            slide({6, 7}, {3, 2}, {2, 2}, {1, 1}, same),
            slide({5, 6}, {2, 3}, {2, 1}, {1, 1}, valid),
            slide({7, 6}, {2, 3}, {1, 1}, {3, 2}, same),
            slide({3, 4, 3}, {2, 3, 1}, {1, 2, 1}, {1, 1, 1}, same),
            slide({4, 3, 5}, {2, 2, 3}, {2, 1, 2}, {1, 1, 1}, valid)};
}
extents with(const extents& a, int b) { return a.append(b); }
extents taps(const window& w) {
    extents e = {};
    for (int i = 0; i < w.rank; ++i) e = e.append(w.size[i]);
    return e;
}

} // namespace

TEST_CASE("Convolutions: strides, dilation, padding, one to three axes") {
    int i = 0;
    for (const sliding& s : windows()) {
        CAPTURE(i++);
        check([&](network& n) {
            return bend(ops::conv(n.input(with(s.x, 3)), n.weight(taps(s.win).append(3).append(2)), s.win, s.y));
        });
    }
}
TEST_CASE("Convolutions in groups") {
    for (const sliding& s : {windows()[1], windows()[6], windows()[9]})
        for (int f : {2, 6})
            check([&](network& n) {
                return bend(ops::conv(n.input(with(s.x, 4)), n.weight(taps(s.win).append(2).append(f)), s.win, s.y, 2));
            });
}
TEST_CASE("A convolution by what the network computes itself") {
    const sliding s = windows()[1];
    check([&](network& n) {
        return bend(ops::conv(n.input(with(s.x, 2)), n.input(taps(s.win).append(2).append(3)), s.win, s.y));
    });
    check([&](network& n) {
        return bend(ops::conv(n.weight(with(s.x, 2)), n.input(taps(s.win).append(2).append(3)), s.win, s.y));
    });
}
TEST_CASE("Transposed convolutions") {
    int i = 0;
    for (const sliding& s : windows()) { // from where the window stops to what it slides over
        CAPTURE(i++);
        check([&](network& n) {
            return bend(
                ops::conv_transpose(n.input(with(s.y, 3)), n.weight(taps(s.win).append(2).append(3)), s.win, s.x));
        });
    }
}
TEST_CASE("Depthwise convolutions with one kernel and with several") {
    int i = 0;
    for (const sliding& s : windows()) {
        CAPTURE(i++);
        for (int m : {1, 2})
            check([&](network& n) {
                return bend(
                    ops::depthwise(n.input(with(s.x, 3)), n.weight(taps(s.win).append(3).append(m)), s.win, s.y));
            });
    }
}
TEST_CASE("Pooling by maximum and mean") {
    int i = 0;
    for (const sliding& s : windows()) {
        CAPTURE(i++);
        for (const auto kind : {ops::pool_kind::maximum, ops::pool_kind::mean})
            check([&](network& n) { return bend(ops::pool(kind, n.input(with(s.x, 2)), s.win, s.y)); });
    }
}
