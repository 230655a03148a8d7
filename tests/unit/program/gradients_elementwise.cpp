#include "gradients.hpp"

using namespace ctnn;
using namespace ctnn::test;
using ops::function_kind, ops::value, ops::zip_kind;

TEST_CASE("Every function's gradient is right away from its kinks") {
    for (int k = 0; k < ops::function_kind_count; ++k) {
        ops::function f = ops::function_of(function_kind(k));
        CAPTURE(k);
        switch (f.kind) {
        case function_kind::squareplus:
            f.a = 4;
            break;
        case function_kind::affine:
            f.a = -3, f.b = 2;
            break;
        case function_kind::threshold:
            f.a = 0.4f, f.b = -2;
            break;
        default:
            break;
        }
        const bool above = f.kind == function_kind::sqrt || f.kind == function_kind::rsqrt ||
                           f.kind == function_kind::log || f.kind == function_kind::reciprocal;
        check([&](network& n) {
            // twice the waves, to get to both sides of every kink
            const value x = n.input(
                {3, 7}, above ? network::positive : [](int i, int e) { return 2.5 * network::wave(i, e); });
            const value w = n.weight({3, 7}, above ? network::positive : network::wave);
            return ops::add(ops::map(x, f), ops::multiply(ops::map(w, f), n.input({3, 7})));
        });
    }
}
TEST_CASE("A relu with a slope, a bound and a threshold") {
    for (const ops::function f : {ops::function{function_kind::relu, 0.1f, 1.5f, 0.5f},
                                  {function_kind::relu, 0, 0.7f, 0},
                                  {function_kind::relu, 0.3f, math::infinity<float>, 0},
                                  {function_kind::elu, 0.5f},
                                  {function_kind::celu, 2},
                                  {function_kind::hard_sigmoid, 0.2f, 0.5f}})
        check([&](network& n) { return ops::map(n.input({5, 3}), f); });
}

TEST_CASE("Two values of one shape") {
    for (int k = 0; k < 6; ++k) {
        CAPTURE(k);
        const auto zip = [&](const value& a, const value& b) { return ops::zip(zip_kind(k), a, b); };
        check([&](network& n) { return zip(n.input({2, 5}), n.input({2, 5}, network::positive)); });
        check([&](network& n) { return zip(n.input({2, 5}), n.weight({2, 5}, network::positive)); });
        check([&](network& n) { return zip(n.weight({2, 5}), n.input({2, 5}, network::positive)); });
        check([&](network& n) {
            const value a = n.weight({2, 5}, network::positive); // of weights alone, and one value twice
            return ops::multiply(zip(a, n.weight({2, 5}, network::positive)), ops::multiply(a, n.input({2, 5})));
        });
    }
}
TEST_CASE("Two values, stretched") {
    for (int k = 0; k < 6; ++k) {
        CAPTURE(k);
        const auto zip = [&](const value& a, const value& b) { return ops::zip(zip_kind(k), a, b); };
        for (const auto& [a, b] : {std::pair<extents, extents>{{3, 4}, extents(4)},
                                   {{3, 4}, {3, 1}},
                                   {{3, 1}, {1, 4}},
                                   {extents{}, {2, 3}},
                                   {{2, 3, 4}, {3, 1}},
                                   {{1, 3}, {2, 1, 3}},
                                   {extents(1), extents(5)}}) {
            CAPTURE(a.rank);
            CAPTURE(b.rank);
            check([&](network& n) { return zip(n.input(a), n.input(b, network::positive)); });
            check([&](network& n) { return zip(n.input(a), n.weight(b, network::positive)); });
            check([&](network& n) { return zip(n.weight(a), n.input(b, network::positive)); });
        }
    }
}
TEST_CASE("A scale and a shift along any axis") {
    for (int axis : {0, 1, 2}) {
        CAPTURE(axis);
        const int c = extents(2, 5, 3)[axis];
        check([&](network& n) {
            return ops::scale_shift(n.input({2, 5, 3}), n.weight(extents(c)), n.weight(extents(c)), axis);
        });
        check([&](network& n) {
            return ops::scale_shift(n.input({2, 5, 3}), n.input(extents(c)), n.weight(extents(c)), axis);
        });
        check([&](network& n) {
            return ops::multiply(
                ops::scale_shift(n.weight({2, 5, 3}), n.weight(extents(c)), n.weight(extents(c)), axis),
                n.input({2, 5, 3}));
        });
    }
}

TEST_CASE("softmax and its relatives, over one axis and over several") {
    for (int k = 0; k < 3; ++k)
        for (unsigned axes : {1u, 2u, 4u, 6u, 5u, 7u}) {
            CAPTURE(k);
            CAPTURE(axes);
            check([&](network& n) { return ops::softmax(ops::softmax_kind(k), n.input({2, 3, 5}), axes); });
            check([&](network& n) {
                return ops::multiply(n.input({2, 3, 5}), ops::softmax(ops::softmax_kind(k), n.weight({2, 3, 5}), axes));
            });
        }
}
TEST_CASE("standardize goes through mean and variance") {
    for (unsigned axes : {1u, 2u, 4u, 6u, 5u, 7u}) {
        CAPTURE(axes);
        check([&](network& n) { return ops::standardize(n.input({2, 3, 5}), axes, 1e-3f); });
        check([&](network& n) {
            return ops::multiply(n.input({2, 3, 5}), ops::standardize(n.weight({2, 3, 5}), axes, 0.1f));
        });
    }
}
TEST_CASE("A batch's normalization goes through its mean and variance, across all samples") {
    for (int axis : {0, 1, 2})
        for (int with = 0; with < 4; ++with) {
            CAPTURE(axis);
            CAPTURE(with);
            const int c = extents(2, 3, 5)[axis];
            check([&](network& n) {
                const value x = n.input({2, 3, 5}), m = ops::moments(x, axis);
                const value gamma = with & 1 ? n.weight(extents(c)) : value{},
                            beta = with & 2 ? n.weight(extents(c)) : value{};
                return ops::normalize(x, m, gamma, beta, axis, 1e-2f);
            });
        }
}
TEST_CASE("Sums, means and maxima over any axes") {
    for (int k = 0; k < 3; ++k)
        for (unsigned axes : {1u, 2u, 4u, 6u, 5u, 7u})
            for (bool keepdims : {false, true}) {
                CAPTURE(k);
                CAPTURE(axes);
                CAPTURE(keepdims);
                check([&](network& n) { return ops::reduce(ops::reduce_kind(k), n.input({2, 3, 5}), axes, keepdims); });
                check([&](network& n) {
                    const value y = ops::reduce(ops::reduce_kind(k), n.weight({2, 3, 5}), axes, keepdims);
                    return ops::multiply(y, n.input(y.shape()));
                });
            }
}
