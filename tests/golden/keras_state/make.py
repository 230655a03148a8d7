"""Trainings that Keras began, for tests/unit/io/optimizer_state.cpp to go on with.

    pip install keras==3.15.1 tensorflow-cpu==2.21.0
    python make.py

Every case is what Keras saved after 5 steps, a .weights.h5 or a .keras file, and an .npz: w0, w1, ... the weights before
the first step, x and y, the losses of all 10 steps, f0, f1, ... the weights after the tenth. Every step trains on all samples.
"""
import os
import pathlib

os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"
os.environ["KERAS_BACKEND"] = "tensorflow"
import keras
import numpy as np
from keras import layers, optimizers

assert keras.__version__ == "3.15.1", keras.__version__
here = pathlib.Path(__file__).parent

CASES = {
    "adam.weights.h5": lambda: optimizers.Adam(0.02),
    "momentum.weights.h5": lambda: optimizers.SGD(0.05, momentum=0.9),
    "rmsprop.keras": lambda: optimizers.RMSprop(0.01, momentum=0.5, centered=True),
    "nadam.keras": lambda: optimizers.Nadam(0.01, use_ema=True, ema_momentum=0.9),
    "cosine.weights.h5": lambda: optimizers.AdamW(optimizers.schedules.CosineDecay(0.05, 12), gradient_accumulation_steps=2),
}


def net():
    x = keras.Input((4,))
    h = layers.Dense(5, activation="tanh")(x)
    h = layers.BatchNormalization()(h)
    h = layers.Add()([h, layers.Dense(5, use_bias=False)(h)])
    return keras.Model(x, layers.Dense(2)(h))


def main():
    r = np.random.default_rng(11)
    x = r.normal(size=(12, 4)).astype("float32")
    y = r.normal(size=(12, 2)).astype("float32")
    for file, make in CASES.items():
        keras.utils.set_random_seed(5)
        model = net()
        model.compile(optimizer=make(), loss="mse")
        out = {f"w{i}": w for i, w in enumerate(model.get_weights())}
        losses = [model.train_on_batch(x, y) for _ in range(5)]
        if file.endswith(".keras"):
            model.save(here / file)
        else:
            model.save_weights(here / file)
        losses += [model.train_on_batch(x, y) for _ in range(5)]
        out.update(x=x, y=y, loss=np.array(losses, "float32"))
        out.update({f"f{i}": w for i, w in enumerate(model.get_weights())})
        np.savez_compressed(here / f"{file.split('.')[0]}.npz", **out)
        print(file, losses[0], losses[-1])
    # compiled, and saved before the first step
    model.compile(optimizer="adam", loss="mse")
    model.save_weights(here / "untrained.weights.h5")


if __name__ == "__main__":
    main()
