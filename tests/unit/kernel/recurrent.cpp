// Recurrences of every kind, one sample at a time: what goes in and comes out of them, how many steps, which functions.
#include "recurrence.hpp"

using namespace ctnn;
using namespace ctnn::test;

TEST_CASE("every combination of what goes in and comes out") {
    constexpr auto K = recurrent_kind::lstm;
    forms_agree<form{K, 5, 3, true}, form{K, 5, 3, true, true}, form{K, 5, 3, false, true},
                form{K, 5, 3, false, false, true}, form{K, 5, 3, true, false, true},
                form{K, 5, 3, false, false, false, false, 2}, form{K, 5, 3, true, true, true, false, 1}>();
    constexpr auto R = recurrent_kind::gru_reset_after;
    forms_agree<form{R, 5, 3, true}, form{R, 5, 3, false, true, false, true, 1},
                form{R, 5, 3, true, true, false, false, 1}, form{R, 5, 3, false, false, true, true}>();
}

TEST_CASE("more steps than those whose gates are made together") {
    using k = recurrent_kind;
    constexpr form lstm{k::lstm, L + 1, 71, true, true, true},
        gru{k::gru_reset_after, L + 1, 71, true, false, false, true};
    forms_agree<lstm.with(7), lstm, gru.with(7), gru, form{k::lstm, L + 1, 71}.with(7).read()>();
}

TEST_CASE("vectors that two gates share") {
    forms_agree<form{recurrent_kind::lstm, 2 * L + L / 2, 5, true, true}.with(7)>();
}

TEST_CASE("other functions of gates and state") {
    using f = function_kind;
    constexpr auto of = [](recurrent_kind k, f a, f g) {
        return form{k, L + 1, 3, true, false, false, false, 0, a, g};
    };
    forms_agree<of(recurrent_kind::simple, f::relu, f::identity), of(recurrent_kind::simple, f::identity, f::identity),
                of(recurrent_kind::lstm, f::relu, f::hard_sigmoid),
                of(recurrent_kind::gru, f::softsign, f::hard_sigmoid),
                of(recurrent_kind::gru_reset_after, f::elu, f::relu)>();
}
