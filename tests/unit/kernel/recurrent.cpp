// Recurrences of every kind, at any number of units.
#include "against_definition.hpp"
#include <ctnn/kernel/recurrent_stream.hpp>
#include <ctnn/op/pack.hpp>
#include <ctnn/program/packing_recurrent.hpp>

using namespace ctnn;
using namespace ctnn::test;
using ops::builder, ops::function_kind, ops::function_of, ops::recurrent_kind;

namespace {

/// The state's kernel small enough that nothing saturates, and that differences do not grow from step to step.
void gentle(int k, std::vector<float>& x, std::mt19937& random) {
    normal(k, x, random);
    const float small = std::min(0.3f, 1 / std::pow(float(x.size()), 0.25f));
    for (float& v : x) v *= k == 1 ? small : 0.8f;
}

struct form {
    recurrent_kind kind;
    int units, steps;
    bool sequence = false, states = false, reverse = false, bias = false;
    int initial = 0;
    function_kind f = function_kind::tanh, g = function_kind::sigmoid;
    int inputs = 0; // features of x; 0: the first operand holds gates
    bool input_bias = false, packed = true;
    int times = 1;

    constexpr form with(int inputs_, bool input_bias_ = true) const {
        form c = *this;
        c.inputs = inputs_, c.input_bias = input_bias_;
        return c;
    }
    constexpr form plain() const {
        form c = *this;
        c.packed = false;
        return c;
    }
    constexpr form run(int times_) const {
        form c = *this;
        c.times = times_;
        return c;
    }
};

template<form F>
constexpr ops::value recurrence(builder& b) {
    const int n = ops::gates_of(F.kind) * F.units;
    ops::recurrence r;
    r.initial = F.initial, r.sequence = F.sequence, r.states = F.states, r.inputs = F.inputs;
    r.bias = F.bias, r.input_bias = F.input_bias;
    ops::op o = ops::op_of(ops::op_kind::recurrent);
    o.attr.variant = int(F.kind), o.out = extents(F.units);
    const extents rows(r.rows(F.units), n);
    const ctnn::detail::packing p =
        ctnn::detail::packing_of_recurrence(o, nullptr, ctnn::detail::hardware_of<simd::native>);
    const int panel = F.packed ? p.width : 0;
    const extents kernel_shape = panel ? extents(ops::panels(rows, p.groups, panel, L, p.part).size()) : rows;
    const extents x(F.steps, F.inputs ? F.inputs : n);
    const ops::value gates = F.times > 1 ? many(b, 0, F.times, x) : in(b, 0, x), kernel = in(b, 1, kernel_shape);
    o.in[o.operands++] = gates.index, o.in[o.operands++] = kernel.index;
    if (r.first_initial() == 3) o.in[o.operands++] = in(b, 2, extents{n}).index;
    for (int i = 0; i < F.initial; ++i) // one for all, one for each
        o.in[o.operands++] =
            (F.times > 1 && i == 1 ? many(b, 4, F.times, extents{F.units}) : in(b, 3 + i, extents{F.units})).index;
    o.attr.f = function_of(F.f), o.attr.g = function_of(F.g), o.attr.reverse = F.reverse, o.attr.at = r.at();
    o.attr.panel = panel, o.attr.part = panel ? p.part : 0;
    const int steps = F.sequence ? F.steps : 1;
    o.out = F.states     ? extents(steps + ops::states_of(F.kind), F.units)
            : F.sequence ? extents(steps, F.units)
                         : extents(F.units);
    return b.emit(o);
}
template<form... F>
void forms_agree(filler fill = gentle) {
    agree<[](builder& b) { return recurrence<F>(b); }...>(fill);
}

/// Steps, direction, features and states are arguments of the same code: these are cheap to compile.
template<recurrent_kind K, int U>
void of_units() {
    constexpr int states = ops::states_of(K);
    constexpr bool bias = K == recurrent_kind::gru_reset_after;
    constexpr form last{K, U, 5}, all{K, U, 12, true, true, true, bias, states}, one{K, U, 1, false, true, false, bias};
    forms_agree<last, all, last.with(1), all.with(3), one.with(2 * L + 1, false), all.with(11)>();
}
template<recurrent_kind K>
void of_all_units() {
    of_units<K, 1>();
    of_units<K, L - 1>();
    of_units<K, L>();
    of_units<K, L + 1>();
    of_units<K, 3 * L + 1>();
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
    forms_agree<of(k::simple, 1), of(k::simple, L + 1), of(k::simple, 5 * L), of(k::simple, L + 1).with(3)>();
    forms_agree<of(k::lstm, 1), of(k::lstm, L + 1), of(k::lstm, L), of(k::lstm, L + 1).with(3, false)>();
    forms_agree<of(k::gru, 1), of(k::gru, L + 1), of(k::gru, L), of(k::gru, L + 1).with(3)>();
    forms_agree<of(k::gru_reset_after, 1), of(k::gru_reset_after, L + 1), of(k::gru_reset_after, L),
                of(k::gru_reset_after, L + 1).with(3)>();
    forms_agree<form{k::gru_reset_after, 5, 3}.plain(), form{k::gru_reset_after, 5, 3}.plain().with(2)>();
}

TEST_CASE("recurrences that run several times, with gates of their own") {
    constexpr form lstm{recurrent_kind::lstm, 3, 4, true, true, true, false, 2};
    constexpr form gru{recurrent_kind::gru_reset_after, L, 4, false, false, false, true, 1};
    forms_agree<lstm.run(3), gru.run(2), lstm.plain().run(3)>();
}

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
    of_samples<K, 3 * L + 1>();
}

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

TEST_CASE("NaN and infinities go their way") {
    using k = recurrent_kind;
    forms_agree<form{k::lstm, 5, 3, true}, form{k::simple, 5, 3, true}, form{k::gru, 5, 3, true},
                form{k::gru_reset_after, 5, 3, true}>(with_specials<60>);
    forms_agree<form{k::lstm, 5, 3, true}.with(3), form{k::simple, 5, 3, true}.with(3),
                form{k::gru, 5, 3, true}.with(3), form{k::gru_reset_after, 5, 3, true}.with(3)>(with_specials<60>);
    forms_agree<form{k::lstm, 5, 3, true}.with(3).run(L), form{k::simple, 5, 3, true}.with(3).run(L),
                form{k::gru, 5, 3, true}.with(3).run(L), form{k::gru_reset_after, 5, 3, true}.with(3).run(L)>(
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
    std::vector<float> whole(D::value.op.size()), y(std::size_t(F.units));
    kernel<ops::op_kind::recurrent>::run<D, simd::native>(x, whole.data());
    recurrent_stream<D> stream(x);
    const int row = D::value.in[0][1];
    int wrong = 0;
    for (int t = 0; t < F.steps; ++t, x[0] += row) {
        stream.step(x, y.data());
        wrong += std::memcmp(y.data(), whole.data() + t * F.units, y.size() * sizeof(float)) != 0;
    }
    CHECK(wrong == 0);
    const float* states = whole.data() + F.steps * F.units;
    CHECK(std::equal(states, states + F.units, stream.h()));
    if (F.kind == recurrent_kind::lstm) CHECK(std::equal(states + F.units, states + 2 * F.units, stream.c()));
}

} // namespace

TEST_CASE("step by step comes out what comes out of the whole sequence, to the last bit") {
    using k = recurrent_kind;
    streams<form{k::lstm, L + 1, 11, true, true}.with(7)>();
    streams<form{k::lstm, 96, 11, true, true, false, false, 2}.with(7)>();
    streams<form{k::gru_reset_after, 5, 11, true, true, false, true, 1}.with(1)>();
    streams<form{k::gru, L, 11, true, true}.with(3)>();
    streams<form{k::simple, 3 * L, 11, true, true}>();
    streams<form{k::lstm, 3, 11, true, true}.with(2).plain()>();
}
