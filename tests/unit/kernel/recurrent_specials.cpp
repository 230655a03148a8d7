// NaN and infinities in recurrences, of one sample and of many.
#include "recurrence.hpp"

using namespace ctnn;
using namespace ctnn::test;

TEST_CASE("NaN and infinities go their way") {
    using k = recurrent_kind;
    forms_agree<form{k::lstm, 5, 3, true}, form{k::simple, 5, 3, true}, form{k::gru, 5, 3, true},
                form{k::gru_reset_after, 5, 3, true}>(with_specials<60>);
    forms_agree<form{k::lstm, 5, 3, true}.with(3), form{k::simple, 5, 3, true}.with(3),
                form{k::gru, 5, 3, true}.with(3), form{k::gru_reset_after, 5, 3, true}.with(3),
                form{k::lstm, 5, 3}.with(3).read()>(with_specials<60>);
    forms_agree<form{k::lstm, 3 * L + 1, 3, true}.with(3), form{k::gru_reset_after, 3 * L + 1, 3, true}.with(3)>(
        with_specials<60>);
}

TEST_CASE("many samples: NaN and infinities go their way") {
    using k = recurrent_kind;
    forms_agree<form{k::lstm, 5, 3, true}.with(3).run(L), form{k::simple, 5, 3, true}.with(3).run(L),
                form{k::gru, 5, 3, true}.with(3).run(L), form{k::gru_reset_after, 5, 3, true}.with(3).run(L),
                form{k::lstm, 5, 3}.with(3).read().run(L)>(with_specials<60>);
}
