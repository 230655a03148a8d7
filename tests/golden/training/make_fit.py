"""What Keras' fit and evaluate report for small networks, for tests/unit/train/fit.cpp: fit.npz.

    pip install keras==3.15.1 tensorflow-cpu==2.21.0
    python make_fit.py

Without shuffling. Entries: x, z, y, c (features, more of them, targets in a vector, class numbers), weight (of samples), for
each case its initial weights CASE/w0, ..., and CASE/NAME: the numbers of history[NAME], or what evaluate returned.
"""
import os
import pathlib

os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"
os.environ["KERAS_BACKEND"] = "tensorflow"
import keras
import numpy as np
from keras import layers

assert keras.__version__ == "3.15.1", keras.__version__
out = {}
r = np.random.default_rng(5)
x = r.normal(size=(53, 4)).astype("float32")
z = r.normal(size=(53, 2)).astype("float32")
c = r.integers(0, 3, (53, 1)).astype("float32")
y = np.eye(3, dtype="float32")[c[:, 0].astype(int)]
weight = r.uniform(0.2, 2, 53).astype("float32")
out.update(x=x, z=z, y=y, c=c, weight=weight)


def net():
    keras.utils.set_random_seed(2)
    return keras.Sequential([keras.Input((4,)), layers.Dense(6, activation="tanh"), layers.Dense(3, activation="softmax")])


def keep(case, model):
    out.update({f"{case}/w{i}": w for i, w in enumerate(model.get_weights())})


def report(case, numbers):
    out.update({f"{case}/{k}": np.array(v, "float64") for k, v in numbers.items()})
    print(case, {k: np.array(v).tolist() for k, v in numbers.items()})


def fit(case, model, x, y, **arguments):
    keep(case, model)
    report(case, model.fit(x, y, shuffle=False, verbose=0, **arguments).history)


m = net()
m.compile("sgd", "categorical_crossentropy", metrics=["accuracy", "mse"])
fit("split", m, x, y, batch_size=8, epochs=3, validation_split=0.2)
m = net()
m.compile(keras.optimizers.Adam(0.02), "sparse_categorical_crossentropy", metrics=["accuracy"])
fit("class_weight", m, x, c, batch_size=10, epochs=2, class_weight={0: 0.5, 2: 3.0}, validation_data=(x[:9], c[:9]))
m = net()
m.compile("sgd", "categorical_crossentropy", metrics=["accuracy"], weighted_metrics=["accuracy", "mae"])
fit("sample_weight", m, x, y, batch_size=16, epochs=2, sample_weight=weight, validation_data=(x[:20], y[:20], weight[:20]))
m = net()
m.compile("rmsprop", "categorical_crossentropy")
fit("epochs", m, x, y, epochs=6, initial_epoch=2, validation_data=(x[:7], y[:7]), validation_freq=2, validation_batch_size=3)
m = net()
m.compile("rmsprop", keras.losses.CategoricalCrossentropy(label_smoothing=0.1, reduction="sum"))
fit("sum", m, x, y, batch_size=20, epochs=2)
m = net()
m.compile("rmsprop", keras.losses.CategoricalCrossentropy(reduction="mean_with_sample_weight"))
fit("mean_with_weight", m, x, y, batch_size=20, epochs=2, sample_weight=weight)

keras.utils.set_random_seed(4)
a, b = keras.Input((4,)), keras.Input((2,))
h = layers.Concatenate()([layers.Dense(5, activation="relu")(a), b])
m = keras.Model([a, b], [layers.Dense(2, name="left")(h), layers.Dense(3, activation="softmax", name="right")(h)])
m.compile("adam", ["mse", "sparse_categorical_crossentropy"], loss_weights=[0.3, 2.0], metrics=[["mae"], ["accuracy"]])
fit("two_outputs", m, [x, z], [z, c], batch_size=12, epochs=2)
report("evaluate", m.evaluate([x, z], [z, c], batch_size=9, verbose=0, return_dict=True))
report("test_on_batch", m.test_on_batch([x[:5], z[:5]], [z[:5], c[:5]], return_dict=True))

# frozen layers: of BatchNormalization the statistics stay, too
keras.utils.set_random_seed(6)
m = keras.Sequential([keras.Input((4,)), layers.Dense(5, trainable=False), layers.BatchNormalization(trainable=False),
                      layers.ReLU(), layers.Dense(3), layers.BatchNormalization(), layers.Softmax()])
m.compile(keras.optimizers.SGD(0.1), "categorical_crossentropy")
fit("frozen", m, x, y, batch_size=11, epochs=2)
out.update({f"frozen/f{i}": w for i, w in enumerate(m.get_weights())})

np.savez_compressed(pathlib.Path(__file__).parent / "fit.npz", **out)
