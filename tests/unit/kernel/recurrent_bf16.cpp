// Recurrences whose kernels are bfloat16, one sample at a time and many, against the definition.
#include "recurrence.hpp"

using namespace ctnn;
using namespace ctnn::test;

namespace {

/// The kernel's words: two numbers each. A row of biases is floats, near the number in the upper half.
void words(int k, std::vector<float>& x, std::mt19937& random) {
    gentle(k, x, random);
    if (k != 1) return;
    std::vector<float> lower(x.size());
    gentle(k, lower, random);
    for (std::size_t i = 0; i < x.size(); ++i)
        x[i] = math::from_word<float>(std::uint32_t(math::to_bf16(x[i])) << 16 | math::to_bf16(lower[i]));
}

template<recurrent_kind K, int U>
struct halved_forms {
    static constexpr int states = ops::states_of(K);
    static constexpr bool bias = K == recurrent_kind::gru_reset_after;
    static constexpr form last = form{K, U, 5}.halved(), all = form{K, U, 12, true, true, true, bias, states}.halved();

    static void one_sample() {
        forms_agree<all, all.with(3), last.with(4, false), all.with(11), last.with(2 * L, false)>(words);
    }
    static void many_samples() {
        forms_agree<last.with(3).run(L / 2 + 1), all.with(U + 2).run(L + 1), all.with(1).run(2 * L),
                    last.with(8, false).run(4 * L + L / 2 + 1)>(words);
    }
};
template<recurrent_kind K>
void of_all_units() {
    halved_forms<K, L + 1>::one_sample();
    // the rows of words are read in the same ways by the others
    if constexpr (K == recurrent_kind::lstm || K == recurrent_kind::gru_reset_after) {
        halved_forms<K, L - 1>::one_sample();
        halved_forms<K, 3 * L + 1>::one_sample();
    }
    if constexpr (K == recurrent_kind::lstm) {
        halved_forms<K, 1>::one_sample();
        halved_forms<K, L>::one_sample();
        forms_agree<form{K, 131, 5, true}.with(5).halved()>(words); // larger than the first cache on every machine
    }
}
template<recurrent_kind K>
void of_many_samples() {
    halved_forms<K, L + 1>::many_samples();
}

} // namespace

TEST_CASE("kernels in half the memory: a simple recurrence of any number of units") {
    of_all_units<recurrent_kind::simple>();
}
TEST_CASE("kernels in half the memory: an LSTM of any number of units") { of_all_units<recurrent_kind::lstm>(); }
TEST_CASE("kernels in half the memory: a GRU of any number of units") { of_all_units<recurrent_kind::gru>(); }
TEST_CASE("kernels in half the memory: a GRU that resets after the product, of any number of units") {
    of_all_units<recurrent_kind::gru_reset_after>();
}
TEST_CASE("kernels in half the memory: many samples") {
    of_many_samples<recurrent_kind::simple>();
    of_many_samples<recurrent_kind::lstm>();
    of_many_samples<recurrent_kind::gru>();
    of_many_samples<recurrent_kind::gru_reset_after>();
}
