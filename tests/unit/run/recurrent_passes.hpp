// For the tests of recurrences with passes on and off: predictions of one sample and of many against the scalar
// definitions.
#pragma once
#include "definition.hpp"
#include <doctest/doctest.h>

namespace ctnn::test {

/// A program of what the layers wrote, in memory that no two results share.
inline constexpr passes none{.fold_scale_shift = false,
                             .epilogues = false,
                             .conv_residuals = false,
                             .conv_pools = false,
                             .recurrent_inputs = false,
                             .recurrent_readout = false,
                             .sparse_inputs = false,
                             .winograd = false,
                             .pack = false,
                             .prepare = false,
                             .share_memory = false,
                             .strips = false,
                             .early_updates = false};

/// One behind the other: more steps than a strip takes at a time, units that fill no vector, few features and many.
using stack = decltype(Sequential(LSTM(hana::int_c<19>, return_sequences = hana::true_c, input_shape = shape<21, 3>),
                                  GRU(hana::int_c<17>), Dense(hana::int_c<6>, activation = tanh),
                                  Dense(hana::int_c<5>)))::definition;

/// A number for every step.
using readout = decltype(Sequential(LSTM(hana::int_c<19>, return_sequences = hana::true_c, input_shape = shape<21, 3>),
                                    Dense(hana::int_c<1>, activation = sigmoid)))::definition;

template<class Def, passes P>
inline constexpr auto& one_sample = detail::compilation<Def, P>::value;
template<class Def, passes P>
inline constexpr detail::sample_runs runs = detail::blocks<Def, P, simd::native>::runs;
template<class Def, passes P>
inline constexpr auto& many_samples =
    detail::batch_compilation<Def, P, this_hardware, runs<Def, P>.of[0].samples>::value;

/// Steps of a kind that run for every sample.
constexpr int count(const auto& p, ops::op_kind kind) {
    int n = 0;
    for (int i = 0; i < p.size; ++i) n += p.op(i).kind == kind && !p.steps[i].prepares;
    return n;
}

/// One sample, and a block of them with a rest that runs one by one.
template<class Def, passes P>
void check() {
    constexpr auto block = runs<Def, P>.of[0];
    static_assert(runs<Def, P>.count == 2 && block.samples == 2 * this_hardware.lanes && block.from > 3);
    random_numbers random;
    const auto m = with_any_weights<Def, P>(random);
    std::vector<typename detail::sample_types<Def>::template input<0>> xs(block.samples + 3);
    for (auto& x : xs)
        for (float& v : x) v = random();
    const auto ys = m.predict(xs);
    REQUIRE(ys.size() == xs.size());
    int wrong = differences(m.predict(xs[0]), defined_output(m, xs[0]));
    for (std::size_t i = 0; i < xs.size(); ++i) wrong += differences(ys[i], defined_output(m, xs[i]));
    CHECK(wrong == 0);
}

} // namespace ctnn::test
