// Recurrences take over a product with one column that reads their states; those of many samples keep them in the lanes.
#include "passes.hpp"
#include <ctnn/layers.hpp>
#include <ctnn/model/functional.hpp>
#include <ctnn/model/sequential.hpp>
#include <ctnn/program/compiled.hpp>
#include <doctest/doctest.h>

using namespace ctnn;
using namespace ctnn::literals;
using namespace passes_test;

namespace {

template<class Net, passes P = passes{}>
constexpr const auto& compiled_with = detail::compilation<typename Net::definition, P, hardware{16, 32}>::value;
template<class Net, passes P = passes{}>
constexpr int products = detail::count_kind(compiled_with<Net, P>, k::matmul);
constexpr passes without{.recurrent_readout = false};

constexpr auto lstm = Sequential(LSTM(2_c, return_sequences = true_c, input_shape = shape<4, 2>), Dense(1_c, activation = tanh));
constexpr auto gru = Sequential(GRU(2_c, return_sequences = true_c, input_shape = shape<4, 2>), Dense(1_c, use_bias = false_c));
constexpr auto initial = functional([] {
    auto x = Input(shape<4, 2>);
    auto h = Input(shape<3>);
    auto y = SimpleRNN(3, return_sequences = true_c)(x, initial_state = h);
    return Model(inputs = tuple(x, h), outputs = Dense(1)(y));
});

template<class Net>
void same_numbers(Net) {
    static_assert(in_order(compiled_with<Net>));
    static_assert(products<Net> == 0 && products<Net, without> == 1);
    static constexpr auto a = result(compiled_with<Net, without>), b = result(compiled_with<Net>);
    CHECK(a[0] != 0);
    for (std::size_t i = 0; i < a.size(); ++i) CHECK(b[i] == doctest::Approx(a[i]).epsilon(1e-12));
}

TEST_CASE("a product with one column behind every step becomes part of the recurrence") {
    same_numbers(lstm);
    same_numbers(gru);
    same_numbers(initial);
}

// what more than the product reads, what has several columns, what is not behind every step stays
constexpr auto read_twice = functional([] {
    auto x = Input(shape<4, 2>);
    auto h = LSTM(3, return_sequences = true_c)(x);
    return Model(inputs = x, outputs = tuple(h, Dense(1)(h)));
});
constexpr auto wide = Sequential(LSTM(3_c, return_sequences = true_c, input_shape = shape<4, 2>), Dense(2_c));
constexpr auto last = Sequential(LSTM(3_c, input_shape = shape<4, 2>), Dense(1_c));
static_assert(products<decltype(read_twice)> == 1 && products<decltype(wide)> == 1 && products<decltype(last)> == 1);

/// How many recurrences of a batch have their input or their result in strips.
template<class Net, passes P = passes{}>
constexpr int layouts(int layout) {
    constexpr const auto& p = detail::batch_compilation<typename Net::definition, P, hardware{16, 32}, 32>::value;
    int n = 0;
    for (int i = 0; i < p.size; ++i) n += p.op(i).kind == k::recurrent && (p.op(i).attr.tile & layout);
    return n;
}
constexpr auto stack = Sequential(LSTM(3_c, return_sequences = true_c, input_shape = shape<4, 2>),
                                  GRU(5_c, return_sequences = true_c), Dropout(0.5_c), LSTM(2_c));
constexpr auto apart = Sequential(LSTM(3_c, return_sequences = true_c, input_shape = shape<4, 2>), LayerNormalization(),
                                  LSTM(2_c));
constexpr auto joined = functional([] {
    auto x = Input(shape<4, 2>);
    auto h = LSTM(3, return_sequences = true_c)(x);
    return Model(inputs = x, outputs = tuple(LSTM(2)(h), GRU(2)(h)));
});
static_assert(layouts<decltype(stack)>(detail::x_in_strips) == 2 && layouts<decltype(stack)>(detail::y_in_strips) == 2);
static_assert(layouts<decltype(stack), passes{.strips = false}>(3) == 0);
static_assert(layouts<decltype(apart)>(3) == 0 && layouts<decltype(joined)>(3) == 0);

} // namespace
