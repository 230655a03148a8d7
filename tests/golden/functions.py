"""Writes functions.inc: values and derivatives of every elementwise function, as real Keras gives them.

keras 3.15.1, tensorflow-cpu 2.21.0, tf_keras 2.21.0 (Python 3.11), on one CPU:
    TF_CPP_MIN_LOG_LEVEL=3 CUDA_VISIBLE_DEVICES= python tests/golden/functions.py > tests/golden/functions.inc
"""

import numpy as np
import keras
import tensorflow as tf
import tf_keras
from keras import activations as A
from keras import ops

inf, nan = np.inf, np.nan

finite = sorted(
    [s * v for v in (1e-3, 0.05, 0.1, 0.25, 0.5, 0.75, 1, 1.5, 2, 2.5, 3, 3.5, 4, 5, 6, 7, 8, 10, 12, 20, 50, 87, 100) for s in (-1, 1)]
) + [-0.0, 0.0]
x = np.array(finite + [-inf, inf, nan], "float32")

# (function_kind, a, b, c, Keras' function)
rows = [
    ("identity", 0, 0, 0, A.linear),
    ("relu", 0, inf, 0, A.relu),
    ("relu", 0, 6, 0, A.relu6),
    ("relu", 0, 2.5, 0, lambda t: A.relu(t, max_value=2.5)),
    ("relu", 0.2, inf, 0, A.leaky_relu),
    ("relu", 0.1, 6, 1, lambda t: A.relu(t, negative_slope=0.1, max_value=6.0, threshold=1.0)),
    ("relu", 0.1, 6, 0, lambda t: A.relu(t, negative_slope=0.1, max_value=6.0)),
    ("relu", 0, inf, 1, lambda t: A.relu(t, threshold=1.0)),
    ("elu", 1, 0, 0, A.elu),
    ("elu", 0.5, 0, 0, lambda t: A.elu(t, alpha=0.5)),
    ("celu", 1, 0, 0, A.celu),
    ("celu", 2, 0, 0, lambda t: A.celu(t, alpha=2.0)),
    ("selu", 0, 0, 0, A.selu),
    ("gelu", 0, 0, 0, A.gelu),
    ("gelu_tanh", 0, 0, 0, lambda t: A.gelu(t, approximate=True)),
    ("sigmoid", 0, 0, 0, A.sigmoid),
    ("log_sigmoid", 0, 0, 0, A.log_sigmoid),
    ("tanh", 0, 0, 0, A.tanh),
    ("softplus", 0, 0, 0, A.softplus),
    ("softsign", 0, 0, 0, A.softsign),
    ("exp", 0, 0, 0, A.exponential),
    ("silu", 0, 0, 0, A.silu),
    ("mish", 0, 0, 0, A.mish),
    ("hard_sigmoid", 1 / 6, 0.5, 0, A.hard_sigmoid),
    ("hard_sigmoid", 0.2, 0.5, 0, tf_keras.activations.hard_sigmoid),
    ("hard_silu", 0, 0, 0, A.hard_silu),
    ("clip", -1, 1, 0, A.hard_tanh),
    ("clip", -0.5, 3, 0, lambda t: ops.clip(t, -0.5, 3.0)),
    ("hard_shrink", 0.5, 0, 0, A.hard_shrink),
    ("soft_shrink", 0.5, 0, 0, A.soft_shrink),
    ("tanh_shrink", 0, 0, 0, A.tanh_shrink),
    ("squareplus", 4, 0, 0, A.squareplus),
    ("squareplus", 1, 0, 0, lambda t: A.squareplus(t, b=1)),
    ("sparse_plus", 0, 0, 0, A.sparse_plus),
    ("sparse_sigmoid", 0, 0, 0, A.sparse_sigmoid),
    ("threshold", 0.5, -2, 0, lambda t: A.threshold(t, 0.5, -2.0)),
    ("sqrt", 0, 0, 0, ops.sqrt),
    ("rsqrt", 0.001, 0, 0, lambda t: ops.rsqrt(t + 0.001)),
    ("reciprocal", 0, 0, 0, ops.reciprocal),
    ("log", 0, 0, 0, ops.log),
    ("square", 0, 0, 0, ops.square),
    ("abs", 0, 0, 0, ops.abs),
    ("negate", 0, 0, 0, ops.negative),
    ("affine", 2, -3, 0, lambda t: t * 2.0 - 3.0),
]


def number(v):
    if np.isnan(v):
        return "nan"
    if np.isinf(v):
        return "inf" if v > 0 else "-inf"
    return str(np.float32(v)) + "f"


def numbers(values):
    return "{" + ", ".join(number(v) for v in values) + "}"


def value_and_slope(f):
    t = tf.constant(x)
    with tf.GradientTape() as tape:
        tape.watch(t)
        y = f(t)
        total = tf.reduce_sum(y)
    dy = tape.gradient(total, t)
    return np.asarray(y), np.asarray(dy)


print(f"// Made by functions.py with keras {keras.__version__}, tensorflow {tf.__version__}, tf_keras {tf_keras.__version__}.")
print("// Every row: function, values at golden_x, derivatives at golden_x as TensorFlow gives them.")
print("// clang-format off")
print(f"constexpr float golden_x[] = {numbers(x)};")
print("constexpr golden_row golden_rows[] = {")
for kind, a, b, c, f in rows:
    y, dy = value_and_slope(f)
    parameters = ", ".join(number(np.float32(v)) for v in (a, b, c))
    print(f"    {{{{function_kind::{kind}, {parameters}}},\n     {numbers(y)},\n     {numbers(dy)}}},")
print("};")
