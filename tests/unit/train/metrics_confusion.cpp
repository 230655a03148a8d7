// Metrics of positives and negatives, F-scores and intersections over union: the numbers of real Keras.
#include "metrics_golden.hpp"

using namespace ctnn;
using namespace ctnn::literals;
using test::check_metric;

namespace {

template<class Make>
void check_counts(const std::string& name, Make make) {
    check_metric("positives/" + name, make());
    check_metric("positives/" + name + " 0.25", make(thresholds = 0.25_c));
    check_metric("positives/" + name + " list", make(thresholds = tuple(0.7_c, 0.25_c, 0.5_c)));
    check_metric("positives/" + name + " even", make(thresholds = tuple(0_c, 0.5_c, 1_c)));
}
template<class Make>
void check_ratios(const std::string& name, Make make) {
    check_counts(name, make);
    for (int n : {1, 2, 4}) check_metric("positives/" + name + " top " + std::to_string(n), make(top_k = n));
    check_metric("positives/" + name + " class 2", make(class_id = 2_c));
    check_metric("positives/" + name + " top 2 class 1", make(top_k = 2_c, class_id = 1_c));
    check_metric("positives/" + name + " top 2 of 0.4", make(top_k = 2_c, thresholds = 0.4_c));
}
template<class Make>
void check_bounded(const std::string& name, Make make) {
    check_metric("positives/" + name + " 0.0", make(0_c));
    check_metric("positives/" + name + " 0.5", make(0.5_c));
    check_metric("positives/" + name + " 0.8", make(0.8_c));
    check_metric("positives/" + name + " 1.0", make(1_c));
    for (int n : {1, 2, 7})
        check_metric("positives/" + name + " of " + std::to_string(n), make(0.6, num_thresholds = n));
    check_metric("positives/" + name + " class 1", make(0.6_c, class_id = 1_c));
}

} // namespace

TEST_CASE("counts of positives and negatives are Keras'") {
    check_counts("TruePositives", TruePositives);
    check_counts("TrueNegatives", TrueNegatives);
    check_counts("FalsePositives", FalsePositives);
    check_counts("FalseNegatives", FalseNegatives);
    check_ratios("Precision", Precision);
    check_ratios("Recall", Recall);
    check_bounded("PrecisionAtRecall", PrecisionAtRecall);
    check_bounded("RecallAtPrecision", RecallAtPrecision);
    check_bounded("SensitivityAtSpecificity", SensitivityAtSpecificity);
    check_bounded("SpecificityAtSensitivity", SpecificityAtSensitivity);
    test::check_no_case_is_left("positives");
}

TEST_CASE("areas under curves are Keras'") {
    check_metric("auc/AUC", AUC());
    for (std::string_view which : {"ROC", "PR", "PRGAIN"}) {
        for (std::string_view method : {"interpolation", "minoring", "majoring"}) {
            const std::string name = "auc/" + std::string(which) + " " + std::string(method);
            check_metric(name, AUC(curve = which, summation_method = method));
            check_metric(name + " multi_label",
                         AUC(curve = which, summation_method = method, multi_label = true_c, num_labels = 4_c));
            check_metric(name + " thresholds",
                         AUC(curve = which, summation_method = method, thresholds = tuple(0.6_c, 0.3_c, 0.45_c)));
        }
        check_metric("auc/" + std::string(which) + " weighted labels",
                     AUC(curve = which, multi_label = true_c, label_weights = tuple(1_c, 0.5_c, 0_c, 2_c)));
    }
    for (int n : {2, 3, 20}) check_metric("auc/of " + std::to_string(n), AUC(n));
    check_metric("auc/even thresholds", AUC(thresholds = tuple(0.25_c, 0.5_c, 0.75_c)));
    check_metric("auc/label weights", AUC(label_weights = tuple(1_c, 0.5_c, 0_c, 2_c)));
    check_metric("auc/label weights thresholds",
                 AUC(label_weights = tuple(1_c, 0.5_c, 0_c, 2_c), thresholds = tuple(0.3_c, 0.4_c)));
    check_metric("auc/multi_label thresholds", AUC(multi_label = true_c, thresholds = tuple(0.3_c, 0.4_c)));
    check_metric("auc/logits", AUC(from_logits = true_c));
    test::check_no_case_is_left("auc");
}

TEST_CASE("F-scores are Keras'") {
    check_metric("f_score/F1Score", F1Score());
    check_metric("f_score/FBetaScore", FBetaScore());
    const auto check = [](const std::string& name, auto a) {
        check_metric("f_score/F1 " + name, F1Score(average = a));
        check_metric("f_score/F1 " + name + " 0.4", F1Score(average = a, threshold = 0.4_c));
        check_metric("f_score/FBeta " + name, FBetaScore(average = a, beta = 2.0, threshold = 0.3_c));
        check_metric("f_score/FBeta " + name + " half", FBetaScore(a, 0.5_c));
    };
    check("None", None);
    check("micro", "micro"_s);
    check("macro", "macro"_s);
    check("weighted", "weighted"_s);
    test::check_no_case_is_left("f_score");
}

TEST_CASE("intersections over union are Keras'") {
    check_metric("iou/IoU", IoU(3_c, tuple(0_c, 2_c)));
    check_metric("iou/IoU float", IoU(num_classes = 3_c, target_class_ids = tuple(0_c, 2_c), dtype = "float32"));
    check_metric("iou/IoU ignore", IoU(3_c, tuple(1_c, 2_c), ignore_class = 2_c));
    check_metric("iou/IoU outputs", IoU(3_c, tuple(1_c, 2_c), sparse_y_pred = false_c));
    check_metric("iou/MeanIoU", MeanIoU(3_c));
    check_metric("iou/MeanIoU ignore", MeanIoU(3_c, ignore_class = 0_c));
    check_metric("iou/MeanIoU outputs", MeanIoU(3_c, sparse_y_pred = false_c));
    check_metric("iou/MeanIoU both", MeanIoU(3_c, sparse_y_true = false_c, sparse_y_pred = false_c));
    check_metric("iou/OneHotIoU", OneHotIoU(3_c, tuple(0_c, 2_c)));
    check_metric("iou/OneHotIoU classes", OneHotIoU(3_c, tuple(0_c, 2_c), sparse_y_pred = true_c));
    check_metric("iou/OneHotMeanIoU", OneHotMeanIoU(3_c));
    check_metric("iou/OneHotMeanIoU of 6", OneHotMeanIoU(6_c));
    check_metric("iou/OneHotMeanIoU ignore", OneHotMeanIoU(3_c, ignore_class = 1_c));
    check_metric("iou/BinaryIoU", BinaryIoU());
    check_metric("iou/BinaryIoU 0.3", BinaryIoU(target_class_ids = 1_c, threshold = 0.3_c));
    test::check_no_case_is_left("iou");
}
