// Recurrences of every kind with many samples, which are in the lanes of registers.
#include "recurrence.hpp"

using namespace ctnn;
using namespace ctnn::test;

namespace {

/// From a sample too many for one at a time to more than two strips and a rest.
template<recurrent_kind K, int U>
void of_samples() {
    constexpr int states = ops::states_of(K);
    constexpr bool bias = K == recurrent_kind::gru_reset_after;
    constexpr form last = form{K, U, 5}.with(3), all = form{K, U, 4, true, true, true, bias, states}.with(U + 2),
                   sequence = form{K, U, 19, true, false, false, bias, 1}.with(1);
    forms_agree<last.run(L / 2 + 1), all.run(L + 1), sequence.run(2 * L), all.run(4 * L + L / 2 + 1)>();
}
template<recurrent_kind K>
void of_many_samples() {
    of_samples<K, 1>();
    of_samples<K, L + 1>();
    if constexpr (K == recurrent_kind::lstm || K == recurrent_kind::gru_reset_after) // the others are built of the same
        of_samples<K, 3 * L + 1>();
}

} // namespace

TEST_CASE("many samples of a simple recurrence") { of_many_samples<recurrent_kind::simple>(); }
TEST_CASE("many samples of an LSTM") { of_many_samples<recurrent_kind::lstm>(); }
TEST_CASE("many samples of a GRU") { of_many_samples<recurrent_kind::gru>(); }
TEST_CASE("many samples of a GRU that resets after the product") { of_many_samples<recurrent_kind::gru_reset_after>(); }
TEST_CASE("many samples with other functions, or of a network too wide for strips") {
    using f = function_kind;
    constexpr auto of = [](recurrent_kind k, f a, f g) {
        return form{k, L + 1, 3, true, false, false, false, 0, a, g}.with(3).run(L);
    };
    forms_agree<of(recurrent_kind::simple, f::relu, f::identity), of(recurrent_kind::lstm, f::relu, f::hard_sigmoid),
                of(recurrent_kind::gru, f::softsign, f::hard_sigmoid),
                of(recurrent_kind::gru_reset_after, f::elu, f::relu)>();
    forms_agree<form{recurrent_kind::simple, 40, 2}.with(900).run(L),
                form{recurrent_kind::simple, 40, 2}.with(9000).run(L)>();
}
TEST_CASE("many samples of a readout") {
    using k = recurrent_kind;
    constexpr form lstm{k::lstm, L + 1, 19}, gru{k::gru_reset_after, 6, 17, false, false, true, true, 1};
    forms_agree<lstm.with(1).read().run(2 * L), lstm.with(3).read(false, function_kind::tanh).run(L + 1),
                gru.with(1).read().run(L / 2 + 1), gru.with(7).read(true, function_kind::relu).run(4 * L + 1),
                form{k::simple, 3, 40}.with(2).read().run(L), form{k::gru, 5, 3}.with(200).read().run(L)>();
}

TEST_CASE("many samples: NaN and infinities go their way") {
    using k = recurrent_kind;
    forms_agree<form{k::lstm, 5, 3, true}.with(3).run(L), form{k::simple, 5, 3, true}.with(3).run(L),
                form{k::gru, 5, 3, true}.with(3).run(L), form{k::gru_reset_after, 5, 3, true}.with(3).run(L),
                form{k::lstm, 5, 3}.with(3).read().run(L)>(
        with_specials<60>);
}
