// Recurrences that are built of the same as an LSTM and a GRU that resets after the product, of any number of units,
// one sample at a time.
#include "recurrence.hpp"

using namespace ctnn;
using namespace ctnn::test;

namespace {

template<recurrent_kind K>
void of_all_units() {
    forms_of<K, 1>::few_features();
    forms_of<K, L - 1>::with_gates();
    forms_of<K, L - 1>::features();
    forms_of<K, L>::few_features();
    forms_of<K, L>::features();
    forms_of<K, L + 1>::features();
    forms_of<K, 3 * L + 1>::from_everything();
    forms_agree<larger_than_a_cache<K>>();
}

} // namespace

TEST_CASE("a simple recurrence of any number of units") { of_all_units<recurrent_kind::simple>(); }
TEST_CASE("a GRU of any number of units") { of_all_units<recurrent_kind::gru>(); }
