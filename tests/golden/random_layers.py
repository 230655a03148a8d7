"""Random layers as data: a Spec becomes a Keras layer, or the same layer in ctnn's spelling.

draw(rng, shape) gives a layer that fits an input of that shape (without the batch); draw(rng, shape, wild=True) one
that often does not: a kernel that is too large, a layer for another rank, groups that do not divide the channels...
"""

from dataclasses import dataclass, field

from golden import keras, np

ACTIVATIONS = [
    "linear", "relu", "relu6", "leaky_relu", "elu", "celu", "selu", "gelu", "sigmoid", "log_sigmoid", "tanh",
    "softplus", "softsign", "silu", "mish", "hard_sigmoid", "hard_silu", "hard_tanh", "hard_shrink", "soft_shrink",
    "tanh_shrink", "softmax", "log_softmax", "squareplus", "sparse_plus", "sparse_sigmoid"]


@dataclass
class Spec:
    kind: str
    arguments: dict = field(default_factory=dict)
    wrapped: "Spec | None" = None

    def keras(self):
        layer = getattr(keras.layers, self.kind)
        arguments = {k: list(v) if k in ("mean", "variance") else v for k, v in self.arguments.items()}
        return layer(self.wrapped.keras(), **arguments) if self.wrapped else layer(**arguments)

    def cpp(self, extra=()):
        """`Dense(units = 4_c, activation = relu)`; extra: further arguments as text."""
        parts = [self.wrapped.cpp()] if self.wrapped else []
        parts += [f"{key} = {cpp_value(key, value)}" for key, value in self.arguments.items()]
        return f"{self.kind}({', '.join([*parts, *extra])})"

    def python(self):
        parts = [self.wrapped.python()] if self.wrapped else []
        parts += [f"{key}={value!r}" for key, value in self.arguments.items()]
        return f"{self.kind}({', '.join(parts)})"


def cpp_value(key, value):
    if value is None:
        return "None"
    if isinstance(value, bool):
        return "true_c" if value else "false_c"
    if isinstance(value, (int, float)):
        return f"{value!r}_c"
    if isinstance(value, (tuple, list)):
        if value and isinstance(value[0], (tuple, list)) or any(isinstance(v, float) for v in value):
            return f"tuple({', '.join(cpp_value(key, v) for v in value)})"
        return f"shape<{', '.join(map(str, value))}>"
    # Names of activations, paddings and data formats are objects of ctnn; the rest has Keras' string form.
    named = ("activation", "recurrent_activation", "padding", "data_format")
    return value if key in named else f'"{value}"_s'


def pick(rng, *choices):
    return choices[rng.integers(len(choices))]


def chance(rng, probability):
    return bool(rng.random() < probability)


def activation(rng):
    return ACTIVATIONS[rng.integers(len(ACTIVATIONS))]


def maybe(rng, arguments, probability=0.4, **choices):
    """Adds each of the choices with that probability; a callable is asked for its value."""
    for key, value in choices.items():
        if chance(rng, probability):
            arguments[key] = value() if callable(value) else value
    return arguments


def one_or_each(rng, values):
    """Keras takes one number where all are equal."""
    return values[0] if len(set(values)) == 1 and (len(values) == 1 or chance(rng, 0.6)) else tuple(values)


def units(rng, wild):
    return int(pick(rng, 0, -1, 3, 4)) if wild and chance(rng, 0.2) else int(pick(rng, 1, 2, 3, 4, 5, 7, 8, 9, 16, 17))


# ---- windows: convolutions and poolings ----

def channels(shape, arguments):
    return shape[0] if arguments.get("data_format") == "channels_first" else shape[-1]


def spatial(shape, arguments):
    return shape[1:] if arguments.get("data_format") == "channels_first" else shape[:-1]


def window(rng, shape, wild, key, causal=False, dilation=True, transposed=False, equal_strides=False):
    """kernel_size or pool_size with strides, padding, dilation_rate, data_format, fitting `shape` unless wild."""
    arguments = {}
    maybe(rng, arguments, 0.1, data_format="channels_first")
    extents = spatial(shape, arguments)
    padding = pick(rng, "valid", "same", *(["causal"] if causal and "data_format" not in arguments else []))
    if wild and chance(rng, 0.1):
        padding = "causal"
    if padding != "valid" or chance(rng, 0.3):
        arguments["padding"] = padding
    free = padding != "valid" or transposed
    sizes, dilations = [], []
    for extent in extents:
        most = 8 if wild else 4 if free else min(4, extent)
        sizes.append(int(rng.integers(0 if wild and chance(rng, 0.1) else 1, most + 1)))
        room = 3 if wild or free else (extent - 1) // max(sizes[-1] - 1, 1)
        dilations.append(int(rng.integers(1, max(1, min(3, room)) + 1)))
    strides = [int(rng.integers(1, 4)) for _ in extents]
    if equal_strides:
        strides = strides[:1] * len(strides)
    arguments[key] = one_or_each(rng, sizes)
    strided, dilated = chance(rng, 0.35), dilation and chance(rng, 0.2)
    if strided and (wild or not dilated):
        arguments["strides"] = one_or_each(rng, strides)
    if dilated and (wild or not strided):
        arguments["dilation_rate"] = one_or_each(rng, dilations)
    return arguments


def fitted(shape, rank, rng):
    """`shape` if it has this rank, else another that has: for layers that are drawn for the wrong input."""
    return shape if len(shape) == rank else tuple(int(rng.integers(1, 9)) for _ in range(rank))


def convolution(kind, dimensions):
    separable, depthwise = kind.startswith("Separable"), kind.startswith("Depthwise")

    def make(rng, shape, wild):
        shape = fitted(shape, dimensions + 1, rng)
        arguments = window(rng, shape, wild, "kernel_size", causal=kind == "Conv1D",
                           equal_strides=not wild and dimensions == 2 and (separable or depthwise))
        if not depthwise:
            arguments = {"filters": units(rng, wild)} | arguments
        plain = not separable and not depthwise
        first = arguments.get("data_format") == "channels_first"
        if plain and chance(rng, 0.15):
            inputs = channels(shape, arguments)
            arguments["groups"] = groups = int(pick(rng, 1, 2, 3, inputs)) if wild else pick(
                rng, *[g for g in range(1, inputs + 1) if inputs % g == 0])
            if not wild:
                arguments["filters"] = groups * int(rng.integers(1, 4))
        if not plain:
            maybe(rng, arguments, 0.3, depth_multiplier=int(rng.integers(1, 4)))
        maybe(rng, arguments, 0.4, activation=lambda: activation(rng))
        maybe(rng, arguments, 0.2, use_bias=False)
        if first:
            # softmax would run over the last axis, and Keras adds some channels_first biases along the wrong one.
            arguments.pop("activation", None)
            arguments["use_bias"] = False
        return Spec(kind, arguments)

    return make


def transposed_convolution(kind, dimensions):
    def make(rng, shape, wild):
        shape = fitted(shape, dimensions + 1, rng)
        arguments = {"filters": units(rng, wild)}
        arguments |= window(rng, shape, wild, "kernel_size", transposed=True)
        first = arguments.get("data_format") == "channels_first"
        # An even kernel with output_padding = 0 and "same" builds in Keras and fails when it runs.
        if "strides" in arguments and chance(rng, 0.3):
            arguments["output_padding"] = 1 if not wild else int(rng.integers(0, 4))
            if not wild:
                arguments["strides"] = 2
                if isinstance(arguments["kernel_size"], tuple):
                    arguments["kernel_size"] = arguments["kernel_size"][0]
        maybe(rng, arguments, 0.4, activation=lambda: activation(rng))
        maybe(rng, arguments, 0.2, use_bias=False)
        if first:
            arguments.pop("activation", None)
            arguments["use_bias"] = False
        return Spec(kind, arguments)

    return make


def pooling(kind, dimensions):
    def make(rng, shape, wild):
        return Spec(kind, window(rng, fitted(shape, dimensions + 1, rng), wild, "pool_size", dilation=False))

    return make


def global_pooling(kind):
    return lambda rng, shape, wild: Spec(kind, maybe(rng, {}, 0.3, keepdims=True))


# ---- shapes ----

def reshape(rng, shape, wild):
    size = int(np.prod(shape))
    target, left = [], size
    for _ in range(rng.integers(0, 3)):
        factor = int(pick(rng, *[f for f in range(1, left + 1) if left % f == 0]))
        target.append(factor)
        left //= factor
    target.append(left)
    if wild:
        target[rng.integers(len(target))] += int(pick(rng, -1, 0, 1, 2))
        target = [max(t, 1) for t in target]
    if chance(rng, 0.3):
        target[rng.integers(len(target))] = -1
    return Spec("Reshape", {"target_shape": tuple(target)})


def permute(rng, shape, wild):
    dims = [int(d) + 1 for d in rng.permutation(len(shape))]
    if wild:
        dims = dims + [len(dims) + 1] if chance(rng, 0.5) else dims[:-1] or [1, 2]
    return Spec("Permute", {"dims": tuple(dims)})


def cropping(kind, dimensions):
    def make(rng, shape, wild):
        shape = fitted(shape, dimensions + 1, rng)
        most = [extent if wild else (extent - 1) for extent in shape[:dimensions]]
        pairs = [(a := int(rng.integers(0, m + 1)), int(rng.integers(0, m - a + 1))) for m in most]
        return Spec(kind, {"cropping": pairs[0] if dimensions == 1 else tuple(pairs)})

    return make


def zero_padding(kind, dimensions):
    def make(rng, shape, wild):
        pairs = [tuple(int(v) for v in rng.integers(0, 3, 2)) for _ in range(dimensions)]
        if dimensions == 1:
            return Spec(kind, {"padding": pick(rng, int(rng.integers(0, 3)), pairs[0])})
        return Spec(kind, {"padding": pick(rng, int(rng.integers(0, 3)), pairs[0], tuple(pairs))})

    return make


def up_sampling_2d(rng, shape, wild):
    arguments = {"size": pick(rng, 2, (1, 2), (3, 2))}
    maybe(rng, arguments, 0.5,
          interpolation=lambda: pick(rng, "nearest", "bilinear", "bicubic", "lanczos3", "lanczos5"))
    return Spec("UpSampling2D", arguments)


# ---- normalization, activation ----

def axis(rng, rank, wild):
    return int(rng.integers(-rank - 1, rank + 3)) if wild else int(pick(rng, *range(1, rank + 1), -1))


def batch_normalization(rng, shape, wild):
    arguments = maybe(rng, {}, 0.3, axis=lambda: axis(rng, len(shape), wild))
    return Spec("BatchNormalization", maybe(rng, arguments, 0.15, epsilon=0.01, scale=False, center=False))


def layer_normalization(rng, shape, wild):
    arguments = {}
    if chance(rng, 0.4):
        rank = len(shape)
        arguments["axis"] = axis(rng, rank, wild) if chance(rng, 0.5) else tuple(
            sorted(int(a) + 1 for a in rng.permutation(rank)[:rng.integers(1, rank + 1)]))
    return Spec("LayerNormalization", maybe(rng, arguments, 0.15, epsilon=0.01, scale=False, center=False))


def softmax(rng, shape, wild):
    return Spec("Softmax", maybe(rng, {}, 0.4, axis=lambda: axis(rng, len(shape), wild)))


def prelu(rng, shape, wild):
    axes = tuple(sorted(int(a) + 1 for a in rng.permutation(len(shape))[:rng.integers(1, len(shape) + 1)]))
    return Spec("PReLU", maybe(rng, {}, 0.5, shared_axes=axes))


def relu(rng, shape, wild):
    arguments = maybe(rng, {}, 0.3, max_value=1.5, negative_slope=0.1, threshold=0.25)
    if wild and chance(rng, 0.3):
        arguments[pick(rng, "max_value", "negative_slope", "threshold")] = -0.5
    return Spec("ReLU", arguments)


def rate(rng, wild):
    return float(pick(rng, -0.5, 1.5, 1.0, 0.5)) if wild and chance(rng, 0.5) else float(pick(rng, 0.0, 0.25, 0.5))


def dropout(kind, key="rate"):
    return lambda rng, shape, wild: Spec(kind, {key: rate(rng, wild)})


# ---- recurrent and wrappers ----

def recurrent(kind):
    def make(rng, shape, wild):
        arguments = {"units": units(rng, wild)}
        maybe(rng, arguments, 0.6, return_sequences=True)
        maybe(rng, arguments, 0.15, go_backwards=True, use_bias=False,
              activation=lambda: pick(rng, "relu", "softsign", "sigmoid", "tanh"))
        if kind != "SimpleRNN":
            maybe(rng, arguments, 0.15, recurrent_activation=lambda: pick(rng, "hard_sigmoid", "tanh"))
        if kind == "GRU":
            maybe(rng, arguments, 0.3, reset_after=False)
        return Spec(kind, arguments)

    return make


def bidirectional(rng, shape, wild):
    inner = draw(rng, shape, kinds=("SimpleRNN", "LSTM", "GRU"), wild=wild) if not (wild and chance(rng, 0.3)) else \
        draw(rng, shape, wild=True)
    if not wild:
        inner.arguments.pop("go_backwards", None)
    merge = maybe(rng, {}, 0.4, merge_mode=lambda: pick(rng, "sum", "mul", "ave", "concat"))
    return Spec("Bidirectional", merge, inner)


def time_distributed(rng, shape, wild):
    inner = draw(rng, shape[1:] if len(shape) > 1 else shape, wild=wild and chance(rng, 0.7), nested=True)
    return Spec("TimeDistributed", {}, inner)


# name: (ranks of the input without the batch, or None for any; how to make one)
KINDS = {
    "Dense": (None, lambda rng, shape, wild: Spec("Dense", maybe(
        rng, {"units": units(rng, wild)}, 0.3, activation=lambda: activation(rng), use_bias=False))),
    "Activation": (None, lambda rng, shape, wild: Spec("Activation", {"activation": activation(rng)})),
    "ReLU": (None, relu),
    "LeakyReLU": (None, lambda rng, shape, wild: Spec("LeakyReLU", maybe(rng, {}, 0.5, negative_slope=0.125))),
    "PReLU": (None, prelu),
    "ELU": (None, lambda rng, shape, wild: Spec("ELU", maybe(rng, {}, 0.5, alpha=0.5))),
    "Softmax": (None, softmax),
    "Identity": (None, lambda rng, shape, wild: Spec("Identity")),
    "Rescaling": (None, lambda rng, shape, wild: Spec("Rescaling", {"scale": 0.5} | maybe(rng, {}, offset=-0.25))),
    "Flatten": (None, lambda rng, shape, wild: Spec("Flatten")),
    "Reshape": (None, reshape),
    "Permute": (None, permute),
    "RepeatVector": ((1,), lambda rng, shape, wild: Spec("RepeatVector", {"n": int(rng.integers(1, 5))})),
    "Conv1D": ((2,), convolution("Conv1D", 1)),
    "Conv2D": ((3,), convolution("Conv2D", 2)),
    "DepthwiseConv1D": ((2,), convolution("DepthwiseConv1D", 1)),
    "DepthwiseConv2D": ((3,), convolution("DepthwiseConv2D", 2)),
    "SeparableConv1D": ((2,), convolution("SeparableConv1D", 1)),
    "SeparableConv2D": ((3,), convolution("SeparableConv2D", 2)),
    "Conv1DTranspose": ((2,), transposed_convolution("Conv1DTranspose", 1)),
    "Conv2DTranspose": ((3,), transposed_convolution("Conv2DTranspose", 2)),
    "MaxPooling1D": ((2,), pooling("MaxPooling1D", 1)),
    "MaxPooling2D": ((3,), pooling("MaxPooling2D", 2)),
    "AveragePooling1D": ((2,), pooling("AveragePooling1D", 1)),
    "AveragePooling2D": ((3,), pooling("AveragePooling2D", 2)),
    "GlobalMaxPooling1D": ((2,), global_pooling("GlobalMaxPooling1D")),
    "GlobalMaxPooling2D": ((3,), global_pooling("GlobalMaxPooling2D")),
    "GlobalAveragePooling1D": ((2,), global_pooling("GlobalAveragePooling1D")),
    "GlobalAveragePooling2D": ((3,), global_pooling("GlobalAveragePooling2D")),
    "ZeroPadding1D": ((2,), zero_padding("ZeroPadding1D", 1)),
    "ZeroPadding2D": ((3,), zero_padding("ZeroPadding2D", 2)),
    "Cropping1D": ((2,), cropping("Cropping1D", 1)),
    "Cropping2D": ((3,), cropping("Cropping2D", 2)),
    "UpSampling1D": ((2,), lambda rng, shape, wild: Spec("UpSampling1D", {"size": int(rng.integers(1, 4))})),
    "UpSampling2D": ((3,), up_sampling_2d),
    "BatchNormalization": (None, batch_normalization),
    "LayerNormalization": (None, layer_normalization),
    "Dropout": (None, dropout("Dropout")),
    "AlphaDropout": (None, dropout("AlphaDropout")),
    "GaussianDropout": (None, dropout("GaussianDropout")),
    "GaussianNoise": (None, dropout("GaussianNoise", "stddev")),
    "SpatialDropout1D": ((2,), dropout("SpatialDropout1D")),
    "SpatialDropout2D": ((3,), dropout("SpatialDropout2D")),
    "SimpleRNN": ((2,), recurrent("SimpleRNN")),
    "LSTM": ((2,), recurrent("LSTM")),
    "GRU": ((2,), recurrent("GRU")),
    "Bidirectional": ((2,), bidirectional),
    "TimeDistributed": ((2, 3, 4), time_distributed),
}
WRAPPERS = ("Bidirectional", "TimeDistributed")


def draw(rng, shape, wild=False, kinds=None, nested=False):
    """A random layer for an input of this shape; wild: one that need not fit."""
    names = [name for name in (kinds or KINDS)
             if (wild or KINDS[name][0] is None or len(shape) in KINDS[name][0]) and not (nested and name in WRAPPERS)]
    if not names:
        return Spec("Identity")
    # Layers for one rank, where there are many, get more than half of the draws; mistakes are made with them mostly.
    special = [name for name in names if KINDS[name][0] is not None]
    general = [name for name in names if KINDS[name][0] is None]
    share = 0.85 if wild else 0.6 if len(special) > 3 else 0.15
    names = special if special and (not general or chance(rng, share)) else general
    name = names[rng.integers(len(names))]
    return KINDS[name][1](rng, shape, wild)
