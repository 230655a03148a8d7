"""What Keras makes of networks whose layers have regularizers and constraints: for tests/unit/train/layer_keywords*.cpp.

    pip install keras==3.15.1 tensorflow-cpu==2.21.0
    python make_keywords.py

Every case is an .npz as make.py writes it (w0, ..., x, y, loss, f0, ...), and what came after those steps: `evaluate` is the
loss of all samples in batches of 8, `history` fit's losses of two epochs in batches of 8, not shuffled, and `after` evaluate's
loss then. `outputs` is what evaluate gives for several outputs: the loss and each output's.
"""
import os
import pathlib

os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"
os.environ["KERAS_BACKEND"] = "tensorflow"
import keras
import numpy as np
from keras import layers, optimizers
from keras.constraints import MaxNorm, MinMaxNorm, NonNeg, UnitNorm
from keras.regularizers import L1, L1L2, L2, OrthogonalRegularizer

assert keras.__version__ == "3.15.1", keras.__version__
here = pathlib.Path(__file__).parent
STEPS = 12


def record(name, model, optimizer, loss, x, y, batch):
    model.compile(optimizer=optimizer, loss=loss)
    model.optimizer.build(model.trainable_variables)
    several = isinstance(y, list)
    out = {f"w{i}": w for i, w in enumerate(model.get_weights())}
    out["x"] = x
    out.update({f"y{i}": v for i, v in enumerate(y)} if several else {"y": y})
    losses = []
    n = len(x)
    for s in range(STEPS):
        at = (s * batch + np.arange(batch)) % n
        got = model.train_on_batch(x[at], [v[at] for v in y] if several else y[at])
        losses.append(float(got[0] if several else got))
    out["loss"] = np.array(losses, "float32")
    out.update({f"f{i}": w for i, w in enumerate(model.get_weights())})
    got = model.evaluate(x, y, batch_size=8, verbose=0)
    out["evaluate"] = np.array(got[0] if several else got, "float32")
    if several:
        out["outputs"] = np.array(got, "float32")
    history = model.fit(x, y, batch_size=8, epochs=2, shuffle=False, verbose=0).history["loss"]
    out["history"] = np.array(history, "float32")
    got = model.evaluate(x, y, batch_size=8, verbose=0)
    out["after"] = np.array(got[0] if several else got, "float32")
    out = {k: np.asarray(v, "float32") for k, v in out.items()}
    np.savez_compressed(here / f"keywords_{name}.npz", **out)
    print(name, losses[0], losses[-1], out["evaluate"], out["history"], len(model.losses))


def dense():
    return keras.Sequential([
        keras.Input((4,)),
        layers.Dense(7, activation="tanh", kernel_regularizer=L1(0.02), bias_regularizer=L2(0.5),
                     kernel_constraint=MaxNorm(0.8)),
        layers.Dense(6, activation="relu", kernel_regularizer=OrthogonalRegularizer(0.3), bias_constraint=NonNeg()),
        layers.Dense(5, kernel_regularizer=L1L2(0.01, 0.03), kernel_constraint=UnitNorm(axis=1)),
        layers.Dense(5, kernel_regularizer="l2", kernel_constraint=MinMaxNorm(0.3, 0.9, 0.7), trainable=True),
        layers.Dense(4, kernel_regularizer=L2(0.4), kernel_constraint="unit_norm", trainable=False),
        layers.Dense(3, activation="softmax", kernel_regularizer=OrthogonalRegularizer(0.2, mode="columns"),
                     kernel_constraint="non_neg")])


def conv():
    return keras.Sequential([
        keras.Input((6, 5, 2)),
        layers.Conv2D(4, 3, padding="same", kernel_regularizer=L1L2(0.01, 0.02), kernel_constraint=MaxNorm(0.7, axis=[0, 1, 2]),
                      bias_regularizer=L1(0.1), bias_constraint=NonNeg()),
        layers.BatchNormalization(gamma_regularizer=L2(0.05), beta_regularizer=L1(0.03), gamma_constraint=NonNeg(),
                                  beta_constraint=MaxNorm(0.05)),
        layers.DepthwiseConv2D(2, depthwise_regularizer=L2(0.2), depthwise_constraint=MinMaxNorm(0.5, 1.0, 0.9, axis=[0, 1])),
        layers.PReLU(alpha_regularizer=L2(0.7), alpha_constraint=NonNeg(), shared_axes=[1, 2]),
        layers.SeparableConv2D(3, 2, depthwise_regularizer=L2(0.1), pointwise_regularizer=L1(0.02),
                               depthwise_constraint=UnitNorm(axis=[0, 1]), pointwise_constraint=MaxNorm(0.9, axis=2),
                               bias_regularizer=L2(0.3)),
        layers.LayerNormalization(gamma_regularizer=L1(0.02), beta_regularizer=L2(0.04)),
        layers.Conv2DTranspose(2, 2, kernel_regularizer=L2(0.03)),
        layers.Flatten(), layers.Dense(3)])


def lstm():
    return keras.Sequential([
        keras.Input((5, 3)),
        layers.Bidirectional(layers.LSTM(4, return_sequences=True, kernel_regularizer=L2(0.03), recurrent_regularizer=L1(0.01),
                                         bias_regularizer=L2(0.02), recurrent_constraint=MaxNorm(0.6),
                                         kernel_constraint=MinMaxNorm(0.2, 0.7, 0.5, axis=0), bias_constraint=NonNeg())),
        layers.Bidirectional(layers.GRU(2, return_sequences=True, kernel_regularizer=L2(0.2)),
                             backward_layer=layers.GRU(2, return_sequences=True, go_backwards=True,
                                                       recurrent_regularizer=OrthogonalRegularizer(0.5))),
        layers.TimeDistributed(layers.Dense(3, kernel_regularizer=L1(0.05), bias_constraint=NonNeg())),
        layers.SimpleRNN(3, recurrent_regularizer=OrthogonalRegularizer(0.1), recurrent_constraint=UnitNorm(axis=-1)),
        layers.Dense(1)])


def embedding():
    return keras.Sequential([
        keras.Input((6,)), layers.Embedding(11, 4, embeddings_regularizer=L2(0.02), embeddings_constraint=UnitNorm(axis=1)),
        layers.GlobalAveragePooling1D(), layers.Dense(1, activation="sigmoid", kernel_regularizer=L1L2(0.01, 0.01))])


def activity():
    x = keras.Input((5, 3))
    h, state, carry = layers.LSTM(4, return_sequences=True, return_state=True, activity_regularizer=L2(0.05))(x)
    h = layers.Flatten(activity_regularizer=L1(0.01))(h)
    shared = layers.Dense(4, activation="relu", activity_regularizer=L1L2(0.02, 0.03), kernel_regularizer=L2(0.1))
    h = layers.Concatenate()([shared(state), shared(shared(carry)), h])
    h = layers.BatchNormalization(activity_regularizer="l2")(h)
    h = layers.Dense(3, trainable=False, activity_regularizer=L2(0.2), kernel_regularizer=L2(0.1))(h)
    return keras.Model(x, layers.Dense(1, activity_regularizer=L1(0.1))(h))


def functional():
    """A shared layer, a model as a layer, an output without a loss, equal layers with different keywords."""
    x = keras.Input((4,))
    shared = layers.Dense(4, activation="tanh", kernel_regularizer=L2(0.1), kernel_constraint=MaxNorm(0.9))
    inner = keras.Sequential([keras.Input((4,)), layers.Dense(3, kernel_regularizer=L1(0.03)),
                              layers.Dense(3, kernel_regularizer=L2(0.2)), layers.Dense(3)])
    h = inner(shared(shared(x)))
    return keras.Model(x, [layers.Dense(2, name="a", kernel_regularizer="l1")(h), layers.Dense(1, name="b")(h),
                           layers.Dense(2, name="c", kernel_regularizer=L2(0.4), bias_regularizer=L2(0.1),
                                        bias_constraint=NonNeg())(h)])


def main():
    r = np.random.default_rng(11)
    x = r.normal(size=(30, 4)).astype("float32")
    y = np.eye(3, dtype="float32")[r.integers(0, 3, 30)]
    keras.utils.set_random_seed(3)
    record("dense", dense(), optimizers.SGD(0.1, momentum=0.5), "categorical_crossentropy", x, y, 7)
    keras.utils.set_random_seed(3)
    record("functional", functional(), optimizers.Adam(0.02), ["mse", "mae", None], x,
           [r.normal(size=(30, 2)).astype("float32"), r.normal(size=(30, 1)).astype("float32"), np.zeros((30, 2), "float32")], 7)
    x = r.normal(size=(30, 6, 5, 2)).astype("float32")
    y = r.integers(0, 3, (30, 1)).astype("float32")
    keras.utils.set_random_seed(3)
    record("conv", conv(), optimizers.SGD(0.05), keras.losses.SparseCategoricalCrossentropy(from_logits=True), x, y, 9)
    x = r.normal(size=(30, 5, 3)).astype("float32")
    y = r.normal(size=(30, 1)).astype("float32")
    keras.utils.set_random_seed(3)
    record("lstm", lstm(), optimizers.RMSprop(0.01), "mse", x, y, 8)
    # in float32 Keras is 1.5e-5 off its own float64 here, in the bias of a layer that a normalization follows
    keras.utils.set_random_seed(3)
    start = activity().get_weights()
    keras.config.set_floatx("float64"), keras.config.set_dtype_policy("float64")
    model = activity()
    model.set_weights(start)
    record("activity", model, optimizers.SGD(0.02), "mse", x, y, 8)
    keras.config.set_floatx("float32"), keras.config.set_dtype_policy("float32")
    x = r.integers(0, 11, (30, 6)).astype("float32")
    y = r.integers(0, 2, (30, 1)).astype("float32")
    keras.utils.set_random_seed(3)
    record("embedding", embedding(), optimizers.SGD(0.5, momentum=0.5), "binary_crossentropy", x, y, 8)


main()
