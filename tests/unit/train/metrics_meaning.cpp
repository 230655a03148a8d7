// What a metric is: one of a user's own, names and what they mean, shapes that do not fit, masks, plain means.
#include "metrics_golden.hpp"

using namespace ctnn;
using namespace ctnn::literals;
using detail::metric_mistake;
using detail::metric_of;

// A metric of a user's own: the example of metric.hpp.

struct largest_error {
    std::string_view name = "largest_error";
    static constexpr std::string_view keras_name = "LargestError";
    static constexpr auto arguments() { return ctnn::takes(ctnn::name, &largest_error::name); }
    constexpr void check(ctnn::text& say, const ctnn::extents& y_true, const ctnn::extents& y_pred) const {
        if (y_true != y_pred) say << "largest_error: targets must have the shape " << y_pred << ", got " << y_true;
    }
    struct running {
        std::size_t size;
        double largest = 0;
        void reset() { largest = 0; }
        void update(const float* y_true, const float* y_pred, const float*, int n) {
            for (std::size_t i = 0; i < size * std::size_t(n); ++i)
                largest = std::max<double>(largest, std::abs(y_true[i] - y_pred[i]));
        }
        double result() const { return largest; }
    };
    running state(const ctnn::extents&, const ctnn::extents& y_pred) const { return {y_pred.size()}; }
};
inline constexpr ctnn::configured<largest_error> LargestError{};

static_assert(detail::is_metric<largest_error>);
static_assert(metric_mistake(LargestError(), extents(2), extents(3)).view() ==
              "largest_error: targets must have the shape (3), got (2)");
static_assert(metric_mistake(LargestError(), extents(3), extents(3)).empty());

TEST_CASE("a metric of a user's own is a type with the same members") {
    constexpr auto metric = metric_of<extents(2), extents(2)>(LargestError(name = "worst"));
    static_assert(metric.name == "worst");
    auto state = metric.state(shape<2>, shape<2>);
    const float y_true[] = {0, 0, 0, 0}, y_pred[] = {1, -2, 0.5f, 0};
    state.update(y_true, y_pred, nullptr, 2);
    CHECK(state.result() == 2);
    CHECK(detail::result_count(state) == 1);
    CHECK(detail::result_at(state, 0) == 2);
    state.reset();
    CHECK(state.result() == 0);
}

namespace {

double worst(metric_row y_true, metric_row y_pred) {
    double w = 0;
    for (int i = 0; i < y_pred.size; ++i) w = std::max<double>(w, std::abs(y_true[i] - y_pred[i]));
    return w;
}

} // namespace

TEST_CASE("a function is averaged over samples, with their weights") {
    const float y_true[] = {0, 0, 0, 0}, y_pred[] = {1, -2, 0.5f, 0}, weights[] = {1, 3};
    constexpr auto metric = MeanMetricWrapper(worst, name = "worst");
    static_assert(metric.name == "worst" && metric_of<extents(2), extents(2)>(metric).name == "worst");
    auto state = metric.state(shape<2>, shape<2>);
    state.update(y_true, y_pred, nullptr, 2);
    CHECK(state.result() == doctest::Approx(1.25));
    state.reset();
    state.update(y_true, y_pred, weights, 2);
    CHECK(state.result() == doctest::Approx(3.5 / 4));

    auto plain = metric_of<extents(2), extents(2)>(worst);
    CHECK(plain.name == "lambda"); // Keras' name for one
    auto lambda = metric_of<extents{}, extents(3)>([](auto t, auto p) { return double(p[int(t[0])]); });
    auto sparse = lambda.state(shape<>, shape<3>);
    const float classes[] = {2, 0}, outputs[] = {.1f, .2f, .7f, .5f, .3f, .2f};
    sparse.update(classes, outputs, nullptr, 2);
    CHECK(sparse.result() == doctest::Approx(0.6));
}

// Names.

template<extents YTrue, extents YPred, class M>
constexpr std::string_view class_of_metric(const M& m) {
    return decltype(metric_of<YTrue, YPred>(m))::keras_name;
}
static_assert(class_of_metric<extents(1), extents(1)>(accuracy) == "BinaryAccuracy");
static_assert(class_of_metric<extents{}, extents(1)>(accuracy) == "BinaryAccuracy");
static_assert(class_of_metric<extents{}, extents{}>(accuracy) == "BinaryAccuracy");
static_assert(class_of_metric<extents(7, 1), extents(7, 1)>(accuracy) == "BinaryAccuracy");
static_assert(class_of_metric<extents{}, extents(10)>(accuracy) == "SparseCategoricalAccuracy");
static_assert(class_of_metric<extents(1), extents(10)>(accuracy) == "SparseCategoricalAccuracy");
static_assert(class_of_metric<extents(7), extents(7, 4)>(accuracy) == "SparseCategoricalAccuracy");
static_assert(class_of_metric<extents(10), extents(10)>(accuracy) == "CategoricalAccuracy");
static_assert(class_of_metric<extents(10), extents(10)>(acc) == "CategoricalAccuracy");
static_assert(class_of_metric<extents(1), extents(1)>(crossentropy) == "BinaryCrossentropy");
static_assert(class_of_metric<extents{}, extents(10)>(ce) == "SparseCategoricalCrossentropy");
static_assert(class_of_metric<extents(10), extents(10)>(crossentropy) == "CategoricalCrossentropy");
static_assert(class_of_metric<extents(3), extents(3)>(mse) == "MeanSquaredError");
static_assert(class_of_metric<extents(3), extents(3)>("mse"_s) == "MeanSquaredError");
static_assert(class_of_metric<extents(3), extents(3)>("MAE"_s) == "MeanAbsoluteError");
static_assert(class_of_metric<extents(3), extents(3)>("mape"_s) == "MeanAbsolutePercentageError");
static_assert(class_of_metric<extents(3), extents(3)>("msle"_s) == "MeanSquaredLogarithmicError");
static_assert(class_of_metric<extents(3), extents(3)>("kld"_s) == "KLDivergence");
static_assert(class_of_metric<extents(1), extents(1)>("bce"_s) == "BinaryCrossentropy");
static_assert(class_of_metric<extents{}, extents(10)>("ce"_s) == "SparseCategoricalCrossentropy");
static_assert(class_of_metric<extents(3), extents(3)>("auc"_s) == "AUC");
static_assert(class_of_metric<extents(3), extents(3)>("AUC"_s) == "AUC");
static_assert(class_of_metric<extents(3), extents(3)>("r2_score"_s) == "R2Score");
static_assert(class_of_metric<extents(3), extents(3)>("kl_divergence"_s) == "KLDivergence");
static_assert(class_of_metric<extents(3), extents(3)>("f_beta_score"_s) == "FBetaScore" ||
              class_of_metric<extents(3), extents(3)>("FBetaScore"_s) == "FBetaScore");
static_assert(class_of_metric<extents(3), extents(3)>(AUC(name = "mine")) == "AUC");

// the logs have the name that was asked for
static_assert(metric_of<extents(1), extents(1)>(accuracy).name == "accuracy");
static_assert(metric_of<extents(1), extents(1)>(acc).name == "acc");
static_assert(metric_of<extents(1), extents(1)>(mse).name == "mse");
static_assert(metric_of<extents(1), extents(1)>("MSE"_s).name == "MSE");
static_assert(metric_of<extents(1), extents(1)>(mean_squared_error).name == "mean_squared_error");
static_assert(metric_of<extents(1), extents(1)>(log_cosh).name == "log_cosh");
static_assert(metric_of<extents(1), extents(1)>(LogCoshError()).name == "logcosh");
static_assert(metric_of<extents(1), extents(1)>(AUC()).name == "auc");
static_assert(metric_of<extents(1), extents(1)>(AUC(name = "mine"_s)).name == "mine");
static_assert(BinaryIoU().name == "binary_io_u" && OneHotMeanIoU(2_c).name == "one_hot_mean_io_u");
static_assert(detail::snake_case("SparseTopKCategoricalAccuracy").view() == "sparse_top_k_categorical_accuracy");
static_assert(detail::snake_case("BinaryIoU").view() == "binary_io_u");

// Shapes that do not fit.

template<class M>
constexpr bool says(const M& m, const extents& y_true, const extents& y_pred, std::string_view sentence) {
    return metric_mistake(m, y_true, y_pred).view() == sentence;
}
static_assert(says(metrics::MeanSquaredError(), shape<3>, shape<4>,
                   "MeanSquaredError: targets must have the output's shape (4), got (3)"));
static_assert(says(metrics::MeanSquaredError(), shape<1>, shape<3>, // Keras repeats the one in silence
                   "MeanSquaredError: targets must have the output's shape (3), got (1)"));
static_assert(says(metrics::MeanSquaredError(), shape<>, shape<1>, ""));
static_assert(says(metrics::MeanSquaredError(), shape<5>, shape<5, 1>, ""));
static_assert(says(CategoricalAccuracy(), shape<1>, shape<1>,
                   "CategoricalAccuracy: expected outputs with one number a class on the last axis, got (1); hint: "
                   "BinaryAccuracy is for outputs of one unit"));
static_assert(says(CategoricalAccuracy(), shape<>, shape<10>,
                   "CategoricalAccuracy: targets must have the output's shape (10), got (); hint: "
                   "SparseCategoricalAccuracy takes class numbers"));
static_assert(says(SparseCategoricalAccuracy(), shape<10>, shape<10>,
                   "SparseCategoricalAccuracy: targets must be class numbers of shape (), got (10); hint: "
                   "CategoricalAccuracy takes one-hot targets"));
static_assert(says(TopKCategoricalAccuracy(k = 0_c), shape<3>, shape<3>,
                   "TopKCategoricalAccuracy: k must be positive, got 0"));
static_assert(says(metrics::CosineSimilarity(axis = 0_c), shape<3, 4>, shape<3, 4>,
                   "CosineSimilarity: axis must be from 1 to 2 or from -2 to -1, got 0; hint: axis 0 is the batch"));
static_assert(says(R2Score(), shape<3, 4>, shape<3, 4>,
                   "R2Score: expected outputs of rank 1, got (3, 4); hint: Flatten() before it"));
static_assert(says(R2Score(class_aggregation = "mean"_s), shape<3>, shape<3>,
                   "R2Score: class_aggregation must be None, uniform_average or variance_weighted_average"));
static_assert(says(Precision(thresholds = 1.5_c), shape<1>, shape<1>,
                   "Precision: thresholds must be from 0 to 1, got 1.5"));
static_assert(says(Precision(top_k = 5_c), shape<4>, shape<4>, "Precision: top_k must be from 1 to 4, got 5"));
static_assert(says(Recall(class_id = 4_c), shape<4>, shape<4>, "Recall: class_id must be from 0 to 3, got 4"));
static_assert(says(PrecisionAtRecall(recall = 2_c), shape<1>, shape<1>,
                   "PrecisionAtRecall: recall must be from 0 to 1, got 2"));
static_assert(says(AUC(curve = "roc curve"_s), shape<1>, shape<1>, "AUC: curve must be ROC, PR or PRGAIN"));
static_assert(says(AUC(num_labels = 3_c), shape<3>, shape<3>, "AUC: num_labels is for multi_label = true_c only"));
static_assert(says(AUC(multi_label = true_c), shape<3, 3>, shape<3, 3>,
                   "AUC: expected outputs of rank 1 with multi_label, got (3, 3); hint: Flatten() before it"));
static_assert(says(AUC(label_weights = tuple(1_c, 2_c)), shape<3>, shape<3>,
                   "AUC: label_weights must have one number for each of the 3 on the output's last axis, got 2"));
static_assert(says(F1Score(average = "mean"_s), shape<3>, shape<3>,
                   "F1Score: average must be None, micro, macro or weighted"));
static_assert(says(F1Score(), shape<>, shape<3>,
                   "F1Score: targets must have the output's shape (3), got (); hint: targets are one-hot here"));
static_assert(says(MeanIoU(3_c), shape<8, 8>, shape<8, 8, 3>,
                   "MeanIoU: targets (8, 8) are 64 classes and outputs (8, 8, 3) are 192; hint: sparse_y_pred = "
                   "false_c, if outputs have one number a class"));
static_assert(says(MeanIoU(3_c, sparse_y_pred = false_c), shape<8, 8>, shape<8, 8, 3>, ""));
static_assert(says(IoU(3_c, tuple(1_c, 3_c)), shape<8>, shape<8>, "IoU: target_class_ids must be from 0 to 2, got 3"));
static_assert(says(metrics::Mean(), shape<8>, shape<8>,
                   "Mean: gathers values, it does not compare targets with outputs; hint: MeanMetricWrapper"));

TEST_CASE("a mask on the outputs is a weight for each row, as in Keras") {
    const auto check = [](const std::string& name, const auto& metric) {
        int found = 0;
        for (test::metric_case& c : test::metric_cases) {
            if (c.name != name || c.weighted) continue;
            const test::metric_data& d = test::metric_data_of(c.data);
            const std::size_t rows = d.y_pred.size() / std::size_t(d.y_pred.last());
            std::vector<float> mask(rows * 41);
            for (std::size_t i = 0; i < mask.size(); ++i) mask[i] = (i * 7 + 3) % 5 != 0;
            auto state = metric.state(d.y_true, d.y_pred);
            std::size_t at = 0;
            int k = 0;
            for (int n : {1, 7, 33}) {
                state.update(d.targets.data() + at * d.y_true.size(), d.outputs.data() + at * d.y_pred.size(), nullptr,
                             n, mask.data() + at * rows);
                at += std::size_t(n);
                INFO(name << ' ' << state.result() << ", Keras " << c.results[k]);
                CHECK(test::close(state.result(), c.results[k++]));
            }
            ++found;
        }
        CHECK(found > 0);
    };
    check("masked/MeanSquaredError", metrics::MeanSquaredError());
    check("masked/BinaryAccuracy", BinaryAccuracy());
    check("masked/CosineSimilarity", metrics::CosineSimilarity());
    check("masked/SparseCategoricalAccuracy", SparseCategoricalAccuracy());
    check("masked/CategoricalCrossentropy", metrics::CategoricalCrossentropy());
}

TEST_CASE("Mean and Sum gather values") {
    const auto check = [](const std::string& name, const auto& metric) {
        int found = 0;
        for (test::metric_case& c : test::metric_cases) {
            if (c.name != name) continue;
            const test::metric_data& d = test::metric_data_of(c.data);
            auto state = metric.state(d.y_pred);
            std::size_t at = 0;
            int k = 0;
            for (int n : {1, 7, 33}) {
                state.update(d.outputs.data() + at * d.y_pred.size(),
                             c.weighted ? test::metric_weights().data() + at : nullptr, n);
                at += std::size_t(n);
                INFO(name << ' ' << state.result() << ", Keras " << c.results[k]);
                CHECK(test::close(state.result(), c.results[k++]));
            }
            ++found;
        }
        CHECK(found == 4);
    };
    check("values/Mean", metrics::Mean());
    check("values/Sum", metrics::Sum());
}

TEST_CASE("without samples, and without weight, a mean is 0") {
    const float y = 1, no_weight = 0;
    auto state = metrics::MeanSquaredError().state(shape<1>, shape<1>);
    CHECK(state.result() == 0);
    state.update(&y, &y, &no_weight, 1);
    CHECK(state.result() == 0);
    auto precision_state = Precision().state(shape<1>, shape<1>);
    CHECK(precision_state.result() == 0);
    CHECK(AUC().state(shape<1>, shape<1>).result() == 0);
    CHECK(MeanIoU(3_c).state(shape<1>, shape<1>).result() == 0);
    CHECK(F1Score(average = "macro"_s).state(shape<3>, shape<3>).result() == 0);
}

TEST_CASE("a class that is none is NaN in the crossentropy and wrong in the accuracies") {
    const float y_pred[] = {.2f, .3f, .5f};
    static const float classes[] = {-1, 3, math::nan<float>};
    for (const float& y : classes) {
        auto cross = metrics::SparseCategoricalCrossentropy().state(shape<>, shape<3>);
        cross.update(&y, y_pred, nullptr, 1);
        CHECK(math::is_nan(cross.result()));
        auto right = SparseCategoricalAccuracy().state(shape<>, shape<3>);
        right.update(&y, y_pred, nullptr, 1);
        CHECK(right.result() == 0);
        auto top = SparseTopKCategoricalAccuracy(3_c).state(shape<>, shape<3>);
        top.update(&y, y_pred, nullptr, 1);
        CHECK(top.result() == 0);
    }
}
