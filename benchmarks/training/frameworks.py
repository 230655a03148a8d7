#!/usr/bin/env python3
"""The same training in other frameworks, run as benchmarks/training/run.py says through pipes; see steps.hpp.

    frameworks.py make NETWORK FOLDER     the network's weights and a batch of data, for all: FOLDER/NETWORK
    frameworks.py tensorflow|jax|torch NETWORK FOLDER CORE
    frameworks.py fit CORE                Keras on JAX: whole fits of the stacked LSTM
    frameworks.py scale FILES BATCH CORE  Keras on TensorFlow: an epoch and predictions, FILES_x.npy, FILES_y.npy

Contestants of a network: Keras' train_on_batch (on TensorFlow, as compile() sets it and with jit_compile), TensorFlow's
function of a step with and without XLA, JAX' jit of a step, PyTorch with its fused Adam. The first two frameworks run
Keras' own layers and optimizers; PyTorch its own.
"""
import json
import os
import pathlib
import sys
import time

role = sys.argv[1]
if __name__ == "__main__" and role != "make":
    os.sched_setaffinity(0, {int(sys.argv[-1])})
os.environ["KERAS_BACKEND"] = "jax" if role in ("jax", "fit") else "tensorflow"
os.environ["CUDA_VISIBLE_DEVICES"] = ""
os.environ["JAX_PLATFORMS"] = "cpu"
os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
for threads in ("OMP_NUM_THREADS", "TF_NUM_INTRAOP_THREADS", "TF_NUM_INTEROP_THREADS"):
    os.environ[threads] = "1"

import numpy as np

sys.path.append(str(pathlib.Path(__file__).resolve().parents[1] / "models"))

BATCH, CHECKED_STEPS, RATE = 64, 10, 1e-6
OPTIMIZERS = {"lstm_seed": "RMSprop"}  # the others': Adam


def make(name, folder):
    import keras
    import networks
    folder.mkdir(parents=True, exist_ok=True)
    keras.utils.set_random_seed(7)
    model = getattr(networks, name)()
    random = np.random.default_rng(3)
    model.save_weights(folder / "network.weights.h5")
    np.savez(folder / "network.npz", **{f"{l.name}/{i}": w for l in model.layers for i, w in enumerate(l.get_weights())})
    np.save(folder / "x.npy", random.standard_normal((BATCH, *model.input_shape[1:])).astype("float32"))
    np.save(folder / "y.npy", np.eye(model.output_shape[-1], dtype="float32")[random.integers(0, model.output_shape[-1], BATCH)])


def keras_network(name, folder):
    import keras
    import networks
    keras.backend.clear_session()
    model = getattr(networks, name)()
    model.load_weights(folder / "network.weights.h5")
    return model, getattr(keras.optimizers, OPTIMIZERS.get(name, "Adam"))(), keras.losses.CategoricalCrossentropy()


def train_on_batch(name, folder, x, y, jit_compile):
    model, optimizer, loss = keras_network(name, folder)
    model.compile(optimizer=optimizer, loss=loss, jit_compile=jit_compile)
    return lambda: model.train_on_batch(x, y), lambda: optimizer.learning_rate.assign(RATE)


def tensorflow_function(name, folder, x, y, jit_compile):
    import tensorflow as tf
    model, optimizer, loss = keras_network(name, folder)
    optimizer.build(model.trainable_variables)
    x, y = tf.constant(x), tf.constant(y)

    @tf.function(jit_compile=jit_compile)
    def step(x, y):
        with tf.GradientTape() as tape:
            value = loss(y, model(x, training=True))
        weights = model.trainable_variables
        optimizer.apply(tape.gradient(value, weights), weights)
        return value
    return lambda: step(x, y).numpy(), lambda: optimizer.learning_rate.assign(RATE)


def jax_jit(name, folder, x, y):
    import jax
    model, optimizer, loss = keras_network(name, folder)
    optimizer.build(model.trainable_variables)
    x, y = jax.numpy.asarray(x), jax.numpy.asarray(y)

    def value(weights, others, x, y):
        predicted, others = model.stateless_call(weights, others, x, training=True)
        return loss(y, predicted), others

    def update(state, x, y):
        weights, others, optimizer_state = state
        (l, others), gradients = jax.value_and_grad(value, has_aux=True)(weights, others, x, y)
        weights, optimizer_state = optimizer.stateless_apply(optimizer_state, gradients, weights)
        return l, (weights, others, optimizer_state)

    update = jax.jit(update, donate_argnums=0)
    state = tuple(tuple(v.value for v in variables)
                  for variables in (model.trainable_variables, model.non_trainable_variables, optimizer.variables))
    rate = [v.path for v in optimizer.variables].index(optimizer._learning_rate.path)

    def step():
        nonlocal state
        l, state = update(state, x, y)
        return float(l)

    def lower():
        nonlocal state
        changed = list(state[2])
        changed[rate] = jax.numpy.asarray(RATE, "float32")
        state = (*state[:2], tuple(changed))
    return step, lower


def torch_eager(name, folder, x, y):
    import torch
    import torch_networks
    torch.set_num_threads(1)
    model = torch_networks.build(name, np.load(folder / "network.npz"))
    x, y = torch_networks.inputs(torch.from_numpy(x)), torch.from_numpy(y)
    if OPTIMIZERS.get(name) == "RMSprop":  # Keras' numbers; there is no fused one
        optimizer = torch.optim.RMSprop(model.parameters(), lr=1e-3, alpha=0.9, eps=1e-7, foreach=True)
    else:
        optimizer = torch.optim.Adam(model.parameters(), lr=1e-3, eps=1e-7, fused=True)

    def step():
        optimizer.zero_grad()
        loss = torch.nn.functional.cross_entropy(model(x), y)
        loss.backward()
        optimizer.step()
        return loss.item()

    def lower():
        for group in optimizer.param_groups:
            group["lr"] = RATE
    return step, lower


def contestants(name, folder):
    data = np.load(folder / "x.npy"), np.load(folder / "y.npy")
    if role == "tensorflow":
        yield "Keras train_on_batch", train_on_batch(name, folder, *data, "auto")
        yield "Keras train_on_batch, jit", train_on_batch(name, folder, *data, True)
        yield "TensorFlow function", tensorflow_function(name, folder, *data, False)
        yield "TensorFlow function, jit", tensorflow_function(name, folder, *data, True)
    elif role == "jax":
        yield "JAX jit", jax_jit(name, folder, *data)
    else:
        yield "PyTorch", torch_eager(name, folder, *data)


def version():
    if role == "torch":
        import torch
        return f"PyTorch {torch.__version__}"
    import keras
    if role in ("jax", "fit"):
        import jax
        return f"JAX {jax.__version__}"
    import tensorflow
    return f"TensorFlow {tensorflow.__version__}, Keras {keras.__version__}"


def answer(line):
    with os.fdopen(os.dup(answers), "w") as pipe:
        pipe.write(line + "\n")


def serve(name, folder):
    all_steps, head = [], {"version": version(), "contestants": [], "losses": {}}
    for contestant, (step, lower) in contestants(name, folder):
        head["contestants"].append(contestant)
        head["losses"][contestant] = [float(step()) for _ in range(CHECKED_STEPS)]
        lower()
        all_steps.append(step)
    answer(json.dumps(head))
    for line in sys.stdin:
        which, steps = map(int, line.split())
        step = all_steps[which]
        start = time.process_time()
        for _ in range(steps):
            step()
        answer(f"{(time.process_time() - start) / steps * 1e6:.9g}")


def whole_fit():
    """The same data for all fits: a new one would not be slower."""
    import keras
    import networks
    random = np.random.default_rng(1)
    x, y = random.random((1100, 8, 16), "float32"), np.eye(10, dtype="float32")[random.integers(0, 10, 1100)]
    model = networks.lstm_seed()
    model.compile(optimizer="rmsprop", loss="categorical_crossentropy", metrics=["accuracy"])

    def fit():
        model.fit(x[:1000], y[:1000], batch_size=64, epochs=5, validation_data=(x[1000:], y[1000:]), verbose=0)
    fit()
    answer(json.dumps({"version": version()}))
    for _ in sys.stdin:
        start = time.perf_counter()
        fit()
        answer(f"{(time.perf_counter() - start) * 1e6:.9g}")


def scale(files, batch):
    """One epoch and predictions of all, compiled before the clock starts."""
    import keras
    x = np.load(files + "_x.npy", mmap_mode="r").reshape(-1, 31, 1)
    y = np.load(files + "_y.npy", mmap_mode="r")
    keras.utils.set_random_seed(42)
    model = keras.Sequential([keras.Input((31, 1)), keras.layers.LSTM(32), keras.layers.Dense(25, "softmax")])
    model.compile(optimizer="adam", loss="sparse_categorical_crossentropy")
    for samples in (2 * batch, batch + len(x) % batch):  # whole batches, and the last one
        model.fit(x[:samples], y[:samples], batch_size=batch, verbose=0)
        model.predict(x[:samples], batch_size=batch, verbose=0)
    start = time.perf_counter()
    history = model.fit(x, y, batch_size=batch, verbose=0)
    fit = time.perf_counter()
    predicted = model.predict(x, batch_size=batch, verbose=0)
    end = time.perf_counter()
    answer(json.dumps({"loss": history.history["loss"][-1], "accuracy": float(np.mean(predicted.argmax(-1) == y)),
                       "fit": fit - start, "predict": end - fit, "private_MB": private_megabytes(),
                       "version": version()}))


def private_megabytes():
    all_of_it, ours = 0, True
    for line in open("/proc/self/smaps"):
        if "-" in line and not line.endswith(" kB\n"):
            ours = not line.endswith(".npy\n")
        elif ours and line.startswith("Private_"):
            all_of_it += int(line.split()[1]) / 1024
    return all_of_it


if __name__ == "__main__":
    # what frameworks print is not for the driver
    answers = os.dup(1)
    os.dup2(2, 1)
    if role == "make":
        make(sys.argv[2], pathlib.Path(sys.argv[3]) / sys.argv[2])
    elif role == "fit":
        whole_fit()
    elif role == "scale":
        scale(sys.argv[2], int(sys.argv[3]))
    else:
        serve(sys.argv[2], pathlib.Path(sys.argv[3]) / sys.argv[2])
