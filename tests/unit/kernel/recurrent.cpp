// Recurrences of every kind, at any number of units, one sample at a time.
#include "recurrence.hpp"

using namespace ctnn;
using namespace ctnn::test;

namespace {

/// Gates come as the first operand, are made in each step of up to 4 features, or for some steps at a time: each is code
/// of its own. Steps, direction, the number of features and states are arguments of the same code.
template<recurrent_kind K, int U>
struct forms_of {
    static constexpr int states = ops::states_of(K);
    static constexpr bool bias = K == recurrent_kind::gru_reset_after;
    static constexpr form last{K, U, 5}, all{K, U, 12, true, true, true, bias, states},
        one{K, U, 1, false, true, false, bias};

    static void with_gates() { forms_agree<last, all>(); }
    static void few_features() { forms_agree<last.with(1), all.with(3)>(); }
    static void features() { forms_agree<one.with(2 * L + 1, false), all.with(11)>(); }
    static void from_everything() { with_gates(), few_features(), features(); }
};
template<recurrent_kind K>
void of_all_units() {
    forms_of<K, 3 * L + 1>::from_everything();
    if constexpr (K == recurrent_kind::lstm || K == recurrent_kind::gru_reset_after) { // the others are built of the same
        forms_of<K, 1>::from_everything();
        forms_of<K, L - 1>::features();
        forms_of<K, L>::with_gates();
        forms_of<K, L + 1>::few_features();
    } else {
        forms_of<K, 1>::few_features();
        forms_of<K, L + 1>::features();
    }
    forms_agree<form{K, 96, 9, true}.with(5)>(); // the kernel is larger than the first cache on every machine
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

TEST_CASE("a readout of every step instead of the states") {
    using k = recurrent_kind;
    constexpr form lstm{k::lstm, L + 1, 2 * L + 3}, gru{k::gru_reset_after, 5, L, false, false, true, true, 1};
    forms_agree<lstm.with(1).read(), lstm.with(5).read(false, function_kind::tanh), gru.with(1).read(),
                gru.with(7).read(true, function_kind::relu), form{k::simple, 3 * L, 4}.with(2).read(),
                form{k::gru, 1, 5}.with(2).read(), form{k::lstm, L, L + 2, false, false, false, false, 2}.with(2).read(),
                lstm.with(2).read().plain(), lstm.with(3).read().run(3)>();
}

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

namespace {

template<form F>
void streams() {
    using D = described<[](builder& b) { return recurrence<F>(b); }>;
    std::mt19937 random(3);
    std::vector<std::vector<float>> operand;
    std::vector<std::unique_ptr<guarded>> memory;
    const float* x[ops::max_operands] = {};
    for (int k = 0; k < D::value.op.operands; ++k) {
        std::vector<float> v(D::value.in[k].size());
        gentle(k, v, random);
        memory.push_back(std::make_unique<guarded>(v.size(), true));
        std::copy(v.begin(), v.end(), memory.back()->data());
        x[k] = memory.back()->data();
    }
    const int each = D::value.op.out.last();
    std::vector<float> whole(D::value.op.size()), y(static_cast<std::size_t>(each));
    kernel<ops::op_kind::recurrent>::run<D, simd::native>(x, whole.data());
    recurrent_stream<D> stream(x);
    const int row = D::value.in[0][1];
    int wrong = 0;
    for (int t = 0; t < F.steps; ++t, x[0] += row) {
        stream.step(x, y.data());
        wrong += std::memcmp(y.data(), whole.data() + t * each, y.size() * sizeof(float)) != 0;
    }
    CHECK(wrong == 0);
    if (!F.states) return;
    const float* states = whole.data() + F.steps * F.units;
    CHECK(std::equal(states, states + F.units, stream.h()));
    if (F.kind == recurrent_kind::lstm) CHECK(std::equal(states + F.units, states + 2 * F.units, stream.c()));
}

} // namespace

TEST_CASE("step by step comes out what comes out of the whole sequence, to the last bit") {
    using k = recurrent_kind;
    streams<form{k::lstm, L + 1, 11, true, true}.with(7)>();
    streams<form{k::lstm, L + 1, 71, true, true}.with(7)>();
    streams<form{k::gru_reset_after, 3 * L + 1, 11, true, true, false, true, 1}.with(7)>();
    streams<form{k::lstm, 96, 11, true, true, false, false, 2}.with(7)>();
    streams<form{k::gru_reset_after, 5, 11, true, true, false, true, 1}.with(1)>();
    streams<form{k::gru, L, 11, true, true}.with(3)>();
    streams<form{k::simple, 3 * L, 11, true, true}>();
    streams<form{k::lstm, 3, 11, true, true}.with(2).plain()>();
    streams<form{k::lstm, L + 1, L + 3}.with(2).read(true, function_kind::tanh)>();
    streams<form{k::gru_reset_after, 5, 2 * L, false, false, false, true}.with(1).read()>();
}
