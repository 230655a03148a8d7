// Every loss, metric, optimizer, schedule, initializer, regularizer and constraint as config.json has it, one a line:
// see objects.py.
#include <ctnn/io/keras.hpp>
#include <ctnn/train.hpp>
#include <iostream>

using namespace ctnn;
using namespace ctnn::literals;

namespace {

void show(const char* kind, const io::detail::keras_json& object) {
    std::cout << io::detail::keras_json{{"kind", kind}, {"object", object}}.dump() << '\n';
}
template<class... L>
void losses_are(const L&... loss) {
    (show("losses", io::detail::loss_object(loss, "file")), ...);
}
template<class... M>
void metrics_are(const M&... metric) {
    (show("metrics", io::detail::metric_object(metric, "file")), ...);
}
template<class... O>
void optimizers_are(const O&... o) {
    (show("optimizers", io::detail::keras_object("keras.optimizers", O::keras_name, io::detail::keras_config(o))), ...);
}
template<class T, class... V>
void values_are(const char* kind, const V&... v) {
    (show(kind, io::detail::keras_value("key", detail::accept<T>::make(v))), ...);
}

} // namespace

int main() {
    losses_are(losses::Hinge(), losses::SquaredHinge(), losses::CategoricalHinge(name = "mine"_s),
               losses::BinaryFocalCrossentropy(apply_class_balancing = true_c, alpha = 0.3_c, ctnn::gamma = 1.5_c),
               losses::CategoricalFocalCrossentropy(label_smoothing = 0.1_c),
               losses::BinaryCrossentropy(from_logits = true_c, label_smoothing = 0.2_c),
               losses::CategoricalCrossentropy(axis = 1_c), losses::SparseCategoricalCrossentropy(ignore_class = 255_c),
               losses::SparseCategoricalCrossentropy(), losses::KLDivergence(reduction = "sum"_s),
               losses::CategoricalGeneralizedCrossEntropy(0.6_c), losses::MeanSquaredError(),
               losses::MeanAbsoluteError(), losses::MeanAbsolutePercentageError(),
               losses::MeanSquaredLogarithmicError(reduction = None), losses::Huber(delta = 0.5_c), losses::LogCosh(),
               losses::Poisson(), losses::CosineSimilarity(axis = 1_c), losses::Dice(),
               losses::Tversky(alpha = 0.3_c, beta = 0.7_c), losses::Circle(), losses::CTC());
    using m = struct ctnn::metrics;
    metrics_are(
        m::Hinge(), m::SquaredHinge(), m::CategoricalHinge(), m::IoU(3, std::tuple(0, 2)), m::BinaryIoU(),
        m::MeanIoU(3, ignore_class = 1), m::OneHotIoU(3, 1), m::OneHotMeanIoU(num_classes = 4, sparse_y_pred = true),
        m::Accuracy(), m::BinaryAccuracy(threshold = 0.4), m::CategoricalAccuracy(), m::SparseCategoricalAccuracy(),
        m::TopKCategoricalAccuracy(k = 3), m::SparseTopKCategoricalAccuracy(), m::TruePositives(),
        m::TrueNegatives(thresholds = std::tuple(0.2, 0.7)), m::FalsePositives(), m::FalseNegatives(),
        m::Precision(top_k = 2, class_id = 1), m::Recall(), m::PrecisionAtRecall(0.8), m::RecallAtPrecision(0.8),
        m::SensitivityAtSpecificity(0.5), m::SpecificityAtSensitivity(0.5), m::MeanSquaredError(name = "mse"),
        m::RootMeanSquaredError(), m::MeanAbsoluteError(), m::MeanAbsolutePercentageError(),
        m::MeanSquaredLogarithmicError(), m::LogCoshError(), m::CosineSimilarity());
    metrics_are(m::FBetaScore(average = "micro", beta = 2, threshold = 0.5), m::F1Score(), m::PearsonCorrelation(),
                m::ConcordanceCorrelation(), m::R2Score(class_aggregation = "variance_weighted_average"), m::R2Score(),
                m::BinaryCrossentropy(), m::CategoricalCrossentropy(), m::SparseCategoricalCrossentropy(),
                m::KLDivergence(), m::Poisson(), m::Mean(), m::Sum(), m::AUC(curve = "PR", num_thresholds = 50),
                m::AUC(summation_method = "majoring"), metric::huber(), metric::binary_focal_crossentropy(),
                metric::categorical_focal_crossentropy());
    optimizers_are(SGD(), SGD(0.1, momentum = 0.9, nesterov = true), RMSprop(rho = 0.8, centered = true),
                   Adam(clipvalue = 0.5), Adam(global_clipnorm = 0.5, loss_scale_factor = 2), AdamW(weight_decay = 0.1),
                   Adadelta(), Adagrad(), Adamax(), Adafactor(), Nadam(use_ema = true), Ftrl(beta = 0.1), Lion(),
                   Lamb(), Muon(exclude_layers = std::tuple("dense"_s, "out"_s)), ScheduleFreeAdamW(warmup_steps = 10));
    optimizers_are(SGD(ExponentialDecay(0.1, 10, 0.9, staircase = true)),
                   SGD(PiecewiseConstantDecay(std::tuple(10, 20), std::tuple(0.1, 0.05, 0.01))),
                   SGD(PolynomialDecay(0.1, 100)), SGD(InverseTimeDecay(0.1, 10, 0.5)),
                   SGD(CosineDecay(0.1, 100, warmup_target = 0.3, warmup_steps = 7)),
                   SGD(CosineDecayRestarts(0.1, 20)));
    values_are<initializer>("initializers", "zeros"_s, "ones"_s, Constant(0.5_c), "identity"_s, Orthogonal(gain = 2_c),
                            RandomNormal(stddev = 0.1_c, seed = 4_c), RandomUniform(), TruncatedNormal(),
                            "glorot_uniform"_s, "glorot_normal"_s, HeUniform(seed = 3_c), "he_normal"_s,
                            "lecun_uniform"_s, "lecun_normal"_s,
                            VarianceScaling(2_c, mode = "fan_out"_s, distribution = "uniform"_s), "stft"_s);
    values_are<regularizer>("regularizers", L1(0.1_c), L2(0.2_c), L1L2(0.1_c, 0.3_c), OrthogonalRegularizer(0.1_c));
    values_are<constraint>("constraints", MaxNorm(3_c), "non_neg"_s, UnitNorm(axis = 1_c),
                           MinMaxNorm(0.5_c, 2_c, 0.9_c));
}
