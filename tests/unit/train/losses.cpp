// Every loss against real Keras on TensorFlow.
#include "against_keras.hpp"
#include <ctnn/train/losses.hpp>

using namespace ctnn;

namespace {

using losses_test::data_set, losses_test::recorded_loss;
#include "../../golden/losses/losses.inc"
const losses_test::table table{data_sets, recorded, numbers};

/// Calls f with the loss that make.py calls by this name.
template<class F>
bool with_loss(std::string_view name, const F& f) {
    bool found = false;
    const auto is = [&](std::string_view n, const auto& loss) {
        if (name == n) found = true, f(loss);
    };
    is("MeanSquaredError", losses::MeanSquaredError());
    is("MeanAbsoluteError", losses::MeanAbsoluteError());
    is("MeanAbsolutePercentageError", losses::MeanAbsolutePercentageError());
    is("MeanSquaredLogarithmicError", losses::MeanSquaredLogarithmicError());
    is("LogCosh", LogCosh());
    is("Poisson", losses::Poisson());
    is("Huber", Huber());
    is("Huber delta = 0.5", Huber(0.5));
    is("Huber delta = 3", Huber(delta = 3));
    is("CosineSimilarity", losses::CosineSimilarity());
    is("CosineSimilarity axis = 1", losses::CosineSimilarity(axis = 1));
    is("Hinge", losses::Hinge());
    is("SquaredHinge", losses::SquaredHinge());
    is("CategoricalHinge", losses::CategoricalHinge());
    is("BinaryCrossentropy", losses::BinaryCrossentropy());
    is("BinaryCrossentropy label_smoothing = 0.2", losses::BinaryCrossentropy(label_smoothing = 0.2));
    is("BinaryCrossentropy axis = 1", losses::BinaryCrossentropy(axis = 1));
    is("BinaryCrossentropy from_logits", losses::BinaryCrossentropy(true));
    is("BinaryFocalCrossentropy", BinaryFocalCrossentropy());
    is("BinaryFocalCrossentropy gamma = 3", BinaryFocalCrossentropy(ctnn::gamma = 3));
    is("BinaryFocalCrossentropy gamma = 1.5", BinaryFocalCrossentropy(ctnn::gamma = 1.5));
    is("BinaryFocalCrossentropy gamma = 0.5", BinaryFocalCrossentropy(ctnn::gamma = 0.5));
    is("BinaryFocalCrossentropy balanced", BinaryFocalCrossentropy(true, 0.4));
    is("BinaryFocalCrossentropy label_smoothing = 0.2", BinaryFocalCrossentropy(label_smoothing = 0.2));
    is("BinaryFocalCrossentropy from_logits", BinaryFocalCrossentropy(from_logits = true));
    is("CategoricalCrossentropy", losses::CategoricalCrossentropy());
    is("CategoricalCrossentropy label_smoothing = 0.1", losses::CategoricalCrossentropy(label_smoothing = 0.1));
    is("CategoricalCrossentropy axis = 1", losses::CategoricalCrossentropy(axis = 1));
    is("CategoricalCrossentropy axis = 1, from_logits", losses::CategoricalCrossentropy(axis = 1, from_logits = true));
    is("CategoricalCrossentropy from_logits", losses::CategoricalCrossentropy(from_logits = true));
    is("CategoricalFocalCrossentropy", CategoricalFocalCrossentropy());
    is("CategoricalFocalCrossentropy gamma = 3, alpha = 0.5", CategoricalFocalCrossentropy(0.5, 3));
    is("CategoricalFocalCrossentropy gamma = 1.5", CategoricalFocalCrossentropy(ctnn::gamma = 1.5));
    is("CategoricalFocalCrossentropy label_smoothing = 0.1", CategoricalFocalCrossentropy(label_smoothing = 0.1));
    is("CategoricalFocalCrossentropy from_logits", CategoricalFocalCrossentropy(from_logits = true));
    is("CategoricalFocalCrossentropy axis = 1", CategoricalFocalCrossentropy(axis = 1));
    is("SparseCategoricalCrossentropy", losses::SparseCategoricalCrossentropy());
    is("SparseCategoricalCrossentropy from_logits", losses::SparseCategoricalCrossentropy(from_logits = true));
    is("SparseCategoricalCrossentropy ignore_class = 1", losses::SparseCategoricalCrossentropy(ignore_class = 1));
    is("SparseCategoricalCrossentropy ignore_class = 1, from_logits",
       losses::SparseCategoricalCrossentropy(ignore_class = 1, from_logits = true));
    is("KLDivergence", losses::KLDivergence());
    is("CategoricalGeneralizedCrossEntropy", CategoricalGeneralizedCrossEntropy());
    is("CategoricalGeneralizedCrossEntropy q = 0.2", CategoricalGeneralizedCrossEntropy(q = 0.2));
    is("Dice", Dice());
    is("Dice axis = 1", Dice(axis = 1));
    is("Dice axis = -1", Dice(axis = -1));
    is("Dice axis = (1, 2, 3)", Dice(axis = shape<1, 2, 3>));
    is("Dice axis = (0, 1, 2)", Dice(axis = shape<0, 1, 2>));
    is("Tversky", Tversky());
    is("Tversky alpha = 0.3, beta = 0.7", Tversky(0.3, 0.7));
    is("Tversky axis = (1, 2, 3)", Tversky(axis = shape<1, 2, 3>));
    return found;
}

} // namespace

TEST_CASE("Every loss gives Keras' values, gradients and totals, in float") {
    losses_test::agree<float>(table, [](std::string_view name, const auto& f) { return with_loss(name, f); });
}
TEST_CASE("Every loss gives Keras' values, gradients and totals, in double") {
    losses_test::agree<double>(table, [](std::string_view name, const auto& f) { return with_loss(name, f); });
}
