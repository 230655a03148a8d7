"""Trains the demo's network on scikit-learn's 8x8 digits and records what Keras predicts.

    python make_digits.py            writes, beside this file:
        digits.keras                 the trained network, without optimizer state
        digits_heldout.npz           images float32 (n, 8, 8, 1) in [0, 1], labels int32 (n),
                                     outputs float32 (n, 10): Keras' own predictions
        digits.json                  accuracy on the held-out images, number of parameters, versions

Needs keras 3.15.1 with tensorflow-cpu 2.21.0, and scikit-learn. Seeds are fixed and TensorFlow is told to be
deterministic, so that a second run on the same machine gives the same network; another machine may round differently.
"""

import json
import os
import pathlib

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
os.environ.setdefault("CUDA_VISIBLE_DEVICES", "")
os.environ["KERAS_BACKEND"] = "tensorflow"

import keras
import numpy as np
import tensorflow as tf
from keras import layers
from sklearn.datasets import load_digits
from sklearn.model_selection import train_test_split

HERE = pathlib.Path(__file__).parent
HELD_OUT = 0.25


def digits_network():
    def convolution(x, filters, strides=1):
        x = layers.Conv2D(filters, 3, strides=strides, padding="same", use_bias=False)(x)
        return layers.BatchNormalization()(x)

    image = keras.Input((8, 8, 1))
    x = layers.ReLU()(convolution(image, 16))
    x = layers.ReLU()(convolution(x, 32))
    # One residual block: what it learns is added to what came in.
    learned = layers.ReLU()(convolution(x, 32))
    learned = convolution(learned, 32)
    x = layers.ReLU()(layers.Add()([x, learned]))
    x = layers.MaxPooling2D()(x)
    x = layers.ReLU()(convolution(x, 40))
    x = layers.GlobalAveragePooling2D()(x)
    x = layers.Dropout(0.3)(x)
    return keras.Model(image, layers.Dense(10, activation="softmax")(x), name="digits")


def main():
    keras.utils.set_random_seed(7)
    tf.config.experimental.enable_op_determinism()

    digits = load_digits()
    images = (digits.images / 16).astype("float32")[..., None]
    labels = digits.target.astype("int32")
    x_train, x_held, y_train, y_held = train_test_split(
        images, labels, test_size=HELD_OUT, stratify=labels, random_state=7)

    model = digits_network()
    epochs, batch = 40, 32
    steps = epochs * -(-len(x_train) // batch)
    model.compile(
        optimizer=keras.optimizers.Adam(keras.optimizers.schedules.CosineDecay(2e-3, steps)),
        loss="sparse_categorical_crossentropy",
        metrics=["accuracy"])
    # The number of epochs is fixed beforehand: the held-out images take no part in any decision.
    model.fit(x_train, y_train, batch_size=batch, epochs=epochs, verbose=2)

    # Rebuilt from its configuration, the network carries no optimizer and no losses into the file.
    plain = keras.Model.from_config(model.get_config())
    plain.set_weights(model.get_weights())
    plain.save(HERE / "digits.keras")

    saved = keras.saving.load_model(HERE / "digits.keras")
    outputs = saved.predict(x_held, verbose=0)
    accuracy = float(np.mean(outputs.argmax(-1) == y_held))
    np.savez_compressed(HERE / "digits_heldout.npz", images=x_held, labels=y_held, outputs=outputs)
    facts = {
        "accuracy": accuracy,
        "parameters": saved.count_params(),
        "keras": keras.__version__,
        "train": len(x_train),
        "heldout": len(x_held),
    }
    (HERE / "digits.json").write_text(json.dumps(facts, indent=4) + "\n")
    saved.summary()
    print(json.dumps(facts))


if __name__ == "__main__":
    main()
