#include "passes.hpp"
#include <ctnn/architecture.hpp>
#include <doctest/doctest.h>

using namespace passes_test;
using namespace ctnn::literals;

namespace {

template<class Def>
constexpr const auto& lowered(const network<Def>&) {
    return detail::compilation<Def>::lowered;
}

// weights stand in front, numbered as Keras counts them; Dropout computes nothing and is not there
constexpr auto dense = Sequential(Input(shape<3>), Dense(4_c, activation = relu), Dropout(0.5_c), Dense(2_c));
constexpr const auto& p = lowered(dense);
static_assert(runs(p, {k::parameter, k::parameter, k::parameter, k::parameter, k::input, k::matmul, k::zip, k::map,
                       k::matmul, k::zip}));
static_assert(in_order(p) && p.input_count == 1 && p.output_count == 1 && p.outputs[0] == 9);
static_assert(p.op(0).attr.index == 0 && p.op(1).attr.index == 1 && p.op(2).attr.index == 2 && p.op(3).attr.index == 3);
static_assert(p.op(0).out == shape<3, 4> && p.op(1).out == shape<4> && p.op(2).out == shape<4, 2> &&
              p.op(3).out == shape<2>);
static_assert(p.op(7).attr.f.kind == f::relu);

// so does what is computed from weights alone: a BatchNormalization's factors
constexpr auto normalized = Sequential(Input(shape<3>), BatchNormalization());
static_assert(runs(lowered(normalized), {k::parameter, k::parameter, k::parameter, k::parameter, k::map, k::zip, k::zip,
                                         k::zip, k::input, k::scale_shift}));

// results that nothing reads are not computed: the states of an LSTM whose output alone is wanted
constexpr auto with_states = functional([] {
    auto x = Input(shape<4, 3>);
    auto [y, h, c] = LSTM(2, use_bias = false, return_state = true_c)(x);
    return Model(inputs = x, outputs = y);
});
static_assert(detail::compilation<decltype(with_states)::definition>::operations > lowered(with_states).size);
static_assert(runs(lowered(with_states),
                   {k::parameter, k::parameter, k::input, k::matmul, k::recurrent, k::slice, k::reshape}));

// an input stays, read or not: its number is its meaning
constexpr auto shifted = functional([] {
    auto a = Input(shape<3>), b = Input(shape<3>);
    auto nothing_of_b = Subtract()(b, b);
    return Model(inputs = tuple(a, b), outputs = tuple(Activation(tanh)(a), nothing_of_b));
});
static_assert(runs(lowered(shifted), {k::input, k::input, k::map, k::zip}));
static_assert(lowered(shifted).input_count == 2 && lowered(shifted).output_count == 2);

// two calls of one layer read the same weights
constexpr auto twice = functional([] {
    auto x = Input(shape<3>);
    auto d = Dense(3, use_bias = false);
    return Model(inputs = x, outputs = d(d(x)));
});
static_assert(runs(lowered(twice), {k::parameter, k::parameter, k::input, k::matmul, k::matmul}));
static_assert(lowered(twice).op(0).attr.index == 0 && lowered(twice).op(1).attr.index == 0);

// a model as a layer is what its layers are
constexpr auto inner = Sequential(Input(shape<3>), Dense(2_c));
constexpr auto outer = Sequential(Input(shape<3>), inner, Activation(relu));
static_assert(runs(lowered(outer), {k::parameter, k::parameter, k::input, k::matmul, k::zip, k::map}));

// without_dead: by hand, with weights and values that nothing reads
constexpr auto dead = program_of<8>([](ops::builder& b, growing<ops::value>& out) {
    const auto w = ops::parameter(b, 0, {2, 2}), unread = ops::parameter(b, 1, {2, 2});
    const auto x = ops::input(b, 0, extents(2)), y = ops::input(b, 1, extents(2));
    const auto z = ops::matmul(y, unread);
    ops::map(z, ops::function_of(f::relu));
    out.push(ops::matmul(x, w));
});
constexpr auto alive = detail::without_dead(dead);
static_assert(dead.weights == 2 && alive.weights == 1);
static_assert(runs(alive, {k::parameter, k::input, k::input, k::matmul}) && alive.outputs[0] == 3 &&
              alive.input_count == 2);
static_assert(alive.op(3).in[0] == 1 && alive.op(3).in[1] == 0);
static_assert(result(alive) == result(dead));

// weights_first: by hand, with a weight that comes late; what is computed from weights and constants alone is one
constexpr auto late = program_of<8>([](ops::builder& b, growing<ops::value>& out) {
    const auto x = ops::input(b, 0, extents(2));
    const auto w = ops::multiply(ops::parameter(b, 0, {2, 2}), ops::fill(b, extents(2), 2));
    out.push(ops::matmul(x, w));
});
constexpr auto sorted = detail::weights_first(late);
static_assert(late.weights == 0 && sorted.weights == 3);
static_assert(runs(sorted, {k::parameter, k::constant, k::zip, k::input, k::matmul}) && in_order(sorted));
static_assert(result(sorted) == result(late));

} // namespace

TEST_CASE("Lowering puts weights first and leaves out what nothing reads") {}
