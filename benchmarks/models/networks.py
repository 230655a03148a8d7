"""The benchmarked networks in Keras 3: build(name), NAMES. The same seeds give the same weights on every machine."""
import keras
import numpy as np
from keras import layers as L

I = keras.Input


def mlp784():
    return keras.Sequential([I((784,)), L.Dense(128, "relu"), L.Dense(64, "relu"), L.Dense(10, "softmax")])


def digits_cnn():
    return keras.Sequential([I((8, 8, 1)), L.Conv2D(16, 3, padding="same", activation="relu"),
                             L.Conv2D(32, 3, padding="same", activation="relu"), L.MaxPooling2D(2), L.Flatten(),
                             L.Dense(64, "relu"), L.Dense(10, "softmax")])


def mnist_cnn():
    return keras.Sequential([I((28, 28, 1)), L.Conv2D(32, 3, activation="relu"), L.MaxPooling2D(2),
                             L.Conv2D(64, 3, activation="relu"), L.MaxPooling2D(2), L.Flatten(), L.Dense(128, "relu"),
                             L.Dense(10, "softmax")])


def lstm_seed():
    return keras.Sequential([I((8, 16)), L.LSTM(32, return_sequences=True), L.LSTM(32, return_sequences=True),
                             L.LSTM(32), L.Dense(10, "softmax")])


def lstm_long():
    return keras.Sequential([I((128, 9)), L.LSTM(64), L.Dense(6, "softmax")])


def gru_audio():
    return keras.Sequential([I((1024, 1)), L.GRU(24, return_sequences=True), L.Dense(1)])


def tcn():
    i = x = I((256, 8))
    for d in (1, 2, 4, 8):
        y = L.Conv1D(32, 3, padding="causal", dilation_rate=d, activation="relu")(x)
        x = y if d == 1 else L.Add()([x, y])
    return keras.Model(i, L.Dense(10)(L.GlobalAveragePooling1D()(x)))


def resnet20():
    """ResNet-20 for CIFAR-10; like MLPerf Tiny's image classification, three stages deep."""
    def convolution(x, filters, strides):
        return L.BatchNormalization()(L.Conv2D(filters, 3, strides=strides, padding="same", use_bias=False)(x))

    i = I((32, 32, 3))
    x = L.ReLU()(convolution(i, 16, 1))
    for filters, first in ((16, 1), (32, 2), (64, 2)):
        for strides in (first, 1, 1):
            y = convolution(L.ReLU()(convolution(x, filters, strides)), filters, 1)
            if strides != 1:
                x = L.BatchNormalization()(L.Conv2D(filters, 1, strides=strides, use_bias=False)(x))
            x = L.ReLU()(L.Add()([x, y]))
    return keras.Model(i, L.Dense(10, "softmax")(L.GlobalAveragePooling2D()(x)))


def mobilenet():
    """MobileNet, a quarter wide; like MLPerf Tiny's visual wake words."""
    def normalized(x):
        return L.ReLU(6.0)(L.BatchNormalization()(x))

    i = I((96, 96, 3))
    x = normalized(L.Conv2D(8, 3, strides=2, padding="same", use_bias=False)(i))
    for filters, strides in ((16, 1), (32, 2), (32, 1), (64, 2), (64, 1), (128, 2), (128, 1), (128, 1), (128, 1),
                             (128, 1), (128, 1), (256, 2), (256, 1)):
        x = normalized(L.DepthwiseConv2D(3, strides=strides, padding="same", use_bias=False)(x))
        x = normalized(L.Conv2D(filters, 1, use_bias=False)(x))
    return keras.Model(i, L.Dense(10, "softmax")(L.GlobalAveragePooling2D()(x)))


def ds_cnn():
    """Like MLPerf Tiny's keyword spotting."""
    def normalized(x):
        return L.ReLU()(L.BatchNormalization()(x))

    i = I((49, 10, 1))
    x = normalized(L.Conv2D(64, (10, 4), strides=2, padding="same")(i))
    for _ in range(4):
        x = normalized(L.DepthwiseConv2D(3, padding="same")(x))
        x = normalized(L.Conv2D(64, 1)(x))
    return keras.Model(i, L.Dense(12, "softmax")(L.GlobalAveragePooling2D()(x)))


def autoencoder():
    """Like MLPerf Tiny's anomaly detection."""
    i = x = I((640,))
    for n in (128, 128, 128, 128, 8, 128, 128, 128, 128):
        x = L.ReLU()(L.BatchNormalization()(L.Dense(n)(x)))
    return keras.Model(i, L.Dense(640)(x))


def dense_tiny():
    """32-32-32-1: the first number is that of the inputs, as in mlp784."""
    return keras.Sequential([I((32,)), L.Dense(32, "tanh"), L.Dense(32, "tanh"), L.Dense(1)])


def audio_lstm(units):
    """What amplifier models of audio plug-ins are, over a block of 128 samples of sound."""
    return keras.Sequential([I((128, 1)), L.LSTM(units, return_sequences=True), L.Dense(1)])


def audio_lstm16():
    return audio_lstm(16)


def audio_lstm20():
    return audio_lstm(20)


def audio_lstm32():
    return audio_lstm(32)


NAMES = ["mlp784", "digits_cnn", "mnist_cnn", "lstm_seed", "lstm_long", "gru_audio", "tcn", "resnet20", "mobilenet",
         "ds_cnn", "autoencoder", "dense_tiny", "audio_lstm16", "audio_lstm20", "audio_lstm32"]


def build(name, seed=7):
    """The network with weights as after training: He's for kernels, biases and statistics that are not zero or one, so
    that a BatchNormalization that is folded wrongly shows."""
    keras.utils.set_random_seed(seed)
    model = globals()[name]()
    random = np.random.default_rng(seed)
    for layer in model.layers:
        weights = layer.get_weights()
        if isinstance(layer, L.BatchNormalization):     # gamma, beta, mean, variance
            bounds = ((.7, 1.3), (-.2, .2), (-.2, .2), (.7, 1.3))
            weights = [random.uniform(*b, w.shape) for b, w in zip(bounds, weights)]
        else:
            weights = [w + random.uniform(-.1, .1, w.shape) if w.ndim == 1 else w for w in weights]
            if weights and not isinstance(layer, (L.LSTM, L.GRU)):
                shape = weights[0].shape
                inputs = np.prod(shape[:2] if isinstance(layer, L.DepthwiseConv2D) else shape[:-1])
                weights[0] = random.standard_normal(shape) * np.sqrt(2 / inputs)
        layer.set_weights(weights)
    return model


def inputs(model, samples=64, seed=3):
    """(samples, ...)"""
    return np.random.default_rng(seed).standard_normal((samples, *model.input_shape[1:])).astype("float32")
