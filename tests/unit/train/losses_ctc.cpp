// CTC against real Keras on TensorFlow.
#include "against_keras.hpp"
#include <ctnn/train/losses/ctc.hpp>

using namespace ctnn;

namespace {

using losses_test::data_set, losses_test::recorded_loss;
#include "../../golden/losses/ctc.inc"
const losses_test::table table{data_sets, recorded, numbers, 2}; // (TensorFlow computes it in float)

} // namespace

TEST_CASE("CTC gives Keras' values, gradients and totals") {
    const auto with_loss = [](std::string_view, const auto& f) { return f(losses::CTC()), true; };
    losses_test::agree<float>(table, with_loss);
    losses_test::agree<double>(table, with_loss);
}
