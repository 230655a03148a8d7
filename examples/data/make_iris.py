"""Trains the network of tutorial 9 on Fisher's iris flowers and prints what stands there.

keras 3.15.1, tensorflow-cpu 2.21.0, scikit-learn (which ships the 150 flowers). The weights are rounded to two decimals,
so that they can be read, and the accuracy is that of the rounded ones.
"""
import os

os.environ.update(TF_CPP_MIN_LOG_LEVEL="3", CUDA_VISIBLE_DEVICES="", TF_DETERMINISTIC_OPS="1")
import keras
import numpy as np
from sklearn.datasets import load_iris
from sklearn.model_selection import train_test_split

keras.utils.set_random_seed(1)
iris = load_iris()
x, x_held, y, y_held = train_test_split(
    iris.data.astype("float32"), iris.target, test_size=50, stratify=iris.target, random_state=0)

model = keras.Sequential([
    keras.Input((4,)),
    keras.layers.Dense(4, activation="tanh"),
    keras.layers.Dense(3, activation="softmax"),
])
model.compile(optimizer=keras.optimizers.Adam(0.02), loss="sparse_categorical_crossentropy")
model.fit(x, y, epochs=150, batch_size=20, verbose=0)
model.set_weights([np.round(w, 2) for w in model.get_weights()])

right = model.predict(x_held, verbose=0).argmax(1) == y_held
print(f"held out: {right.sum()} of {len(right)} right")
for name, w in zip(("kernel", "bias", "kernel", "bias"), model.get_weights()):
    print(name, w.shape)
    for row in np.atleast_2d(w):
        print("    " + ", ".join(f"{v:.2f}f".replace("-0.00", "0.00") for v in row) + ",")
for kind in range(3):
    for i in np.flatnonzero(y_held == kind)[:3]:
        p = model.predict(x_held[i:i + 1], verbose=0)[0]
        print(iris.target_names[kind], x_held[i].tolist(), [f"{v:.6f}" for v in p])
