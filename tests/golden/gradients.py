"""Writes gradients.inc: where a gradient is a convention (ties, borders), TensorFlow's own.

keras 3.15.1, tensorflow-cpu 2.21.0 (Python 3.11), on one CPU:
    TF_CPP_MIN_LOG_LEVEL=3 CUDA_VISIBLE_DEVICES= python tests/golden/gradients.py > tests/golden/gradients.inc
"""

import numpy as np
import keras
import tensorflow as tf

random = np.random.default_rng(3)
image = random.integers(0, 3, (1, 5, 6, 2)).astype("float32")  # full of ties
line = random.integers(0, 3, (1, 7, 3)).astype("float32")
other = random.integers(0, 3, (1, 7, 3)).astype("float32")
spread = random.normal(0, 0.4, (1, 4, 5)).astype("float32")
picture = random.normal(0, 1, (1, 4, 5, 2)).astype("float32")
ops = keras.ops


def pool(kind, size, strides, padding):
    layer = {"max": keras.layers.MaxPooling2D, "mean": keras.layers.AveragePooling2D}[kind]
    return layer(size, strides, padding)


def resize(kind):
    return lambda x: tf.image.resize(x, (7, 3), method=kind)


cases = [
    ("max_pool_same", pool("max", (3, 2), (2, 1), "same"), [image]),
    ("max_pool_valid", pool("max", (2, 3), (1, 2), "valid"), [image]),
    ("mean_pool_same", pool("mean", (3, 2), (2, 2), "same"), [image]),
    ("reduce_max", lambda x: ops.max(x, axis=1), [line]),
    ("reduce_max_all", lambda x: ops.max(x, axis=(1, 2)), [line]),
    ("maximum", ops.maximum, [line, other]),
    ("minimum", ops.minimum, [line, other]),
    ("sparsemax", lambda x: ops.sparsemax(x, axis=-1), [spread]),
    ("bilinear", resize("bilinear"), [picture]),
    ("bicubic", resize("bicubic"), [picture]),
    ("lanczos3", resize("lanczos3"), [picture]),
    ("lanczos5", resize("lanczos5"), [picture]),
]


def write(name, values):
    numbers = ", ".join(str(np.float32(v)) + "f" for v in np.asarray(values).ravel())
    print(f"constexpr float {name}[] = {{{numbers}}};")


print(f"// Made by gradients.py with keras {keras.__version__}, tensorflow {tf.__version__}.")
print("// Of every case: its operands, the gradient dy of its result, those of its operands.")
print("// clang-format off")
for name, f, operands in cases:
    x = [tf.constant(v) for v in operands]
    with tf.GradientTape() as tape:
        tape.watch(x)
        y = f(*x)
    dy = random.integers(1, 9, y.shape).astype("float32")
    for i, (v, d) in enumerate(zip(x, tape.gradient(y, x, dy))):
        write(f"{name}_x{i}", v)
        write(f"{name}_dx{i}", d)
    write(f"{name}_dy", dy)
