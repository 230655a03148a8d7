"""What Keras makes of small networks in 100 training steps: losses and weights, for tests/unit/train/trajectories.cpp.

    pip install keras==3.15.1 tensorflow-cpu==2.21.0
    python make.py [optimizer ...]

Every case is an .npz: w0, w1, ... the initial weights in Keras' order, x and y (all samples), the loss of each step, f0, f1,
... the final weights. Step s trains on the samples (s * batch + 0 ... batch - 1) modulo their number.
"""
import os
import pathlib
import sys

os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"
os.environ["KERAS_BACKEND"] = "tensorflow"
import keras
import numpy as np
from keras import layers, optimizers

assert keras.__version__ == "3.15.1", keras.__version__
here = pathlib.Path(__file__).parent
STEPS = 100


def record(name, model, optimizer, loss, x, y, batch, steps=STEPS):
    model.compile(optimizer=optimizer, loss=loss)
    # train_on_batch builds the optimizer where assignments have no effect: ScheduleFreeAdamW's z would start at 0, not as
    # the weight
    model.optimizer.build(model.trainable_variables)
    out = {f"w{i}": w for i, w in enumerate(model.get_weights())}
    out["x"], out["y"] = x, y
    losses = []
    n = len(x)
    for s in range(steps):
        at = (s * batch + np.arange(batch)) % n
        losses.append(float(model.train_on_batch(x[at], y[at])))
    out["loss"] = np.array(losses, "float32")
    out.update({f"f{i}": w for i, w in enumerate(model.get_weights())})
    np.savez_compressed(here / f"{name}.npz", **out)
    print(name, losses[0], losses[-1])


def dense():
    return keras.Sequential([keras.Input((4,)), layers.Dense(7, activation="tanh"), layers.Dense(5, activation="relu"),
                             layers.Dense(3, activation="softmax")])


def conv():
    return keras.Sequential([keras.Input((6, 5, 2)), layers.Conv2D(5, 3, padding="same", use_bias=False),
                             layers.BatchNormalization(), layers.ReLU(), layers.MaxPooling2D(2),
                             layers.Conv2D(3, (2, 1), activation="elu"), layers.BatchNormalization(momentum=0.9, scale=False),
                             layers.Flatten(), layers.Dense(3)])


def lstm():
    return keras.Sequential([keras.Input((5, 3)), layers.LSTM(6, return_sequences=True), layers.LSTM(4), layers.Dense(1)])


def gru():
    return keras.Sequential([keras.Input((5, 3)), layers.Bidirectional(layers.GRU(5, return_sequences=True)),
                             layers.GRU(3, reset_after=False), layers.Dense(2)])


def embedding():
    return keras.Sequential([keras.Input((6,)), layers.Embedding(11, 4), layers.GlobalAveragePooling1D(),
                             layers.Dense(1, activation="sigmoid")])


OPTIMIZERS = {
    "sgd": lambda: optimizers.SGD(0.1),
    "momentum": lambda: optimizers.SGD(0.05, momentum=0.9),
    "nesterov": lambda: optimizers.SGD(0.05, momentum=0.9, nesterov=True, weight_decay=0.01),
    "rmsprop": lambda: optimizers.RMSprop(0.01),
    "rmsprop_centered": lambda: optimizers.RMSprop(0.005, momentum=0.5, centered=True),
    "adam": lambda: optimizers.Adam(0.01),
    "amsgrad": lambda: optimizers.Adam(0.02, amsgrad=True, clipnorm=0.5),
    "adamw": lambda: optimizers.AdamW(0.01, weight_decay=0.02),
    "adamax": lambda: optimizers.Adamax(0.01),
    "nadam": lambda: optimizers.Nadam(0.01),
    "adagrad": lambda: optimizers.Adagrad(0.1),
    "adadelta": lambda: optimizers.Adadelta(1.0),
    "adafactor": lambda: optimizers.Adafactor(0.02),
    "ftrl": lambda: optimizers.Ftrl(0.1, l1_regularization_strength=0.001),
    "lion": lambda: optimizers.Lion(0.003),
    "lamb": lambda: optimizers.Lamb(0.01),
    "muon": lambda: optimizers.Muon(0.01),
    "schedule_free": lambda: optimizers.ScheduleFreeAdamW(0.01),
    "global_clipnorm": lambda: optimizers.SGD(0.3, global_clipnorm=0.2),
    "clipvalue": lambda: optimizers.SGD(0.3, clipvalue=0.05),
    "ema": lambda: optimizers.Adam(0.01, use_ema=True, ema_momentum=0.9, ema_overwrite_frequency=10),
    "accumulation": lambda: optimizers.Adam(0.02, gradient_accumulation_steps=3),
    "cosine": lambda: optimizers.SGD(optimizers.schedules.CosineDecay(0.2, 80)),
}


def main():
    r = np.random.default_rng(7)
    keras.utils.set_random_seed(1)
    x = r.normal(size=(50, 4)).astype("float32")
    y = np.eye(3, dtype="float32")[r.integers(0, 3, 50)]
    for name, make in OPTIMIZERS.items():
        if len(sys.argv) > 1 and name not in sys.argv[1:]:
            continue
        keras.utils.set_random_seed(3)
        record(f"dense_{name}", dense(), make(), "categorical_crossentropy", x, y, 7)
    if len(sys.argv) > 1:  # these optimizers alone
        return
    x = r.normal(size=(30, 6, 5, 2)).astype("float32")
    y = r.integers(0, 3, (30, 1)).astype("float32")
    record("conv_adam", conv(), optimizers.Adam(0.003), keras.losses.SparseCategoricalCrossentropy(from_logits=True), x, y, 9)
    record("conv_sgd", conv(), optimizers.SGD(0.02, momentum=0.9), keras.losses.SparseCategoricalCrossentropy(from_logits=True), x, y, 9)
    x = r.normal(size=(40, 5, 3)).astype("float32")
    y = r.normal(size=(40, 1)).astype("float32")
    record("lstm_rmsprop", lstm(), "rmsprop", "mse", x, y, 8)
    record("lstm_adam", lstm(), optimizers.Adam(0.01), keras.losses.Huber(delta=0.5), x, y, 8)
    y = r.normal(size=(40, 2)).astype("float32")
    record("gru_adam", gru(), optimizers.Adam(0.01), "mae", x, y, 8)
    x = r.integers(0, 11, (40, 6)).astype("float32")
    y = r.integers(0, 2, (40, 1)).astype("float32")
    record("embedding_sgd", embedding(), optimizers.SGD(0.5, momentum=0.5), "binary_crossentropy", x, y, 8)
    # On TensorFlow an Embedding's gradient lists rows, and Adam squares every copy of a row by itself; on Keras' other
    # backends it squares their sum, as here: the same layer as a product, whose gradient is dense.
    product = keras.Sequential([keras.Input((6,)), layers.Lambda(lambda v: keras.ops.one_hot(keras.ops.cast(v, "int32"), 11)),
                              layers.Dense(4, use_bias=False), layers.GlobalAveragePooling1D(),
                              layers.Dense(1, activation="sigmoid")])
    record("embedding_adam", product, optimizers.Adam(0.02), "binary_crossentropy", x, y, 8)


main()
