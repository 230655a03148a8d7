// Metrics that are means: the numbers of real Keras.
#include "metrics_golden.hpp"

using namespace ctnn;
using namespace ctnn::literals;
using test::check_metric;

TEST_CASE("accuracies are Keras'") {
    check_metric("accuracy/Accuracy", Accuracy());
    check_metric("accuracy/BinaryAccuracy", BinaryAccuracy());
    check_metric("accuracy/BinaryAccuracy threshold 0.25", BinaryAccuracy(threshold = 0.25_c));
    check_metric("accuracy/CategoricalAccuracy", CategoricalAccuracy());
    check_metric("accuracy/SparseCategoricalAccuracy", SparseCategoricalAccuracy());
    check_metric("accuracy/TopKCategoricalAccuracy", TopKCategoricalAccuracy());
    check_metric("accuracy/SparseTopKCategoricalAccuracy", SparseTopKCategoricalAccuracy());
    for (int n : {1, 2, 3, 9}) {
        check_metric("accuracy/TopK " + std::to_string(n), TopKCategoricalAccuracy(k = n));
        check_metric("accuracy/SparseTopK " + std::to_string(n), SparseTopKCategoricalAccuracy(n));
    }
    check_metric("accuracy/SparseTopK ids", SparseTopKCategoricalAccuracy(k = 2_c, from_sorted_ids = true_c));
    test::check_no_case_is_left("accuracy");
}

TEST_CASE("metrics of regressions are Keras'") {
    check_metric("regression/MeanSquaredError", metrics::MeanSquaredError());
    check_metric("regression/RootMeanSquaredError", RootMeanSquaredError());
    check_metric("regression/MeanAbsoluteError", metrics::MeanAbsoluteError());
    check_metric("regression/MeanAbsolutePercentageError", metrics::MeanAbsolutePercentageError());
    check_metric("regression/MeanSquaredLogarithmicError", metrics::MeanSquaredLogarithmicError());
    check_metric("regression/LogCoshError", LogCoshError());
    check_metric("regression/CosineSimilarity", metrics::CosineSimilarity());
    check_metric("regression/PearsonCorrelation", PearsonCorrelation());
    check_metric("regression/ConcordanceCorrelation", ConcordanceCorrelation());
    for (int a : {1, 2, -2, -1}) {
        const std::string which = " axis " + std::to_string(a);
        check_metric("regression/CosineSimilarity" + which, metrics::CosineSimilarity(axis = a));
        check_metric("regression/Pearson" + which, PearsonCorrelation(axis = a));
        check_metric("regression/Concordance" + which, ConcordanceCorrelation(axis = a));
    }
    check_metric("regression/R2Score", R2Score());
    check_metric("regression/R2Score None", R2Score(class_aggregation = None));
    check_metric("regression/R2Score variance", R2Score("variance_weighted_average"_s));
    check_metric("regression/R2Score adjusted", R2Score(num_regressors = 2_c));
    check_metric("regression/huber", metric::huber());
    check_metric("regression/log_cosh", detail::metric_of<extents(3), extents(3)>(log_cosh));
    test::check_no_case_is_left("regression");
}

TEST_CASE("probabilistic metrics are Keras'") {
    check_metric("probabilistic/BinaryCrossentropy", metrics::BinaryCrossentropy());
    check_metric("probabilistic/Binary logits", metrics::BinaryCrossentropy(from_logits = true_c));
    check_metric("probabilistic/Binary smooth", metrics::BinaryCrossentropy(label_smoothing = 0.2_c));
    check_metric("probabilistic/Binary logits smooth",
                 metrics::BinaryCrossentropy(from_logits = true, label_smoothing = 0.1));
    check_metric("probabilistic/CategoricalCrossentropy", metrics::CategoricalCrossentropy());
    check_metric("probabilistic/Categorical logits", metrics::CategoricalCrossentropy(from_logits = true_c));
    check_metric("probabilistic/Categorical smooth", metrics::CategoricalCrossentropy(label_smoothing = 0.2_c));
    check_metric("probabilistic/Categorical logits smooth",
                 metrics::CategoricalCrossentropy(from_logits = true_c, label_smoothing = 0.1_c));
    check_metric("probabilistic/Categorical axis 1", metrics::CategoricalCrossentropy(axis = 1_c));
    check_metric("probabilistic/Categorical axis -2 smooth",
                 metrics::CategoricalCrossentropy(axis = -2_c, label_smoothing = 0.3_c));
    check_metric("probabilistic/SparseCategoricalCrossentropy", metrics::SparseCategoricalCrossentropy());
    check_metric("probabilistic/Sparse logits", metrics::SparseCategoricalCrossentropy(from_logits = true_c));
    check_metric("probabilistic/Sparse ignore -1", metrics::SparseCategoricalCrossentropy(ignore_class = -1_c));
    check_metric("probabilistic/Sparse ignore 2", metrics::SparseCategoricalCrossentropy(ignore_class = 2_c));
    check_metric("probabilistic/KLDivergence", metrics::KLDivergence());
    check_metric("probabilistic/Poisson", metrics::Poisson());
    check_metric("probabilistic/binary_focal_crossentropy", metric::binary_focal_crossentropy());
    check_metric("probabilistic/categorical_focal_crossentropy", metric::categorical_focal_crossentropy());
    test::check_no_case_is_left("probabilistic");
}

TEST_CASE("margins are Keras'") {
    check_metric("hinge/Hinge", metrics::Hinge());
    check_metric("hinge/SquaredHinge", metrics::SquaredHinge());
    check_metric("hinge/CategoricalHinge", metrics::CategoricalHinge());
    test::check_no_case_is_left("hinge");
}

TEST_CASE("a NaN in the outputs is in the means of the whole epoch, as in Keras") {
    check_metric("nan/everything that is a mean", metrics::MeanSquaredError());
    check_metric("nan/RootMeanSquaredError", RootMeanSquaredError());
    check_metric("nan/MeanAbsoluteError", metrics::MeanAbsoluteError());
    check_metric("nan/MeanAbsolutePercentageError", metrics::MeanAbsolutePercentageError());
    check_metric("nan/MeanSquaredLogarithmicError", metrics::MeanSquaredLogarithmicError());
    check_metric("nan/LogCoshError", LogCoshError());
    check_metric("nan/CosineSimilarity", metrics::CosineSimilarity());
    check_metric("nan/R2Score", R2Score());
    check_metric("nan/BinaryCrossentropy", metrics::BinaryCrossentropy());
    check_metric("nan/CategoricalCrossentropy", metrics::CategoricalCrossentropy());
    check_metric("nan/SparseCategoricalCrossentropy", metrics::SparseCategoricalCrossentropy());
    check_metric("nan/KLDivergence", metrics::KLDivergence());
    check_metric("nan/Poisson", metrics::Poisson());
    check_metric("nan/Hinge", metrics::Hinge());
    check_metric("nan/SquaredHinge", metrics::SquaredHinge());
    check_metric("nan/CategoricalHinge", metrics::CategoricalHinge());
    test::check_no_case_is_left("nan");
}
