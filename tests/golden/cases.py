"""How a golden case is written down, built and recorded (the cases themselves: make_layers.py)."""

import re
from dataclasses import dataclass
from typing import Callable

from golden import check_outputs, config_text, keras, np, predict, random_input, randomize

GROUPS = {}
_current = None


@dataclass
class Case:
    name: str
    build: Callable                 # () -> the model whose config.json is recorded
    tokens: int | None = None       # inputs are integers below this
    twin: Callable | None = None    # () -> the same network, channels_last: computes for a channels_first model
    samples: int = 2
    scale: float = 1.0              # inputs lie within 2.2 times this


def group(name):
    """Cases that follow belong to this group, one .npz file."""
    global _current
    _current = GROUPS.setdefault(name, [])


def _add(case):
    if any(case.name == other.name for cases in GROUPS.values() for other in cases):
        raise ValueError(f"two cases are named {case.name}")
    _current.append(case)


def one(name, shape, make, *args, tokens=None, samples=2, input_scale=1.0, **keywords):
    """A Sequential of one layer: make(*args, **keywords) on inputs of `shape`."""
    dtype = "float32" if tokens is None else "int32"

    def build():
        return keras.Sequential([keras.Input(shape, dtype=dtype), make(*args, **keywords)])

    _add(Case(name, build, tokens, samples=samples, scale=input_scale))


def first(name, shape, make, *args, **keywords):
    """The same with data_format="channels_first"; `shape` is (channels, ...)."""

    def model(data_format, shape):
        return keras.Sequential([keras.Input(shape), make(*args, data_format=data_format, **keywords)])

    _add(Case(name, lambda: model("channels_first", shape),
              twin=lambda: model("channels_last", (*shape[1:], shape[0]))))


def chain(name, shape, *makes, tokens=None):
    """A Sequential of the layers that `makes` give when called, one after another."""
    dtype = "float32" if tokens is None else "int32"
    _add(Case(name, lambda: keras.Sequential([keras.Input(shape, dtype=dtype), *(make() for make in makes)]), tokens))


def many(name, shapes, connect, tokens=None):
    """A functional model: connect(*inputs) gives its output or outputs."""
    dtype = "float32" if tokens is None else "int32"

    def build():
        inputs = [keras.Input(shape, dtype=dtype) for shape in shapes]
        return keras.Model(inputs[0] if len(inputs) == 1 else inputs, connect(*inputs))

    _add(Case(name, build, tokens))


def model(name, tokens=None):
    """Decorator: a function that returns a whole model."""

    def add(build):
        _add(Case(name, build, tokens))
        return build

    return add


def channels_last(x):
    return np.moveaxis(x, 1, -1)


def channels_first(x):
    return np.moveaxis(x, -1, 1) if x.ndim > 2 else x


def renumbered(config):
    """Keras writes memory addresses as shared_object_id; here they are 1, 2, ... so that two runs agree."""
    seen = {}
    return re.sub(rb'("shared_object_id": )(\d+)',
                  lambda m: m[1] + str(seen.setdefault(m[2], len(seen) + 1)).encode(), config)


def record(case, seed):
    """{key: array} of one case, keys as in README.md."""
    keras.backend.clear_session()
    keras.utils.set_random_seed(seed)
    rng = np.random.default_rng(seed)
    model = case.build()
    randomize(rng, model)
    inputs = [random_input(rng, tuple(t.shape[1:]), case.tokens, case.samples) for t in model.inputs]
    if case.scale != 1:
        inputs = [x * np.float32(case.scale) for x in inputs]
    if case.twin is None:
        outputs = predict(model, inputs)
    else:
        twin = case.twin()
        twin.set_weights(model.get_weights())
        outputs = [channels_first(y) for y in predict(twin, [channels_last(x) for x in inputs])]
    check_outputs(case.name, outputs)
    arrays = {"config": np.frombuffer(renumbered(config_text(model)), dtype="uint8")}
    arrays |= {f"weights/{i}": np.asarray(w, dtype="float32") for i, w in enumerate(model.get_weights())}
    arrays |= {f"inputs/{i}": x for i, x in enumerate(inputs)}
    arrays |= {f"outputs/{i}": y for i, y in enumerate(outputs)}
    return {f"{case.name}/{key}": value for key, value in arrays.items()}
