// A GRU that resets after the product, of any number of units, one sample at a time.
#include "recurrence.hpp"

using namespace ctnn;
using namespace ctnn::test;

TEST_CASE("a GRU that resets after the product, of any number of units") {
    constexpr auto k = recurrent_kind::gru_reset_after;
    forms_of<k, 1>::from_everything();
    forms_of<k, L - 1>::features();
    forms_of<k, L>::with_gates();
    forms_of<k, L + 1>::few_features();
    forms_of<k, 3 * L + 1>::from_everything();
    forms_agree<larger_than_a_cache<k>>();
}
