"""Writes losses.inc: every loss of Keras with its arguments, on outputs of one to three axes: the values before the
reduction, the gradients that TensorFlow takes, and what each reduction makes of them with and without sample weights.

keras 3.15.1, tensorflow-cpu 2.21.0 (Python 3.11), on one CPU:
    TF_CPP_MIN_LOG_LEVEL=3 CUDA_VISIBLE_DEVICES= KERAS_BACKEND=tensorflow python tests/golden/losses/make.py losses > tests/golden/losses/losses.inc
and `make.py others > others.inc` for CTC and Circle.

Losses run inside a function that XLA compiles, as fit compiles its step; TensorFlow as it stands must agree (where not, it is said on stderr).
"""

import sys
import warnings

import keras
import numpy as np
import tensorflow as tf
from keras import losses as L

warnings.filterwarnings("ignore")
rng = np.random.default_rng(22)
f32 = np.float32


def normal(*shape):
    return rng.normal(size=shape).astype(f32)


def uniform(*shape):
    return rng.uniform(0.02, 0.98, size=shape).astype(f32)


def distributions(*shape):
    e = np.exp(normal(*shape))
    return (e / e.sum(-1, keepdims=True)).astype(f32)


def one_hot(classes, n):
    return np.eye(n, dtype=f32)[classes.astype(int)]


def classes(n, *shape):
    return rng.integers(0, n, size=shape).astype(f32)


def saturated(p):
    """Some of the probabilities become 0 or 1."""
    p = p.copy()
    flat = p.reshape(-1)
    flat[:: 3] = 0
    flat[1:: 5] = 1
    return p


# targets, outputs
data = {}

# numbers
data["row"] = normal(4, 3), normal(4, 3)
data["one"] = normal(5, 1), normal(5, 1)
data["one, a number as target"] = normal(5), normal(5, 1)
data["steps"] = normal(3, 4, 2), normal(3, 4, 2)
data["image"] = normal(2, 2, 3, 2), normal(2, 2, 3, 2)
data["last axis missing in target"] = normal(2, 4), normal(2, 4, 1)
data["last axis missing in output"] = normal(2, 4, 1), normal(2, 4)
exact = normal(3, 4)
data["some equal"] = exact, np.where(np.arange(12).reshape(3, 4) % 3 == 0, exact, exact + [[1, -1, 3, 0.5]]).astype(f32)
data["zero targets"] = np.where(np.arange(12).reshape(3, 4) % 2 == 0, 0, normal(3, 4)).astype(f32), normal(3, 4)
data["far"] = normal(3, 4) * 30, normal(3, 4) * 30
data["positive"] = np.abs(normal(4, 3)), np.abs(normal(4, 3)) + 0.01
numbers = [k for k in data if k != "positive"]

# margins
sign = lambda *s: np.where(rng.random(s) < 0.5, -1, 1).astype(f32)
data["signs"] = sign(4, 3), normal(4, 3)
data["signs, steps"] = sign(3, 4, 2), normal(3, 4, 2)
data["zeros and ones"] = (sign(4, 3) + 1) / 2, normal(4, 3)
data["zeros and ones, a number"] = (sign(6) + 1) / 2, normal(6, 1)
data["ones"] = np.ones((2, 3), f32), normal(2, 3)
data["one of another kind"] = np.array([[0, 1, 1], [0, 1, -1]], f32), normal(2, 3)
data["at the margin"] = np.array([[-1, 1, 1], [1, 1, -1]], f32), np.array([[-1, 1, 0.5], [2, -1, 1]], f32)
margins = ["signs", "signs, steps", "zeros and ones", "zeros and ones, a number", "ones", "one of another kind", "at the margin"]

# probabilities, element by element
data["likely"] = (sign(4, 3) + 1) / 2, uniform(4, 3)
data["likely, a number"] = (sign(6) + 1) / 2, uniform(6, 1)
data["likely, missing axis"] = (sign(2, 4) + 1) / 2, uniform(2, 4, 1)
data["likely, steps"] = uniform(3, 4, 2), uniform(3, 4, 2)
data["certain"] = (sign(4, 5) + 1) / 2, saturated(uniform(4, 5))
binary = ["likely", "likely, a number", "likely, missing axis", "likely, steps", "certain"]
data["binary logits"] = (sign(4, 3) + 1) / 2, 2 * normal(4, 3)
data["binary logits, a number"] = (sign(6) + 1) / 2, 2 * normal(6, 1)
data["binary logits, missing axis"] = (sign(2, 4) + 1) / 2, 2 * normal(2, 4, 1)
data["large binary logits"] = (sign(4, 3) + 1) / 2, 40 * normal(4, 3)
binary_logits = ["binary logits", "binary logits, a number", "binary logits, missing axis", "large binary logits"]

# classes
data["classes"] = one_hot(classes(4, 5), 4), distributions(5, 4)
data["soft classes"] = distributions(4, 3), distributions(4, 3)
data["classes, steps"] = one_hot(classes(3, 2, 3), 3), distributions(2, 3, 3)
data["classes, image"] = one_hot(classes(3, 2, 2, 2), 3), distributions(2, 2, 2, 3)
data["unscaled"] = one_hot(classes(4, 3), 4), uniform(3, 4)
data["several classes"] = (sign(4, 3) + 1) / 2, distributions(4, 3)
data["certain classes"] = one_hot(np.arange(6) % 3, 3), one_hot(np.array([0, 1, 1, 2, 0, 2]), 3)
categorical = ["classes", "soft classes", "classes, steps", "classes, image", "unscaled", "several classes", "certain classes"]
data["logits"] = one_hot(classes(4, 5), 4), 2 * normal(5, 4)
data["soft logits"] = distributions(4, 3), normal(4, 3)
data["logits, steps"] = one_hot(classes(3, 2, 3), 3), normal(2, 3, 3)
data["logits, several classes"] = (sign(4, 3) + 1) / 2, normal(4, 3)
data["large logits"] = one_hot(classes(4, 5), 4), 60 * normal(5, 4)
logits = ["logits", "soft logits", "logits, steps", "logits, several classes", "large logits"]

# class numbers
data["numbers"] = classes(4, 5), distributions(5, 4)
data["numbers, an axis more"] = classes(4, 5, 1), distributions(5, 4)
data["numbers, steps"] = classes(3, 2, 4), distributions(2, 4, 3)
data["numbers, steps, an axis more"] = classes(3, 2, 4, 1), distributions(2, 4, 3)
data["numbers, unscaled"] = classes(4, 5), uniform(5, 4)
data["numbers, certain"] = np.array([0, 1, 2, 0, 1, 2], f32), one_hot(np.array([0, 1, 1, 2, 0, 2]), 3)
sparse = ["numbers", "numbers, an axis more", "numbers, steps", "numbers, steps, an axis more", "numbers, unscaled", "numbers, certain"]
data["numbers, logits"] = classes(4, 5), 2 * normal(5, 4)
data["numbers, logits, steps"] = classes(3, 2, 4), 2 * normal(2, 4, 3)
data["numbers, large logits"] = classes(4, 5), 60 * normal(5, 4)
sparse_logits = ["numbers, logits", "numbers, logits, steps", "numbers, large logits"]

# sets
data["sets"] = (sign(3, 4) + 1) / 2, uniform(3, 4)
data["sets, image"] = (sign(2, 3, 2, 2) + 1) / 2, uniform(2, 3, 2, 2)
sets = ["sets", "sets, image"]

# (name in the test, class, arguments, data, what the output comes out of)
runs = []


def losses(name, cls, arguments, names, front="other"):
    runs.extend((name, cls, arguments, d, front) for d in names)


for c, more in [
    (L.MeanSquaredError, []),
    (L.MeanAbsoluteError, []),
    (L.MeanAbsolutePercentageError, []),
    (L.LogCosh, []),
    (L.Huber, [("delta = 0.5", {"delta": 0.5}), ("delta = 3", {"delta": 3})]),
    (L.CosineSimilarity, []),
]:
    losses(c.__name__, c, {}, numbers)
    for text, kw in more:
        losses(f"{c.__name__} {text}", c, kw, numbers)
losses("CosineSimilarity axis = 1", L.CosineSimilarity, {"axis": 1}, ["row", "steps", "image"])
losses("MeanSquaredLogarithmicError", L.MeanSquaredLogarithmicError, {}, ["positive", "row", "steps", "likely, missing axis"])
losses("Poisson", L.Poisson, {}, ["positive", "likely, steps", "likely, missing axis", "certain"])

for c in (L.Hinge, L.SquaredHinge):
    losses(c.__name__, c, {}, margins)
losses("CategoricalHinge", L.CategoricalHinge, {}, ["classes", "soft classes", "logits, steps", "signs", "several classes"])

losses("BinaryCrossentropy", L.BinaryCrossentropy, {}, binary)
losses("BinaryCrossentropy label_smoothing = 0.2", L.BinaryCrossentropy, {"label_smoothing": 0.2}, binary)
losses("BinaryCrossentropy axis = 1", L.BinaryCrossentropy, {"axis": 1}, ["likely", "likely, steps"])
losses("BinaryCrossentropy from_logits", L.BinaryCrossentropy, {"from_logits": True}, binary_logits)
losses("BinaryCrossentropy", L.BinaryCrossentropy, {}, binary_logits, "sigmoid")
losses("BinaryCrossentropy from_logits", L.BinaryCrossentropy, {"from_logits": True}, ["binary logits"], "sigmoid")
for text, kw in [("", {}), (" gamma = 3", {"gamma": 3}), (" gamma = 1.5", {"gamma": 1.5}), (" gamma = 0.5", {"gamma": 0.5}),
                 (" balanced", {"apply_class_balancing": True, "alpha": 0.4}), (" label_smoothing = 0.2", {"label_smoothing": 0.2})]:
    losses("BinaryFocalCrossentropy" + text, L.BinaryFocalCrossentropy, kw, ["likely", "likely, steps", "likely, missing axis"])
losses("BinaryFocalCrossentropy", L.BinaryFocalCrossentropy, {}, ["certain"])
losses("BinaryFocalCrossentropy gamma = 1.5", L.BinaryFocalCrossentropy, {"gamma": 1.5}, ["certain"])
losses("BinaryFocalCrossentropy from_logits", L.BinaryFocalCrossentropy, {"from_logits": True}, binary_logits)
losses("BinaryFocalCrossentropy", L.BinaryFocalCrossentropy, {}, binary_logits, "sigmoid")

losses("CategoricalCrossentropy", L.CategoricalCrossentropy, {}, categorical)
losses("CategoricalCrossentropy label_smoothing = 0.1", L.CategoricalCrossentropy, {"label_smoothing": 0.1}, categorical)
losses("CategoricalCrossentropy axis = 1", L.CategoricalCrossentropy, {"axis": 1}, ["classes, steps", "classes, image"])
losses("CategoricalCrossentropy axis = 1, from_logits", L.CategoricalCrossentropy, {"axis": 1, "from_logits": True}, ["classes, steps", "classes, image"])
losses("CategoricalCrossentropy from_logits", L.CategoricalCrossentropy, {"from_logits": True}, logits)
losses("CategoricalCrossentropy", L.CategoricalCrossentropy, {}, logits, "softmax")
losses("CategoricalCrossentropy label_smoothing = 0.1", L.CategoricalCrossentropy, {"label_smoothing": 0.1}, logits, "softmax")
losses("CategoricalCrossentropy from_logits", L.CategoricalCrossentropy, {"from_logits": True}, ["logits"], "softmax")
for text, kw in [("", {}), (" gamma = 3, alpha = 0.5", {"gamma": 3, "alpha": 0.5}), (" gamma = 1.5", {"gamma": 1.5}), (" label_smoothing = 0.1", {"label_smoothing": 0.1})]:
    losses("CategoricalFocalCrossentropy" + text, L.CategoricalFocalCrossentropy, kw, categorical)
losses("CategoricalFocalCrossentropy from_logits", L.CategoricalFocalCrossentropy, {"from_logits": True}, logits)
losses("CategoricalFocalCrossentropy", L.CategoricalFocalCrossentropy, {}, logits, "softmax")
losses("CategoricalFocalCrossentropy axis = 1", L.CategoricalFocalCrossentropy, {"axis": 1}, ["classes, steps"])

losses("SparseCategoricalCrossentropy", L.SparseCategoricalCrossentropy, {}, sparse)
losses("SparseCategoricalCrossentropy from_logits", L.SparseCategoricalCrossentropy, {"from_logits": True}, sparse_logits)
losses("SparseCategoricalCrossentropy", L.SparseCategoricalCrossentropy, {}, sparse_logits, "softmax")
losses("SparseCategoricalCrossentropy ignore_class = 1", L.SparseCategoricalCrossentropy, {"ignore_class": 1}, sparse)
losses("SparseCategoricalCrossentropy ignore_class = 1", L.SparseCategoricalCrossentropy, {"ignore_class": 1}, sparse_logits[:2], "softmax")
losses("SparseCategoricalCrossentropy ignore_class = 1, from_logits", L.SparseCategoricalCrossentropy, {"ignore_class": 1, "from_logits": True}, sparse_logits)

losses("KLDivergence", L.KLDivergence, {}, ["classes", "soft classes", "classes, steps", "certain classes", "likely, missing axis"])
gce = ["numbers", "numbers, steps", "numbers, unscaled"]
losses("CategoricalGeneralizedCrossEntropy", L.CategoricalGeneralizedCrossEntropy, {}, gce)
losses("CategoricalGeneralizedCrossEntropy q = 0.2", L.CategoricalGeneralizedCrossEntropy, {"q": 0.2}, gce)

losses("Dice", L.Dice, {}, sets + ["likely, missing axis"])
losses("Dice axis = 1", L.Dice, {"axis": 1}, sets)
losses("Dice axis = -1", L.Dice, {"axis": -1}, sets)
losses("Dice axis = (1, 2, 3)", L.Dice, {"axis": (1, 2, 3)}, ["sets, image"])
losses("Dice axis = (0, 1, 2)", L.Dice, {"axis": (0, 1, 2)}, ["sets, image"])
losses("Tversky", L.Tversky, {}, sets)
losses("Tversky alpha = 0.3, beta = 0.7", L.Tversky, {"alpha": 0.3, "beta": 0.7}, sets)
losses("Tversky axis = (1, 2, 3)", L.Tversky, {"axis": (1, 2, 3)}, ["sets, image"])

if sys.argv[1] == "others":
    data, runs = {}, []
    data["labels"] = np.array([[1, 2, 3], [2, 2, 0], [3, 0, 0]], f32), normal(3, 7, 4)
    data["as many labels as steps"] = np.array([[1, 2, 1], [2, 1, 0]], f32), 3 * normal(2, 3, 3)
    data["no label"] = np.array([[0, 0], [1, 1]], f32), normal(2, 5, 2)
    data["large logits"] = np.array([[1, 2, 3, 1]], f32), 30 * normal(1, 9, 4)
    losses("CTC", L.CTC, {}, data)
    unit = lambda x: (x / np.linalg.norm(x, axis=-1, keepdims=True)).astype(f32)
    data["embeddings"] = classes(2, 6), unit(normal(6, 3))
    data["alone in a class"] = np.array([0, 1, 1, 2, 0], f32), unit(normal(5, 4))
    data["longer embeddings"] = classes(3, 7), normal(7, 2)
    pairs = ["embeddings", "alone in a class", "longer embeddings"]
    losses("Circle", L.Circle, {}, pairs)
    losses("Circle gamma = 2, margin = 0.2", L.Circle, {"gamma": 2, "margin": 0.2}, pairs)
    losses("Circle with diagonal", L.Circle, {"gamma": 2, "remove_diagonal": False}, ["embeddings", "alone in a class"])

fronts = {"other": lambda x: x, "softmax": keras.activations.softmax, "sigmoid": keras.activations.sigmoid}
reductions = ["sum_over_batch_size", "sum", "mean", "mean_with_sample_weight"]


def coefficients(n):
    """What the values are multiplied by before they are summed up and differentiated."""
    return (1 + 0.25 * (np.arange(n) % 5)).astype(f32)


def weights(n):
    return (0.5 + (np.arange(n) * 7 % 4)).astype(f32) * 0.5


def compute(cls, kw, front, y, x, compiled):
    def run(x):
        with tf.GradientTape() as tape:
            tape.watch(x)
            values = cls(reduction=None, **kw)(y, fronts[front](x))
            # the gradient is of all values, each times a number of its own
            total = tf.reduce_sum(tf.reshape(values, [-1]) * coefficients(int(np.prod(values.shape))))
        # a weight for each sample, with axes that values of more axes can be multiplied by
        w = weights(len(y)).reshape((len(y),) + (1,) * max(len(values.shape) - 1, 0))
        reduced = [cls(reduction=r, **kw)(y, fronts[front](x), u) for u in (None, w) for r in reductions]
        return [values, tape.gradient(total, x)] + reduced

    values, gradient, *reduced = (tf.function(run, jit_compile=True) if compiled else run)(tf.constant(x))
    n = len(reductions)
    return values.numpy(), gradient.numpy(), np.array(reduced[:n], f32), np.array(reduced[n:], f32)


pool = []


def keep(a):
    at = len(pool)
    pool.extend(np.asarray(a, f32).reshape(-1))
    return at


def number(v):
    if np.isnan(v):
        return "NAN"
    if np.isinf(v):
        return "INFINITY" if v > 0 else "-INFINITY"
    return repr(float(np.format_float_scientific(v, precision=8, unique=True))) if v else "0"


def extents(shape):
    return "extents{" + ", ".join(map(str, shape)) + "}" if len(shape) > 1 else f"extents({shape[0]})" if shape else "extents()"


print("// Written by make.py: Keras 3.15.1 on TensorFlow 2.21.0.")
print("// name, targets, outputs, samples, where the targets and the outputs are among the numbers")
print("const data_set data_sets[] = {")
order = list(data)
for name in order:
    y, x = data[name]
    y, x = np.asarray(y, f32), np.asarray(x, f32)
    data[name] = y, x
    print(f'    {{"{name}", {extents(y.shape[1:])}, {extents(x.shape[1:])}, {len(x)}, {keep(y)}, {keep(x)}}},')
print("};")
print("// loss, data, what the output comes out of, shape of a sample's values, whether they are of the whole batch; where")
print("// the values, the gradients, the totals and the totals of weighted samples are")
print("const recorded_loss recorded[] = {")
for name, cls, kw, d, front in runs:
    y, x = data[d]
    values, gradient, totals, weighted = compute(cls, kw, front, y, x, True)
    plain = compute(cls, kw, front, y, x, False)
    for a, b in zip((values, gradient, totals, weighted), plain):
        bad = ~(np.abs(a - b) <= 1e-6 + 1e-5 * np.abs(b)) & ~(np.isnan(a) & np.isnan(b))
        if np.any(bad):
            print(f"{name} | {d} | {front}: XLA gives {a[bad] if a.shape else a}, TensorFlow {b[bad] if b.shape else b}", file=sys.stderr)
    if not np.all(np.isfinite(gradient)):
        print(f"{name} | {d} | {front}: gradient {gradient.reshape(-1)}", file=sys.stderr)
    whole = len(values.shape) == 0 or name.startswith("Dice axis = (0")
    shape = values.shape if whole else values.shape[1:]
    print(f'    {{"{name}", {order.index(d)}, output_kind::{front}, {extents(shape)}, {str(whole).lower()}, {keep(values)}, {keep(gradient)}, {keep(totals)}, {keep(weighted)}}},')
print("};")
print("const float numbers[] = {")
line = "   "
for v in pool:
    t = " " + number(v) + ","
    if len(line) + len(t) > 120:
        print(line)
        line = "   "
    line += t
print(line)
print("};")
