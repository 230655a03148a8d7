// Recurrences whose kernels are read as Keras has them, and those that run several times with gates of their own.
#include "recurrence.hpp"

using namespace ctnn;
using namespace ctnn::test;

TEST_CASE("kernels as Keras has them") {
    constexpr auto of = [](recurrent_kind k, int units) {
        return form{k, units, 3, true, true, true, k == recurrent_kind::gru_reset_after, ops::states_of(k)}.plain();
    };
    using k = recurrent_kind;
    forms_agree<of(k::simple, 1), of(k::simple, 5 * L), of(k::simple, L + 1).with(3)>();
    forms_agree<of(k::lstm, 1), of(k::lstm, L), of(k::lstm, L + 1).with(3, false)>();
    forms_agree<of(k::gru, L), of(k::gru, L + 1).with(3)>();
    forms_agree<of(k::gru_reset_after, L + 1), of(k::gru_reset_after, 1).with(3)>();
    forms_agree<form{k::gru_reset_after, 5, 3}.plain(), form{k::gru_reset_after, 5, 3}.plain().with(2)>();
}

TEST_CASE("recurrences that run several times, with gates of their own") {
    constexpr form lstm{recurrent_kind::lstm, 3, 4, true, true, true, false, 2};
    constexpr form gru{recurrent_kind::gru_reset_after, L, 4, false, false, false, true, 1};
    forms_agree<lstm.run(3), gru.run(2), lstm.plain().run(3)>();
}
