"""What the scripts of this folder share: random weights and samples, the text of a model's config.json, checks."""

import os

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
os.environ.setdefault("CUDA_VISIBLE_DEVICES", "")
os.environ["KERAS_BACKEND"] = "tensorflow"

import logging
import pathlib
import tempfile
import zipfile

logging.getLogger("absl").setLevel(logging.ERROR)
logging.getLogger("tensorflow").setLevel(logging.ERROR)

import keras
import numpy as np

HERE = pathlib.Path(__file__).parent
KERAS = "3.15.1"


def random_weight(rng, name, shape):
    """A value for the weight `name`, so that none is left at the zeros or ones that would hide a mistake."""
    name = name.split("/")[-1].split(":")[0]
    if name in ("gamma", "scale"):
        value = rng.uniform(0.5, 1.5, shape)
    elif name in ("moving_variance", "variance"):
        value = rng.uniform(0.3, 2.0, shape)
    elif name in ("moving_mean", "mean"):
        value = rng.normal(0, 0.5, shape)
    elif name == "alpha":
        value = rng.uniform(0.05, 0.6, shape)
    elif name == "embeddings":
        value = rng.normal(0, 0.7, shape)
    elif "kernel" in name:
        fan = np.prod(shape[:-2]) if name == "depthwise_kernel" else np.prod(shape[:-1])
        value = rng.normal(0, 1 / np.sqrt(max(fan, 1)), shape)
    elif name in ("bias", "beta"):
        value = rng.normal(0, 0.4, shape)
    else:
        raise ValueError(f"no rule for the weight {name!r}")
    return value.astype("float32")


def randomize(rng, model):
    """Gives every weight of the model a random value; a Normalization that was adapted keeps what it learned."""
    values = []
    for weight in model.weights:
        path = getattr(weight, "path", weight.name)
        adapted = "normalization" in path and "batch" not in path and "layer_normalization" not in path
        values.append(np.asarray(weight) if adapted else random_weight(rng, path, tuple(weight.shape)))
    model.set_weights(values)
    for layer in model.layers:
        if layer.__class__.__name__ == "Normalization":
            layer.finalize_state()


def random_input(rng, shape, tokens=None, samples=3):
    """Samples about [-2, 2]; integers below `tokens` where the model starts with an Embedding."""
    shape = (samples, *shape)
    if tokens is not None:
        return rng.integers(0, tokens, shape).astype("int32")
    return rng.uniform(-2.2, 2.2, shape).astype("float32")


def predict(model, inputs):
    """The outputs of model.predict as a flat list of float32 arrays."""
    structure = getattr(model, "_inputs_struct", None)
    if isinstance(structure, dict):
        given = keras.tree.pack_sequence_as(structure, list(inputs))
    else:
        given = inputs[0] if len(inputs) == 1 else list(inputs)
    outputs = keras.tree.flatten(model.predict(given, verbose=0))
    return [np.asarray(o, dtype="float32") for o in outputs]


def check_outputs(name, outputs):
    """Refuses what cannot serve as a reference: NaN, infinities, or numbers that are all the same."""
    for i, output in enumerate(outputs):
        if not np.isfinite(output).all():
            raise ValueError(f"{name}: output {i} is not finite")
        if output.size > 2 and np.ptp(output) < 1e-4:
            raise ValueError(f"{name}: output {i} is constant")


def config_text(model):
    """config.json, to the byte, as model.save writes it into a .keras file."""
    with tempfile.TemporaryDirectory() as folder:
        path = pathlib.Path(folder) / "model.keras"
        model.save(path)
        with zipfile.ZipFile(path) as archive:
            return archive.read("config.json")


def check_versions():
    if keras.__version__ != KERAS:
        raise SystemExit(f"these files are made with keras {KERAS}, this is {keras.__version__}")
