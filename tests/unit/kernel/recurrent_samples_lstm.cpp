// Many samples of an LSTM, which are in the lanes of registers.
#include "recurrence.hpp"

using namespace ctnn;
using namespace ctnn::test;

TEST_CASE("many samples of an LSTM") {
    of_samples<recurrent_kind::lstm, 1>();
    of_samples<recurrent_kind::lstm, L + 1>();
    of_samples<recurrent_kind::lstm, 3 * L + 1>();
}
