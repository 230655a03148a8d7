// A recurrence step by step, against the whole sequence.
#include "recurrence.hpp"

using namespace ctnn;
using namespace ctnn::test;

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
