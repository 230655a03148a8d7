"""Makes whole.weights.h5, whole.npz and whole_expected.npz: the weights of one model, saved by keras 3.15.1 (tensorflow-cpu
2.21.0) with model.save_weights and with numpy.savez, and a sample with its output."""
import os

os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"
os.environ["CUDA_VISIBLE_DEVICES"] = ""
import keras
import numpy as np
from keras import layers as L

os.chdir(os.path.dirname(os.path.abspath(__file__)))
keras.utils.set_random_seed(1)

inner = keras.Sequential([keras.Input((6,)), L.Dense(4, activation="tanh", name="first"), L.Dense(3)], name="inside")
x = keras.Input((5, 3))
shared = L.Dense(3, name="shared")
h = shared(shared(x))
h = L.BatchNormalization()(h)
h = L.Bidirectional(L.LSTM(2, return_sequences=True))(h)
h = L.Bidirectional(L.GRU(3), name="gru")(h)
y = L.Dense(2, name="out")(inner(h))
model = keras.Model(x, y)
rng = np.random.default_rng(1)
weights = [rng.normal(size=w.shape, scale=0.5).astype("f4") for w in model.get_weights()]
index = next(i for i, w in enumerate(model.weights) if w.name == "moving_variance")
weights[index] = np.abs(weights[index]) + 0.5
model.set_weights(weights)
model.save_weights("whole.weights.h5")
np.savez("whole.npz", *model.get_weights())
sample = rng.normal(size=(1, 5, 3)).astype("f4")
np.savez("whole_expected.npz", x=sample[0], y=model.predict(sample, verbose=0)[0])
