#include "gradients.hpp"

using namespace ctnn;
using namespace ctnn::test;
using ops::value;

namespace {

/// What comes before and behind should have gradients that are no constants.
value bend(const value& x) { return ops::map(x, ops::function_of(ops::function_kind::tanh)); }
value mixed(network& n, const value& w) { return ops::multiply(w, n.input(w.shape())); }

} // namespace

TEST_CASE("concat gives every part its own") {
    for (int axis : {0, 1, 2}) {
        CAPTURE(axis);
        check([&](network& n) {
            const value parts[] = {n.input(extents(2, 3, 4).with(axis, 5)),
                                   bend(n.weight(extents(2, 3, 4).with(axis, 1))), n.input({2, 3, 4})};
            return bend(ops::concat(parts, 3, axis));
        });
    }
    check([](network& n) { // more than one operation takes
        value parts[10];
        for (value& p : parts) p = n.input(extents(2));
        return bend(ops::concat(parts, 10, 0));
    });
}
TEST_CASE("slice and pad, at all sides") {
    check([](network& n) { return bend(ops::slice(n.input({4, 5, 3}), {1, 0, 2}, {2, 5, 1})); });
    check([](network& n) { return bend(mixed(n, ops::slice(n.weight({4, 5}), {3, 1}, {1, 3}))); });
    check([](network& n) { return bend(ops::pad(n.input({2, 3}), {1, 0}, {0, 2})); });
    check([](network& n) { return bend(mixed(n, ops::pad(n.weight({2, 3, 1}), {0, 2, 1}, {3, 1, 1}, 0.5f))); });
}
TEST_CASE("permute, reverse, repeat, reshape") {
    check([](network& n) { return bend(ops::permute(n.input({2, 3, 4}), {2, 0, 1})); });
    check([](network& n) { return bend(mixed(n, ops::permute(n.weight({2, 3, 4, 2}), {3, 0, 2, 1}))); });
    check([](network& n) { return bend(ops::reverse(n.input({2, 5, 3}), 1)); });
    check([](network& n) { return bend(mixed(n, ops::reverse(n.weight(extents(7)), 0))); });
    check([](network& n) { return bend(ops::repeat(n.input({2, 3, 2}), {1, 3, 2})); });
    check([](network& n) { return bend(mixed(n, ops::repeat(n.weight({2, 1}), {4, 1}))); });
    check([](network& n) { return bend(ops::reshape(n.input({2, 3, 2}), {4, 3})); });
}
TEST_CASE("A stretched value, as the gradient of a sum makes it") {
    check([](network& n) {
        const value x = n.input({2, 3}), y = n.input({2, 4, 3});
        return ops::multiply(
            bend(ops::reduce(ops::reduce_kind::sum, ops::multiply(bend(y), ops::reshape(x, {2, 1, 3})), 1u)),
            n.input({4, 3}));
    });
}
TEST_CASE("Rows of a table get the sum of the gradients of their copies") {
    for (const extents& shape : {extents(5), extents(2, 3), extents(1)})
        check([&](network& n) {
            const value numbers = n.numbers(shape, [](int, int e) { return double(e * 5 % 4); });
            return bend(ops::gather(numbers, n.weight({4, 3})));
        });
}
TEST_CASE("resample of every kind, larger and smaller") {
    for (int k = 0; k < 4; ++k)
        for (int to : {1, 3, 8, 11}) {
            CAPTURE(k);
            CAPTURE(to);
            check([&](network& n) { return bend(ops::resample(ops::resample_kind(k), n.input({5, 2}), 0, to)); });
            check([&](network& n) {
                return bend(mixed(n, ops::resample(ops::resample_kind(k), n.weight({2, 5}), 1, to)));
            });
        }
}

TEST_CASE("Products: a weight's gradient goes across samples and rows") {
    for (const extents& e : {extents(1, 1, 1), {4, 3, 5}, {7, 5, 1}, {1, 6, 2}}) {
        const int rows = e[0], k = e[1], m = e[2];
        check([&](network& n) { return bend(ops::matmul(n.input({rows, k}), n.weight({k, m}))); });
        check([&](network& n) { return bend(ops::matmul(n.weight({rows, k}), n.input({k, m}))); });
        check([&](network& n) { return bend(ops::matmul(n.input({rows, k}), n.input({k, m}))); });
    }
}
TEST_CASE("One layer for every time step of every sample") {
    check([](network& n) {
        const value x = ops::unstack(n.input({4, 2, 3}));
        const value h = bend(ops::add(ops::matmul(x, n.weight({3, 2})), n.weight(extents(2))));
        return ops::stack(h, 4);
    });
    check([](network& n) { // nested: rows of steps
        const value x = ops::unstack(ops::unstack(n.input({2, 3, 4})));
        const value h = bend(ops::matmul(x, n.weight({4, 2})));
        return bend(ops::stack(ops::stack(h, 3), 2));
    });
    check([](network& n) { // runs at the end
        return bend(ops::scale_shift(ops::unstack(n.input({3, 2, 2})), n.weight(extents(2)), n.weight(extents(2)), 1));
    });
    check([](network& n) { // windows in runs
        const ops::window win{1, {2, 1, 1}, {1, 1, 1}, {1, 1, 1}, {1, 0, 0}};
        const value x = ops::unstack(n.input({3, 5, 2}));
        const value h = bend(ops::conv(x, n.weight({2, 2, 3}), win, extents(5)));
        const value p =
            ops::pool(ops::pool_kind::maximum, h, {1, {2, 1, 1}, {2, 1, 1}, {1, 1, 1}, {0, 0, 0}}, extents(2));
        return ops::stack(bend(p), 3);
    });
    check([](network& n) { // normalized across steps and samples
        const value x = ops::unstack(n.input({3, 2, 2}));
        return ops::stack(ops::normalize(x, ops::moments(x, 1), n.weight(extents(2)), n.weight(extents(2)), 1, 1e-2f),
                          3);
    });
    check([](network& n) { // a table, standardized
        const value numbers = ops::unstack(n.numbers({3, 4}, [](int, int e) { return double(e * 7 % 5); }));
        return ops::stack(ops::standardize(ops::gather(numbers, n.weight({5, 3})), 2u, 1e-2f), 3);
    });
}
