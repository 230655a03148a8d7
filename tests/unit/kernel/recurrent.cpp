// Recurrences of every kind, at any number of units.
#include "against_definition.hpp"
#include <ctnn/kernel/recurrent.hpp>

using namespace ctnn;
using namespace ctnn::test;
using ops::builder, ops::function_kind, ops::function_of, ops::recurrent_kind;

namespace {

/// The state's kernel small enough that nothing saturates.
void gentle(int k, std::vector<float>& x, std::mt19937& random) {
    normal(k, x, random);
    for (float& v : x) v *= k == 1 ? 0.3f : 0.8f;
}

struct form {
    recurrent_kind kind;
    int units, steps;
    bool sequence = false, states = false, reverse = false, bias = false;
    int initial = 0;
    function_kind f = function_kind::tanh, g = function_kind::sigmoid;
};

template<form F>
constexpr ops::value recurrence(builder& b, int times = 1) {
    const int n = ops::gates_of(F.kind) * F.units;
    const ops::value gates = times > 1 ? many(b, 0, times, {F.steps, n}) : in(b, 0, {F.steps, n});
    const ops::value kernel = in(b, 1, {F.units, n}), bias = in(b, 2, extents{n});
    const ops::value initial[] = {in(b, 3, extents{F.units}), in(b, 4, extents{F.units})};
    ops::recurrence r;
    r.initial = F.initial, r.sequence = F.sequence, r.states = F.states;
    return ops::recurrent(F.kind, function_of(F.f), function_of(F.g), F.reverse, r, gates, kernel,
                          F.bias ? &bias : nullptr, initial);
}
template<form... F>
void forms_agree() {
    agree<[](builder& b) { return recurrence<F>(b); }...>(gentle);
}

/// Steps, direction and states are arguments of the same code: these are cheap to compile.
template<recurrent_kind K, int U>
void of_units() {
    constexpr int states = ops::states_of(K);
    constexpr bool bias = K == recurrent_kind::gru_reset_after;
    forms_agree<form{K, U, 5}, form{K, U, 4, true, true, true, bias, states},
                form{K, U, 1, false, true, false, bias}>();
}
template<recurrent_kind K>
void of_all_units() {
    of_units<K, 1>();
    of_units<K, 3>();
    of_units<K, L - 1>();
    of_units<K, L>();
    of_units<K, L + 1>();
    of_units<K, 3 * L + 1>();
    of_units<K, 6 * L>();
    of_units<K, 96>(); // the kernel is larger than the first cache on every machine
}

} // namespace

TEST_CASE("a simple recurrence of any number of units") { of_all_units<recurrent_kind::simple>(); }
TEST_CASE("an LSTM of any number of units") { of_all_units<recurrent_kind::lstm>(); }
TEST_CASE("a GRU of any number of units") { of_all_units<recurrent_kind::gru>(); }
TEST_CASE("a GRU that resets after the product, of any number of units") {
    of_all_units<recurrent_kind::gru_reset_after>();
}

TEST_CASE("every combination of what goes in and comes out") {
    constexpr auto K = recurrent_kind::lstm;
    forms_agree<form{K, 5, 3, true}, form{K, 5, 3, true, true}, form{K, 5, 3, false, true},
                form{K, 5, 3, false, false, true}, form{K, 5, 3, true, false, true},
                form{K, 5, 3, false, false, false, false, 2}, form{K, 5, 3, true, true, true, false, 1}>();
    constexpr auto R = recurrent_kind::gru_reset_after;
    forms_agree<form{R, 5, 3, true}, form{R, 5, 3, false, true, false, true, 1},
                form{R, 5, 3, true, true, false, false, 1}, form{R, 5, 3, false, false, true, true}>();
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

TEST_CASE("recurrences that run several times, with gates of their own") {
    static constexpr form lstm{recurrent_kind::lstm, 3, 4, true, true, true, false, 2};
    static constexpr form gru{recurrent_kind::gru_reset_after, L, 4, false, false, false, true, 1};
    agree<[](builder& b) { return recurrence<lstm>(b, 3); }, [](builder& b) { return recurrence<gru>(b, 2); }>(gentle);
}

TEST_CASE("NaN and infinities go their way") {
    agree<[](builder& b) { return recurrence<form{recurrent_kind::lstm, 5, 3, true}>(b); },
          [](builder& b) { return recurrence<form{recurrent_kind::simple, 5, 3, true}>(b); },
          [](builder& b) { return recurrence<form{recurrent_kind::gru, 5, 3, true}>(b); },
          [](builder& b) { return recurrence<form{recurrent_kind::gru_reset_after, 5, 3, true}>(b); }>(
        with_specials<60>);
}
