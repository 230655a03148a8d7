// Many samples of a GRU that resets after the product, which are in the lanes of registers.
#include "recurrence.hpp"

using namespace ctnn;
using namespace ctnn::test;

TEST_CASE("many samples of a GRU that resets after the product") {
    of_samples<recurrent_kind::gru_reset_after, 1>();
    of_samples<recurrent_kind::gru_reset_after, L + 1>();
    of_samples<recurrent_kind::gru_reset_after, 3 * L + 1>();
}
