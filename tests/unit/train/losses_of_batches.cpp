// The losses that look at more than one row: CTC at all time steps, Circle at all samples. Against real Keras.
#include "against_keras.hpp"
#include <ctnn/train/losses/circle.hpp>
#include <ctnn/train/losses/ctc.hpp>

using namespace ctnn;

namespace {

using losses_test::data_set, losses_test::recorded_loss;
#include "../../golden/losses/others.inc"
const losses_test::table table{data_sets, recorded, numbers, 2}; // (TensorFlow computes them in float)

template<class F>
bool with_loss(std::string_view name, const F& f) {
    if (name == "CTC") return f(CTC()), true;
    if (name == "Circle") return f(Circle()), true;
    if (name == "Circle gamma = 2, margin = 0.2") return f(Circle(2, 0.2)), true;
    if (name == "Circle with diagonal") return f(Circle(2, remove_diagonal = false)), true;
    return false;
}

} // namespace

TEST_CASE("CTC and Circle give Keras' values, gradients and totals") {
    losses_test::agree<float>(table, [](std::string_view name, const auto& f) { return with_loss(name, f); });
    losses_test::agree<double>(table, [](std::string_view name, const auto& f) { return with_loss(name, f); });
}
