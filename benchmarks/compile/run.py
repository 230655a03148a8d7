#!/usr/bin/env python3
"""What networks cost the compiler: seconds, peak memory and binary size against depth.

    benchmarks/compile/run.py [--compilers g++ clang++-19] [--depths 1 10 50 100 200] [--repeat 3] [--only check predict train]

Rows named "include" compile the header and nothing else: the rest of a row's cost is the network's. Seconds are user +
system time of the compiler, the least of the repetitions; machines are noisy, so compare rows of one run.
  check    architecture.hpp: shapes, parameter count, names; -O0 -fsyntax-only
  predict  ctnn.hpp: a program that predicts once; -O2 -march=native, linked
  train    train.hpp: a program that trains on one batch with Adam; likewise
Networks: `dense`, a Sequential of Dense(16) layers; `residual`, blocks of Conv2D, BatchNormalization, ReLU, Conv2D,
BatchNormalization, Add, ReLU in a loop (7 layers each); `lstm`, a Sequential of LSTM(16) layers; `digits`, the network of
examples/12_digits_from_scratch, of one depth. clang gets -fconstexpr-steps: its default ends at about 700 layers.
"""
import argparse
import os
import pathlib
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parents[2]

HEADERS = {"check": "architecture", "predict": "ctnn", "train": "train"}
HEAD = """#include <ctnn/{header}.hpp>
using namespace ctnn;
using namespace ctnn::literals;
"""

RESIDUAL = """
constexpr symbol block(symbol h) {{
    auto y = ReLU()(BatchNormalization()(Conv2D(8_c, 3_c, padding = same)(h)));
    y = BatchNormalization()(Conv2D(8_c, 3_c, padding = same)(y));
    return ReLU()(Add()(h, y));
}}
constexpr auto net = functional([] {{
    auto x = Input(shape<8, 8, 8>);
    symbol h = x;
    for (int i = 0; i < {n}; ++i) h = block(h);
    return Model(inputs = x, outputs = Dense(10_c)(GlobalAveragePooling2D()(h)));
}});
"""
DIGITS = """
constexpr auto net = Sequential(
    Rescaling(0.0625_c, input_shape = shape<8, 8, 1>),
    Conv2D(8_c, 3_c, padding = same, use_bias = false_c),
    BatchNormalization(),
    ReLU(),
    Conv2D(20_c, 3_c, padding = same, use_bias = false_c),
    BatchNormalization(),
    ReLU(),
    MaxPooling2D(),
    Flatten(),
    Dropout(0.4_c),
    Dense(10_c, activation = softmax));
"""


def network(kind, n):
    if kind == "residual":
        return RESIDUAL.format(n=n)
    if kind == "digits":
        return DIGITS
    first, rest = {
        "dense": ("Dense(16_c, input_shape = shape<16>)", "Dense(16_c)"),
        "lstm": ("LSTM(16_c, return_sequences = true_c, input_shape = shape<8, 16>)",
                 "LSTM(16_c, return_sequences = true_c)"),
    }[kind]
    return "\nconstexpr auto net = Sequential(\n    " + ",\n    ".join([first] + [rest] * (n - 1)) + ");\n"


INPUTS = {"dense": "16", "residual": "8, 8, 8", "lstm": "8, 16", "digits": "8, 8, 1"}
LOSSES = {"digits": "categorical_crossentropy"}
OUTPUTS = {"dense": "16", "residual": "10", "lstm": "8, 16", "digits": "10"}
CHECK = "static_assert(net.param_count > 0);\n"
PREDICT = """
int main() {{
    const auto model = net.build(seed = 42);
    const tensor<float, {shape}> x{{}};
    return model.predict(x).data()[0] > 1e6f;
}}
"""
TRAIN = """
int main() {{
    auto model = net.build(seed = 42);
    const std::vector<tensor<float, {shape}>> x(32);
    const std::vector<tensor<float, {target}>> y(32);
    auto trainer = compile(model, optimizer = Adam(), loss = {loss});
    return trainer.train_on_batch(x, y)["loss"] > 1e6;
}}
"""


def source(kind, n, mode):
    text = HEAD.format(header=HEADERS[mode])
    if kind == "include":
        return text + ("int main() {}\n" if mode != "check" else "")
    program = {"check": CHECK, "predict": PREDICT, "train": TRAIN}[mode]
    return text + network(kind, n) + (program if mode == "check" else program.format(
        shape=INPUTS[kind], target=OUTPUTS[kind], loss=LOSSES.get(kind, "mse")))


def compile(compiler, text, mode, folder):
    """(seconds, MB, bytes of text and data) or the first line of the error."""
    path = folder / "network.cpp"
    path.write_text(text)
    out = folder / "network"
    flags = ["-fsyntax-only"] if mode == "check" else ["-O2", "-march=native", "-o", str(out)]
    steps = ["-fconstexpr-steps=100000000"] if "clang" in compiler else []
    command = [*compiler.split(), "-std=c++20", *steps, "-I", str(ROOT / "include"), *flags, str(path)]
    errors = folder / "errors"
    pid = os.fork()
    if pid == 0:
        with open(errors, "w") as f:
            os.dup2(f.fileno(), 2)
        os.execvp(command[0], command)
    _, status, use = os.wait4(pid, 0)
    if status:
        lines = [line for line in errors.read_text().splitlines() if "error" in line]
        return (lines or ["failed"])[0]
    size = 0
    if mode != "check":
        fields = subprocess.run(["size", str(out)], capture_output=True, text=True).stdout.splitlines()[1].split()
        size = int(fields[0])
    return use.ru_utime + use.ru_stime, use.ru_maxrss / 1024, size


def main():
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--compilers", nargs="+", default=["g++", "clang++-19"])
    arguments.add_argument("--depths", nargs="+", type=int, default=[1, 10, 50, 100, 200])
    arguments.add_argument("--kinds", nargs="+", default=["dense", "residual", "lstm", "digits"])
    arguments.add_argument("--only", nargs="+", default=["check", "predict", "train"])
    arguments.add_argument("--repeat", type=int, default=3)
    given = arguments.parse_args()
    print(f"{'compiler':12} {'what':8} {'network':9} {'depth':>5} {'seconds':>8} {'beyond':>7} {'MB':>6} {'beyond':>6} {'text kB':>8}")
    with tempfile.TemporaryDirectory() as folder:
        for compiler in given.compilers:
            for mode in given.only:
                bare = None
                for kind, n in [("include", 0)] + \
                        [(k, n) for k in given.kinds for n in (given.depths if k != "digits" else [1])]:
                    runs = [compile(compiler, source(kind, n, mode), mode, pathlib.Path(folder)) for _ in range(given.repeat)]
                    if isinstance(runs[0], str):
                        print(f"{compiler:12} {mode:8} {kind:9} {n:5} {runs[0][:160]}")
                        continue
                    seconds, memory, size = (min(r[i] for r in runs) for i in range(3))
                    bare = bare or (seconds, memory)
                    print(f"{compiler:12} {mode:8} {kind:9} {n:5} {seconds:8.2f} {seconds - bare[0]:7.2f} {memory:6.0f} "
                          f"{memory - bare[1]:6.0f} {size / 1024:8.0f}")
                    sys.stdout.flush()


main()
