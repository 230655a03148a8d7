// Many samples of recurrences, which are in the lanes of registers: of those that are built of the same as an LSTM and
// a GRU that resets after the product, with other functions, and of networks too wide.
#include "recurrence.hpp"

using namespace ctnn;
using namespace ctnn::test;

TEST_CASE("many samples of a simple recurrence") {
    of_samples<recurrent_kind::simple, 1>();
    of_samples<recurrent_kind::simple, L + 1>();
}
TEST_CASE("many samples of a GRU") {
    of_samples<recurrent_kind::gru, 1>();
    of_samples<recurrent_kind::gru, L + 1>();
}
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
