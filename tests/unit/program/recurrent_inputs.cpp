// Recurrences take over the product in front of them.
#include "passes.hpp"
#include <ctnn/layers.hpp>
#include <ctnn/model/sequential.hpp>
#include <ctnn/op/matmul.hpp>
#include <ctnn/op/recurrent.hpp>
#include <ctnn/op/zip.hpp>
#include <ctnn/program/compiled.hpp>
#include <doctest/doctest.h>

using namespace ctnn;
using namespace ctnn::literals;
using namespace passes_test;
using ops::recurrent_kind;

namespace {

constexpr int room = 24;

/// x (3, 2) -> h (2): product with or without bias, recurrence with or without one.
struct recurrence {
    recurrent_kind kind;
    bool input_bias, bias, initial = false, shared = false;

    constexpr void operator()(ops::builder& b, growing<ops::value>& outputs) const {
        const int n = 2 * ops::gates_of(kind);
        const auto w = ops::parameter(b, 0, {2, n}), u = ops::parameter(b, 1, {2, n}),
                   c = ops::parameter(b, 2, extents{n}), d = ops::parameter(b, 3, extents{n});
        const auto x = ops::input(b, 0, {3, 2}), h = ops::input(b, 1, extents{2});
        const auto layer = [&] {
            auto gates = ops::matmul(x, w);
            if (input_bias) gates = ops::add(gates, c);
            ops::recurrence r;
            r.initial = initial;
            return ops::recurrent(kind, ops::function_of(f::tanh), ops::function_of(f::sigmoid), false, r, gates, u,
                                  bias ? &d : nullptr, &h);
        };
        outputs.push(layer());
        if (shared) outputs.push(layer());
    }
};

template<recurrence R>
struct programs {
    static constexpr program<room + 6> before = detail::fuse_epilogues(program_of<room + 6>(R));
    static constexpr detail::recurrent_products<room + 6> products{before, true};
    static constexpr program<room + 6> after = detail::take_recurrent_inputs(before, products);
    static constexpr bool right = in_order(after) && detail::count_kind(after, k::matmul) == 0 &&
                                  detail::count_kind(before, k::matmul) == (R.shared ? 2 : 1) &&
                                  detail::count_kind(after, k::concat) == 1;
};
template<recurrence R>
void same_numbers() {
    static_assert(programs<R>::right);
    static constexpr auto a = result(programs<R>::before), b = result(programs<R>::after);
    for (std::size_t i = 0; i < a.size(); ++i) CHECK(b[i] == doctest::Approx(a[i]).epsilon(1e-12));
}

TEST_CASE("the product in front of a recurrence becomes part of it") {
    same_numbers<recurrence{recurrent_kind::simple, true, false}>();
    same_numbers<recurrence{recurrent_kind::lstm, true, false}>();
    same_numbers<recurrence{recurrent_kind::lstm, false, false}>();
    same_numbers<recurrence{recurrent_kind::gru, true, false, true}>();
    same_numbers<recurrence{recurrent_kind::gru_reset_after, true, true}>();
    same_numbers<recurrence{recurrent_kind::gru_reset_after, false, true, true}>();
    same_numbers<recurrence{recurrent_kind::gru_reset_after, true, false}>();
}
TEST_CASE("a layer that is called twice has one matrix") {
    same_numbers<recurrence{recurrent_kind::lstm, true, false, false, true}>();
}

/// A product that something else reads, too, stays.
constexpr program<room> read_twice = program_of<room>([](ops::builder& b, growing<ops::value>& outputs) {
    const auto w = ops::parameter(b, 0, {2, 2}), u = ops::parameter(b, 1, {2, 2});
    const auto gates = ops::matmul(ops::input(b, 0, {3, 2}), w);
    outputs.push(
        ops::recurrent(recurrent_kind::simple, ops::function_of(f::tanh), {}, false, {}, gates, u, nullptr, nullptr));
    outputs.push(gates);
});
static_assert(detail::recurrent_products<room>(read_twice, true).count == 0);
static_assert(detail::recurrent_products<room + 6>(programs<recurrence{recurrent_kind::lstm, true, false}>::before, false)
                  .count == 0);

constexpr auto net = Sequential(LSTM(3_c, input_shape = shape<4, 2>));
template<passes P>
constexpr const auto& compiled_with = detail::compilation<decltype(net)::definition, P>::value;
static_assert(detail::count_kind(compiled_with<passes{}>, k::matmul) == 0);
static_assert(detail::count_kind(compiled_with<passes{.recurrent_inputs = false}>, k::matmul) == 1);

} // namespace
