"""The benchmarked networks in PyTorch, with Keras' weights: build(name, weights), inputs(x)."""
import torch
from torch import nn


class Weights:
    """Keras' weights by layer: each kind of layer is numbered in the order in which it was made."""

    def __init__(self, arrays):
        self.arrays, self.made = arrays, {}

    def next(self, kind):
        n = self.made[kind] = self.made.get(kind, -1) + 1
        layer = f"{kind}_{n}" if n else kind
        return [torch.from_numpy(self.arrays[f"{layer}/{i}"])
                for i in range(sum(k.startswith(layer + "/") for k in self.arrays))]


def copy(pairs):
    with torch.no_grad():
        for parameter, value in pairs:
            parameter.copy_(value)


def dense(weights, flattened=None):
    kernel, bias = weights.next("dense")
    if flattened:  # (height, width, channels) to PyTorch's (channels, height, width)
        kernel = kernel.reshape(*flattened, -1).permute(2, 0, 1, 3).reshape(kernel.shape)
    layer = nn.Linear(*kernel.shape)
    copy([(layer.weight, kernel.T), (layer.bias, bias)])
    return layer


def conv(weights, stride=1, bias=True):
    kernel, *biases = weights.next("conv2d")
    height, width, channels, filters = kernel.shape
    layer = nn.Conv2d(channels, filters, (height, width), stride, bias=bias)
    copy([(layer.weight, kernel.permute(3, 2, 0, 1))] + ([(layer.bias, biases[0])] if bias else []))
    return layer


def normalization(weights):
    gamma, beta, mean, variance = weights.next("batch_normalization")
    layer = nn.BatchNorm2d(len(gamma), eps=1e-3, momentum=0.01)
    copy([(layer.weight, gamma), (layer.bias, beta), (layer.running_mean, mean), (layer.running_var, variance)])
    return layer


class Recurrent(nn.Module):
    def __init__(self, weights, layers):
        super().__init__()
        kernels = [weights.next("lstm") for _ in range(layers)]
        self.layer = nn.LSTM(kernels[0][0].shape[0], kernels[0][1].shape[0], layers, batch_first=True)
        for i, (kernel, recurrent, bias) in enumerate(kernels):
            other = getattr(self.layer, f"bias_hh_l{i}")
            copy([(getattr(self.layer, f"weight_ih_l{i}"), kernel.T), (other, torch.zeros_like(other)),
                  (getattr(self.layer, f"weight_hh_l{i}"), recurrent.T), (getattr(self.layer, f"bias_ih_l{i}"), bias)])
            other.requires_grad = False  # Keras has one bias

    def forward(self, x):
        return self.layer(x)[0][:, -1]


class Same(nn.Module):
    """Keras' padding = same: with strides it is not the same on both sides."""

    def __init__(self, convolution):
        super().__init__()
        self.convolution = convolution

    def forward(self, x):
        sides = []
        for n, k, s in reversed(list(zip(x.shape[2:], self.convolution.kernel_size, self.convolution.stride))):
            total = max(0, (-(-n // s) - 1) * s + k - n)
            sides += [total // 2, total - total // 2]
        if sides[0] == sides[1] == sides[2] == sides[3]:
            c = self.convolution
            return nn.functional.conv2d(x, c.weight, c.bias, c.stride, sides[0])
        return self.convolution(nn.functional.pad(x, sides))


class Block(nn.Module):
    def __init__(self, weights, stride):
        super().__init__()
        self.first = nn.Sequential(Same(conv(weights, stride, False)), normalization(weights), nn.ReLU(),
                                   Same(conv(weights, 1, False)), normalization(weights))
        self.other = nn.Identity()
        if stride != 1:
            self.other = nn.Sequential(conv(weights, stride, False), normalization(weights))

    def forward(self, x):
        return torch.relu(self.first(x) + self.other(x))


class Mean(nn.Module):
    def forward(self, x):
        return x.mean((2, 3))


def mlp784(w):
    return nn.Sequential(dense(w), nn.ReLU(), dense(w), nn.ReLU(), dense(w))


def lstm_seed(w):
    return nn.Sequential(Recurrent(w, 3), dense(w))


def mnist_cnn(w):
    return nn.Sequential(conv(w), nn.ReLU(), nn.MaxPool2d(2), conv(w), nn.ReLU(), nn.MaxPool2d(2), nn.Flatten(),
                         dense(w, (5, 5, 64)[:2] + (64,)), nn.ReLU(), dense(w))


def resnet20(w):
    head = [Same(conv(w, 1, False)), normalization(w), nn.ReLU()]
    blocks = [Block(w, stride) for stride in (1, 1, 1, 2, 1, 1, 2, 1, 1)]
    return nn.Sequential(*head, *blocks, Mean(), dense(w))


def build(name, arrays):
    """Without the softmax, which PyTorch's loss includes."""
    model = globals()[name](Weights(arrays))
    return model.to(memory_format=torch.channels_last).train()


def inputs(x):
    return x.permute(0, 3, 1, 2) if x.ndim == 4 else x
