"""Writes data.inc and cases.inc: what Keras' metrics say after each of several batches.

keras 3.15.1, tensorflow-cpu 2.21.0, numpy 2.4.6, Python 3.11. tests/unit/train/metrics_golden.hpp reads them.

A case is a metric on a data set, with and without sample weights; where Keras itself fails (sample weights for outputs of
rank 2 and more in most metrics of the confusion group) there is no case, and the script says so.
"""
import os
os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"
os.environ["CUDA_VISIBLE_DEVICES"] = "-1"
import pathlib
import warnings

import keras
import numpy as np
from keras import metrics as M

warnings.simplefilter("ignore")
here = pathlib.Path(__file__).parent
nan, inf = np.nan, np.inf
BATCHES = (1, 7, 33)
N = sum(BATCHES)
random = np.random.RandomState(11)


def softmax(x):
    e = np.exp(x - x.max(-1, keepdims=True))
    return e / e.sum(-1, keepdims=True)


def onehot(y, classes):
    return np.eye(classes)[y]


def uniform(*shape):
    return random.uniform(0, 1, (N,) + shape)


def normal(*shape):
    return random.normal(0, 1, (N,) + shape)


def labels(classes, *shape):
    return random.randint(0, classes, (N,) + shape)


def spoilt(x, places):
    x = np.array(x, "float64")
    for place, value in places.items():
        x.reshape(-1)[place] = value
    return x


DATA = {}


def data(name, y_true, y_pred):
    DATA[name] = (np.asarray(y_true, "float32"), np.asarray(y_pred, "float32"))
    return name


t = normal(3)
data("numbers", spoilt(t, {4: 0, 7: 2, 20: 0}), spoilt(t + 0.5 * normal(3), {4: 0, 7: 2, 9: 3.5, 21: 0}))
data("number", uniform(), uniform(1))
data("zeros", np.zeros((N, 3)), np.zeros((N, 3)))
data("image", normal(4, 3), normal(4, 3))
data("steps_of_one", normal(5), normal(5, 1))
data("whole", labels(3, 3), labels(3, 3))
data("positive", 3 * uniform(3), 3 * uniform(3))
y = labels(2, 1)
p = 0.35 * uniform(1) + 0.45 * y + 0.2 * uniform(1)
data("binary", y, spoilt(np.clip(p, 0, 1), {0: 0.5, 3: 0.5, 5: 0, 6: 1, 9: 40 / 199, 12: 100 / 199, 15: 1.2, 18: -0.3, 20: 0.25}))
data("binary_zeros", np.zeros((N, 1)), np.zeros((N, 1)))
data("binary_ones", np.ones((N, 1)), uniform(1))
data("binary_logits", labels(2, 1), 2 * normal(1))
data("binary_nan", y, spoilt(uniform(1), {2: nan, 9: nan, 30: nan}))
data("multi", labels(2, 4), np.round(uniform(4) * 16) / 16)
data("multi_nan", labels(2, 4), spoilt(uniform(4), {3: nan, 40: nan}))
data("multi_steps", labels(2, 3, 4), uniform(3, 4))
c = labels(6)
data("onehot", onehot(c, 6), np.round(softmax(1.5 * normal(6) + 2 * onehot(c, 6)) * 8) / 8 + 1e-3)
data("onehot_logits", onehot(c, 6), 2 * normal(6))
data("soft", softmax(normal(5)), softmax(normal(5)))
data("soft_zeros", spoilt(softmax(normal(5)), {1: 0, 2: 0}), spoilt(softmax(normal(5)), {1: 0, 7: 1, 8: 0}))
data("onehot_nan", onehot(c, 6), spoilt(softmax(normal(6)), {1: nan, 20: nan, 21: nan, 60: nan}))
data("onehot_all_zero", onehot(c, 6), np.zeros((N, 6)))
data("onehot_steps", onehot(labels(4, 3), 4), softmax(normal(3, 4)))
data("sparse", c, np.round(softmax(1.5 * normal(6) + 2 * onehot(c, 6)) * 8) / 8 + 1e-3)
data("sparse_column", c[:, None], softmax(normal(6)))
data("sparse_logits", c, 2 * normal(6))
data("sparse_nan", c, spoilt(softmax(normal(6)), {1: nan, 20: nan, 21: nan}))
s = labels(4, 3)
data("sparse_steps", s, softmax(normal(3, 4) + onehot(s, 4)))
data("sparse_steps_column", s[..., None], softmax(normal(3, 4)))
data("sparse_ignored", np.where(uniform() < 0.3, -1, c), softmax(normal(6)))
data("sparse_steps_ignored", np.where(uniform(3) < 0.3, 2, s), softmax(normal(3, 4)))
data("ids", c, np.argsort(normal(6), -1))
data("sides", 2 * labels(2, 3) - 1, 2 * normal(3))
data("sides_binary", labels(2, 3), 2 * normal(3))
g = labels(3, 4)
data("pixels", spoilt(g, {3: 5, 9: -1}), spoilt(np.where(uniform(4) < 0.6, g, labels(3, 4)), {5: 7, 13: 1.9, 17: -0.5, 30: nan}))
data("pixels_one_class", np.zeros((N, 4)), np.zeros((N, 4)))
data("pixels_outputs", g, softmax(2 * normal(4, 3) + 2 * onehot(g, 3)))
data("pixels_onehot", onehot(g, 3), softmax(2 * normal(4, 3) + 2 * onehot(g, 3)))
data("pixels_onehot_classes", onehot(g, 3), labels(3, 4))
WEIGHTS = spoilt(uniform() * 2.5, {2: 0, 10: 0, 11: 3}).astype("float32")

CASES = []


def case(name, make, *sets):
    for s in sets:
        CASES.append((name, make, s))


plain = {
    "accuracy/Accuracy": (M.Accuracy, "whole numbers number"),
    "accuracy/BinaryAccuracy": (M.BinaryAccuracy, "binary binary_zeros multi binary_nan number multi_steps"),
    "accuracy/CategoricalAccuracy": (M.CategoricalAccuracy, "onehot onehot_nan onehot_all_zero onehot_steps soft"),
    "accuracy/SparseCategoricalAccuracy": (M.SparseCategoricalAccuracy,
                                           "sparse sparse_column sparse_nan sparse_steps sparse_steps_column"),
    "accuracy/TopKCategoricalAccuracy": (M.TopKCategoricalAccuracy, "onehot onehot_nan soft onehot_steps"),
    "accuracy/SparseTopKCategoricalAccuracy": (M.SparseTopKCategoricalAccuracy, "sparse sparse_nan sparse_steps"),
    "regression/MeanSquaredError": (M.MeanSquaredError, "numbers number zeros image steps_of_one"),
    "regression/RootMeanSquaredError": (M.RootMeanSquaredError, "numbers number zeros image steps_of_one"),
    "regression/MeanAbsoluteError": (M.MeanAbsoluteError, "numbers number zeros image"),
    "regression/MeanAbsolutePercentageError": (M.MeanAbsolutePercentageError, "numbers number zeros image"),
    "regression/MeanSquaredLogarithmicError": (M.MeanSquaredLogarithmicError, "numbers positive zeros image"),
    "regression/LogCoshError": (M.LogCoshError, "numbers number zeros image"),
    "regression/CosineSimilarity": (M.CosineSimilarity, "numbers number zeros image steps_of_one"),
    "regression/PearsonCorrelation": (M.PearsonCorrelation, "image numbers steps_of_one"),
    "regression/ConcordanceCorrelation": (M.ConcordanceCorrelation, "image numbers zeros"),
    "regression/R2Score": (M.R2Score, "numbers number zeros"),
    "probabilistic/BinaryCrossentropy": (M.BinaryCrossentropy, "binary multi multi_steps binary_zeros binary_ones"),
    "probabilistic/CategoricalCrossentropy": (M.CategoricalCrossentropy, "onehot soft soft_zeros onehot_steps"),
    "probabilistic/SparseCategoricalCrossentropy": (M.SparseCategoricalCrossentropy,
                                                    "sparse sparse_column sparse_steps sparse_steps_column"),
    "probabilistic/KLDivergence": (M.KLDivergence, "soft soft_zeros onehot onehot_steps"),
    "probabilistic/Poisson": (M.Poisson, "positive soft_zeros image"),
    "hinge/Hinge": (M.Hinge, "sides sides_binary numbers"),
    "hinge/SquaredHinge": (M.SquaredHinge, "sides sides_binary numbers"),
    "hinge/CategoricalHinge": (M.CategoricalHinge, "onehot onehot_logits onehot_steps"),
    "positives/TruePositives": (M.TruePositives, "binary binary_zeros multi binary_nan multi_steps"),
    "positives/TrueNegatives": (M.TrueNegatives, "binary binary_zeros multi binary_nan"),
    "positives/FalsePositives": (M.FalsePositives, "binary binary_zeros multi binary_nan"),
    "positives/FalseNegatives": (M.FalseNegatives, "binary binary_zeros multi binary_nan"),
    "positives/Precision": (M.Precision, "binary binary_zeros multi binary_nan multi_steps"),
    "positives/Recall": (M.Recall, "binary binary_zeros multi binary_nan number"),
    "auc/AUC": (M.AUC, "binary binary_zeros binary_ones multi binary_nan multi_steps number"),
    "f_score/F1Score": (M.F1Score, "onehot multi multi_nan onehot_nan onehot_all_zero soft"),
    "f_score/FBetaScore": (M.FBetaScore, "onehot multi"),
    "iou/BinaryIoU": (M.BinaryIoU, "binary binary_zeros multi binary_nan"),
}
for name, (make, sets) in plain.items():
    case(name, make, *sets.split())

case("accuracy/BinaryAccuracy threshold 0.25", lambda: M.BinaryAccuracy(threshold=0.25), "binary", "multi")
for k in (1, 2, 3, 9):
    case(f"accuracy/TopK {k}", lambda k=k: M.TopKCategoricalAccuracy(k=k), "onehot", "onehot_nan", "onehot_all_zero")
    case(f"accuracy/SparseTopK {k}", lambda k=k: M.SparseTopKCategoricalAccuracy(k=k), "sparse", "sparse_nan",
         "sparse_steps_column")
case("accuracy/SparseTopK ids", lambda: M.SparseTopKCategoricalAccuracy(k=2, from_sorted_ids=True), "ids")
for fn in ("huber", "log_cosh"):
    case(f"regression/{fn}", lambda fn=fn: M.MeanMetricWrapper(getattr(M, fn)), "numbers", "image", "zeros")
for axis in (1, 2, -2, -1):
    case(f"regression/CosineSimilarity axis {axis}", lambda axis=axis: M.CosineSimilarity(axis=axis), "image")
    case(f"regression/Pearson axis {axis}", lambda axis=axis: M.PearsonCorrelation(axis=axis), "image")
    case(f"regression/Concordance axis {axis}", lambda axis=axis: M.ConcordanceCorrelation(axis=axis), "image")
case("regression/R2Score None", lambda: M.R2Score(class_aggregation=None), "numbers")
case("regression/R2Score variance", lambda: M.R2Score(class_aggregation="variance_weighted_average"), "numbers")
case("regression/R2Score adjusted", lambda: M.R2Score(num_regressors=2), "numbers", "number")
case("probabilistic/Binary logits", lambda: M.BinaryCrossentropy(from_logits=True), "binary_logits")
case("probabilistic/Binary smooth", lambda: M.BinaryCrossentropy(label_smoothing=0.2), "binary", "multi")
case("probabilistic/Binary logits smooth", lambda: M.BinaryCrossentropy(from_logits=True, label_smoothing=0.1),
     "binary_logits")
case("probabilistic/Categorical logits", lambda: M.CategoricalCrossentropy(from_logits=True), "onehot_logits")
case("probabilistic/Categorical smooth", lambda: M.CategoricalCrossentropy(label_smoothing=0.2), "onehot", "onehot_steps")
case("probabilistic/Categorical logits smooth",
     lambda: M.CategoricalCrossentropy(from_logits=True, label_smoothing=0.1), "onehot_logits")
case("probabilistic/Categorical axis 1", lambda: M.CategoricalCrossentropy(axis=1), "onehot_steps")
case("probabilistic/Categorical axis -2 smooth", lambda: M.CategoricalCrossentropy(axis=-2, label_smoothing=0.3),
     "onehot_steps")
case("probabilistic/Sparse logits", lambda: M.SparseCategoricalCrossentropy(from_logits=True), "sparse_logits")
case("probabilistic/Sparse ignore -1", lambda: M.SparseCategoricalCrossentropy(ignore_class=-1), "sparse_ignored")
case("probabilistic/Sparse ignore 2", lambda: M.SparseCategoricalCrossentropy(ignore_class=2), "sparse_steps_ignored",
     "sparse_column")
for fn in ("binary_focal_crossentropy", "categorical_focal_crossentropy"):
    case(f"probabilistic/{fn}", lambda fn=fn: M.MeanMetricWrapper(getattr(M, fn)),
         "multi" if fn.startswith("b") else "onehot")
for cls in ("TruePositives", "TrueNegatives", "FalsePositives", "FalseNegatives", "Precision", "Recall"):
    make = getattr(M, cls)
    case(f"positives/{cls} 0.25", lambda make=make: make(thresholds=0.25), "binary", "multi")
    case(f"positives/{cls} list", lambda make=make: make(thresholds=[0.7, 0.25, 0.5]), "binary", "multi", "binary_nan")
    case(f"positives/{cls} even", lambda make=make: make(thresholds=[0, 0.5, 1]), "binary", "multi", "binary_nan")
for cls in ("Precision", "Recall"):
    make = getattr(M, cls)
    for k in (1, 2, 4):
        case(f"positives/{cls} top {k}", lambda make=make, k=k: make(top_k=k), "multi", "onehot", "multi_steps")
    case(f"positives/{cls} class 2", lambda make=make: make(class_id=2), "multi", "onehot", "multi_steps")
    case(f"positives/{cls} top 2 class 1", lambda make=make: make(top_k=2, class_id=1), "multi")
    case(f"positives/{cls} top 2 of 0.4", lambda make=make: make(top_k=2, thresholds=0.4), "multi")
for cls in ("PrecisionAtRecall", "RecallAtPrecision", "SensitivityAtSpecificity", "SpecificityAtSensitivity"):
    make = getattr(M, cls)
    for v in (0.0, 0.5, 0.8, 1.0):
        case(f"positives/{cls} {v}", lambda make=make, v=v: make(v), "binary", "binary_zeros", "multi", "binary_nan")
    for n in (1, 2, 7):
        case(f"positives/{cls} of {n}", lambda make=make, n=n: make(0.6, num_thresholds=n), "binary")
    case(f"positives/{cls} class 1", lambda make=make: make(0.6, class_id=1), "multi")
for curve in ("ROC", "PR", "PRGAIN"):
    for method in ("interpolation", "minoring", "majoring"):
        make = lambda curve=curve, method=method, **k: M.AUC(curve=curve, summation_method=method, **k)
        case(f"auc/{curve} {method}", make, "binary", "binary_zeros", "binary_ones", "multi", "binary_nan")
        case(f"auc/{curve} {method} multi_label",
             lambda make=make: make(multi_label=True, num_labels=4), "multi", "multi_nan")
        case(f"auc/{curve} {method} thresholds", lambda make=make: make(thresholds=[0.6, 0.3, 0.45]), "binary", "multi")
    case(f"auc/{curve} weighted labels", lambda make=make, curve=curve: M.AUC(
        curve=curve, multi_label=True, label_weights=[1.0, 0.5, 0.0, 2.0]), "multi")
for n in (2, 3, 20):
    case(f"auc/of {n}", lambda n=n: M.AUC(num_thresholds=n), "binary", "multi")
case("auc/even thresholds", lambda: M.AUC(thresholds=[0.25, 0.5, 0.75]), "binary", "multi")
case("auc/label weights", lambda: M.AUC(label_weights=[1.0, 0.5, 0.0, 2.0]), "multi")
case("auc/label weights thresholds", lambda: M.AUC(label_weights=[1.0, 0.5, 0.0, 2.0], thresholds=[0.3, 0.4]), "multi")
case("auc/multi_label thresholds", lambda: M.AUC(multi_label=True, thresholds=[0.3, 0.4]), "multi")
case("auc/logits", lambda: M.AUC(from_logits=True), "binary_logits")
for average in (None, "micro", "macro", "weighted"):
    case(f"f_score/F1 {average}", lambda a=average: M.F1Score(average=a), "onehot", "multi", "soft")
    case(f"f_score/F1 {average} 0.4", lambda a=average: M.F1Score(average=a, threshold=0.4), "onehot", "multi")
    case(f"f_score/FBeta {average}", lambda a=average: M.FBetaScore(average=a, beta=2.0, threshold=0.3), "multi")
    case(f"f_score/FBeta {average} half", lambda a=average: M.FBetaScore(average=a, beta=0.5), "onehot")
case("iou/IoU", lambda: M.IoU(3, [0, 2]), "pixels", "pixels_one_class")
case("iou/IoU float", lambda: M.IoU(3, [0, 2], dtype="float32"), "pixels")
case("iou/IoU ignore", lambda: M.IoU(3, [1, 2], ignore_class=2), "pixels")
case("iou/IoU outputs", lambda: M.IoU(3, [1, 2], sparse_y_pred=False), "pixels_outputs")
case("iou/MeanIoU", lambda: M.MeanIoU(3), "pixels", "pixels_one_class", "whole")
case("iou/MeanIoU ignore", lambda: M.MeanIoU(3, ignore_class=0), "pixels")
case("iou/MeanIoU outputs", lambda: M.MeanIoU(3, sparse_y_pred=False), "pixels_outputs")
case("iou/MeanIoU both", lambda: M.MeanIoU(3, sparse_y_true=False, sparse_y_pred=False), "pixels_onehot")
case("iou/OneHotIoU", lambda: M.OneHotIoU(3, [0, 2]), "pixels_onehot")
case("iou/OneHotIoU classes", lambda: M.OneHotIoU(3, [0, 2], sparse_y_pred=True), "pixels_onehot_classes")
case("iou/OneHotMeanIoU", lambda: M.OneHotMeanIoU(3), "pixels_onehot")
case("iou/OneHotMeanIoU of 6", lambda: M.OneHotMeanIoU(6), "onehot", "onehot_nan")
case("iou/OneHotMeanIoU ignore", lambda: M.OneHotMeanIoU(3, ignore_class=1), "pixels_onehot")
case("iou/BinaryIoU 0.3", lambda: M.BinaryIoU(target_class_ids=[1], threshold=0.3), "binary", "multi")
case("nan/everything that is a mean", M.MeanSquaredError, "binary_nan")
for name in ("BinaryCrossentropy", "Poisson", "Hinge", "SquaredHinge", "MeanAbsoluteError", "KLDivergence",
             "CosineSimilarity", "LogCoshError", "MeanAbsolutePercentageError", "MeanSquaredLogarithmicError",
             "R2Score", "RootMeanSquaredError"):
    case(f"nan/{name}", getattr(M, name), "binary_nan")
for name in ("CategoricalCrossentropy", "CategoricalHinge"):
    case(f"nan/{name}", getattr(M, name), "onehot_nan")
case("nan/SparseCategoricalCrossentropy", M.SparseCategoricalCrossentropy, "sparse_nan")


# Mean and Sum of values alone
case("values/Mean", M.Mean, "image", "number")
case("values/Sum", M.Sum, "image", "number")
# a mask on the outputs, one for each row: the test makes the same
for cls in ("MeanSquaredError", "BinaryAccuracy", "CosineSimilarity"):
    case(f"masked/{cls}", getattr(M, cls), "image")
case("masked/SparseCategoricalAccuracy", M.SparseCategoricalAccuracy, "sparse_steps", "sparse")
case("masked/CategoricalCrossentropy", M.CategoricalCrossentropy, "onehot_steps")


def masked(y_pred, at):
    rows = int(np.prod(y_pred.shape[1:-1]))
    k = np.arange(at * rows, (at + len(y_pred)) * rows)
    y_pred = keras.ops.convert_to_tensor(y_pred)
    keras.src.backend.set_keras_mask(y_pred, ((k * 7 + 3) % 5 != 0).reshape(y_pred.shape[:-1]))
    return y_pred


def number(x):
    x = np.float32(x)
    if np.isnan(x):
        return "NAN"
    text = str(np.float32(x))
    return text if "." in text or "e" in text else text + "."


def numbers(a):
    text, line = [], "    "
    for x in np.asarray(a, "float32").reshape(-1):
        if len(line) > 110:
            text.append(line)
            line = "    "
        line += number(x) + "f, " if not np.isnan(x) else "NAN, "
    return "\n".join(text + [line]).rstrip()


def extents(a):
    return "{" + ", ".join(str(d) for d in a.shape[1:]) + "}"


def run():
    out = []
    seen = set()
    for name, make, set_name in CASES:
        for weighted in (False, True):
            if (name, set_name, weighted) in seen:
                continue
            seen.add((name, set_name, weighted))
            y_true, y_pred = DATA[set_name]
            metric, results, at = make(), [], 0
            try:
                for n in BATCHES:
                    part = slice(at, at + n)
                    w = WEIGHTS[part] if weighted else None
                    if weighted and name.startswith("iou"):  # one for each place: the sample's
                        places = metric_places(metric, y_true)
                        w = np.repeat(WEIGHTS[part], places)
                    if name.startswith("values"):
                        metric.update_state(y_pred[part], sample_weight=w)
                    elif name.startswith("masked"):
                        metric.update_state(y_true[part], masked(y_pred[part], at), sample_weight=w)
                    else:
                        metric.update_state(y_true[part], y_pred[part], sample_weight=w)
                    results.append(np.asarray(metric.result()).reshape(-1))
                    at += n
            except Exception as error:
                print("Keras fails:", name, set_name, "weighted" if weighted else "", str(error).split("\n")[0][:90])
                continue
            rows = np.concatenate(results)
            values = ", ".join("NAN" if np.isnan(x) else str(np.float32(x)) for x in rows)
            out.append(f'{{"{name}", "{set_name}", {str(weighted).lower()}, {len(rows)}, {{{values}}}}},')
    return out


def metric_places(metric, y_true):
    one_hot = not getattr(metric, "sparse_y_true", True)
    return int(np.prod(y_true.shape[1:-1] if one_hot else y_true.shape[1:]))


lines = run()
head = "// made by make_metrics.py with Keras 3.15.1\n"
(here / "cases.inc").write_text(head + "\n".join(lines) + "\n")
text = head
text += "#ifdef GOLDEN_WEIGHTS\n" + numbers(WEIGHTS) + "\n#else\n"
for name, (y_true, y_pred) in DATA.items():
    text += f'{{"{name}", {extents(y_true)}, {extents(y_pred)},\n  {{\n{numbers(y_true)}\n  }}, {{\n{numbers(y_pred)}\n  }}}},\n'
text += "#endif\n"
(here / "data.inc").write_text(text)
print(len(lines), "cases")
