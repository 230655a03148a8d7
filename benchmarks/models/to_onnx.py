"""Keras networks as ONNX, as a person would write it for the runtimes: channels first behind one Transpose, the operators
LSTM and GRU, every BatchNormalization folded into what is before it (as TensorFlow Lite's converter does). tf2onnx keeps
TensorFlow's view of the network, with many small operators, which costs ONNX Runtime and OpenVINO up to half of their speed.

    onnx_bytes(model, batch)"""
import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper


class Writer:
    def __init__(self):
        self.nodes, self.constants = [], []

    def constant(self, values):
        name = f"c{len(self.constants)}"
        self.constants.append(numpy_helper.from_array(np.ascontiguousarray(values), name))
        return name

    def add(self, operator, *inputs, outputs=1, **attributes):
        """The name of the (last) output; unused ones before it have no name."""
        name = f"v{len(self.nodes)}"
        self.nodes.append(helper.make_node(operator, inputs, [""] * (outputs - 1) + [name], **attributes))
        return name


def pads(layer, shape):
    """Zeros before and after each axis of an image (height, width, channels), as Keras puts them."""
    before, after = [], []
    for size, k, stride, dilation in zip(shape, layer.kernel_size, layer.strides, layer.dilation_rate):
        reach = (k - 1) * dilation
        total = {"valid": 0, "causal": reach, "same": max((-(-size // stride) - 1) * stride + reach + 1 - size, 0)}
        total = total[layer.padding]
        before.append(total if layer.padding == "causal" else total // 2)
        after.append(total - before[-1])
    return before + after


def activated(w, layer, x):
    name = layer.activation.__name__
    if name == "linear":
        return x
    return w.add("Softmax", x, axis=-1) if name == "softmax" else w.add(name.capitalize(), x)


def folded(layer, normalization):
    """The layer's kernel and bias with those of the BatchNormalization behind it."""
    kernel, *bias = layer.get_weights()
    bias = bias[0] if bias else np.zeros(layer.output.shape[-1], "float32")
    if normalization:
        gamma, beta, mean, variance = normalization.get_weights()
        scale = gamma / np.sqrt(variance + normalization.epsilon)
        kernel = kernel * (scale[:, None] if type(layer).__name__ == "DepthwiseConv2D" else scale)
        bias = (bias - mean) * scale + beta
    return kernel, bias


def convolution(w, layer, x, normalization):
    kernel, bias = folded(layer, normalization)
    depthwise = type(layer).__name__ == "DepthwiseConv2D"
    kernel = np.moveaxis(kernel, (-2, -1), (0, 1) if depthwise else (1, 0))
    y = w.add("Conv", x, w.constant(kernel), w.constant(bias), pads=pads(layer, layer.input.shape[1:-1]),
              strides=list(layer.strides), dilations=list(layer.dilation_rate),
              group=layer.input.shape[-1] if depthwise else 1)
    return activated(w, layer, y)


def dense(w, layer, x, normalization, image):
    """`image`: the shape (height, width, channels) whose elements x holds with the channels first."""
    kernel, bias = folded(layer, normalization)
    if image:
        kernel = np.moveaxis(kernel.reshape(*image, -1), -2, 0).reshape(kernel.shape)
    if len(layer.input.shape) == 2:
        y = w.add("Gemm", x, w.constant(kernel), w.constant(bias))
    else:
        y = w.add("Add", w.add("MatMul", x, w.constant(kernel)), w.constant(bias))
    return activated(w, layer, y)


def recurrent(w, layer, x):
    """(steps, batch, features) -> (steps, batch, units), or (batch, units)"""
    kernel, recurrent_kernel, bias = layer.get_weights()
    units, extra = layer.units, {}
    if type(layer).__name__ == "LSTM":      # gates i f c o -> i o f c
        gates = np.r_[0:units, 3 * units:4 * units, units:3 * units]
        bias = np.r_[bias[gates], np.zeros_like(bias)]
    else:                                   # z r h in both
        gates, extra = np.r_[0:3 * units], {"linear_before_reset": 1}
        bias = bias.reshape(-1)
    weights = [w.constant(a[None]) for a in (kernel.T[gates], recurrent_kernel.T[gates], bias)]
    whole = layer.return_sequences
    y = w.add(type(layer).__name__, x, *weights, outputs=1 if whole else 2, hidden_size=units, **extra)
    return w.add("Squeeze", y, w.constant(np.array([1 if whole else 0])))


def onnx_bytes(model, batch):
    w = Writer()
    shape = tuple(model.input_shape[1:])
    has = {type(l).__name__ for l in model.layers}
    steps_first, channels_first = bool(has & {"LSTM", "GRU"}), bool(has & {"Conv1D", "Conv2D"})
    x = "x"
    if steps_first:
        x = w.add("Transpose", x, perm=[1, 0, 2])
    elif channels_first:
        x = w.add("Transpose", x, perm=[0, len(shape), *range(1, len(shape))])
    values = {id(model.inputs[0]): x}
    feeds = {id(l.input): l for l in model.layers if type(l).__name__ == "BatchNormalization"}
    image = None
    for layer in model.layers:
        kind = type(layer).__name__
        if kind == "InputLayer":
            continue
        x = [values[id(t)] for t in (layer.input if isinstance(layer.input, list) else [layer.input])]
        normalization = feeds.get(id(layer.output))
        match kind:
            case "Conv1D" | "Conv2D" | "DepthwiseConv2D":
                y = convolution(w, layer, *x, normalization)
            case "Dense":
                y, image = dense(w, layer, *x, normalization, image), None
            case "LSTM" | "GRU":
                y = recurrent(w, layer, *x)
                steps_first = layer.return_sequences
            case "BatchNormalization":
                y = x[0]
            case "ReLU":
                limit = layer.max_value
                y = w.add("Relu", *x) if limit is None else w.add(
                    "Clip", *x, w.constant(np.float32(0)), w.constant(np.float32(limit)))
            case "Add":
                y = w.add("Add", *x)
            case "MaxPooling2D":
                y = w.add("MaxPool", *x, kernel_shape=layer.pool_size, strides=layer.strides)
            case "GlobalAveragePooling1D" | "GlobalAveragePooling2D":
                y = w.add("Flatten", w.add("GlobalAveragePool", *x))
            case "Flatten":
                image = layer.input.shape[1:]
                y = w.add("Flatten", *x)
            case _:
                raise ValueError(kind)
        values[id(layer.output)] = y
    y = values[id(model.outputs[0])]
    if steps_first:
        y = w.add("Transpose", y, perm=[1, 0, 2])
    w.nodes[-1].output[0] = "y"
    graph = helper.make_graph(
        w.nodes, model.name, [helper.make_tensor_value_info("x", TensorProto.FLOAT, (batch, *shape))],
        [helper.make_tensor_value_info("y", TensorProto.FLOAT, (batch, *model.output_shape[1:]))], w.constants)
    file = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=8)
    onnx.checker.check_model(file, full_check=True)
    return file.SerializeToString()
