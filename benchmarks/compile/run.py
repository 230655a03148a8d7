#!/usr/bin/env python3
"""What networks cost the compiler: seconds, peak memory and binary size against depth.

    benchmarks/compile/run.py [--compilers g++ clang++-19] [--depths 1 10 50 100 200] [--repeat 3]
                              [--only check predict train network]

Rows named "include" compile the header and nothing else: the rest of a row's cost is the network's. Seconds are user +
system time of the compiler, the least of the repetitions; machines are noisy, so compare rows of one run.
  check    architecture.hpp: shapes, parameter count, names; -O0 -fsyntax-only
  predict  ctnn.hpp: a program that predicts once; -O2 -march=native, linked
  train    train.hpp: a program that trains on one batch with Adam; likewise
  network  ctnn.hpp: a program that predicts once with a network of benchmarks/networks; -O3 -march=native -c, compiled once
           whatever --repeat says. kB are those of the object's code, without tables (.text*); of the others, of all that is
           only read in the linked program
Networks: `dense`, a Sequential of Dense(16) layers; `residual`, blocks of Conv2D, BatchNormalization, ReLU, Conv2D,
BatchNormalization, Add, ReLU in a loop (7 layers each); `lstm`, a Sequential of LSTM(16) layers; `digits`, the network of
examples/12_digits_from_scratch, of one depth. clang gets -fconstexpr-steps: its default ends at about 700 layers.

The last column names the limit that a row has to keep, if it has one, and whether it is exceeded.
"""
import argparse
import os
import pathlib
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parents[2]

HEADERS = {"check": "architecture", "predict": "ctnn", "train": "train", "network": "ctnn"}
FLAGS = {"check": ["-fsyntax-only"], "predict": ["-O2", "-march=native"], "train": ["-O2", "-march=native"],
         "network": ["-O3", "-march=native", "-c"]}
# seconds or kB, by (what, network, depth): shapes are checked in well under half a second, 700 layers (100 blocks) in 0.6
LIMITS = {("check", "include", 0): "0.5 s", ("check", "dense", 100): "0.5 s", ("check", "residual", 100): "0.6 s",
          ("network", "resnet20", 1): "15 s", ("network", "mobilenet", 1): "15 s",
          ("network", "mlp784", 1): "20 kB", ("network", "digits_cnn", 1): "60 kB"}
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


INPUTS = {"dense": "16", "residual": "8, 8, 8", "lstm": "8, 16", "digits": "8, 8, 1",
          "mlp784": "784", "digits_cnn": "8, 8, 1", "resnet20": "32, 32, 3", "mobilenet": "96, 96, 3"}
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
NETWORK = """
#include "{name}.hpp"
int main() {{
    const auto model = {name}::model();
    const tensor<float, {shape}> x{{}};
    auto w = model.workspace();
    return model.predict(x, w).data()[0] > 1e6f;
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
    if mode == "network":
        return text + NETWORK.format(name=kind, shape=INPUTS[kind])
    program = {"check": CHECK, "predict": PREDICT, "train": TRAIN}[mode]
    return text + network(kind, n) + (program if mode == "check" else program.format(
        shape=INPUTS[kind], target=OUTPUTS[kind], loss=LOSSES.get(kind, "mse")))


def compile(compiler, text, mode, folder):
    """(seconds, MB, bytes of text) or the first line of the error."""
    path = folder / "network.cpp"
    path.write_text(text)
    out = folder / "network"
    flags = FLAGS[mode] + (["-o", str(out)] if mode != "check" else [])
    steps = ["-fconstexpr-steps=100000000"] if "clang" in compiler else []
    folders = ["-I", str(ROOT / "include"), "-I", str(ROOT / "benchmarks" / "networks")]
    command = [*compiler.split(), "-std=c++20", *steps, *folders, *flags, str(path)]
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
    return use.ru_utime + use.ru_stime, use.ru_maxrss / 1024, text_bytes(out, mode) if mode != "check" else 0


def text_bytes(program, mode):
    """Of an object the sections of code, each kernel has its own; of a program what `size` calls text."""
    lines = subprocess.run(["size", *(["-A"] if mode == "network" else []), str(program)],
                           capture_output=True, text=True, check=True).stdout.splitlines()
    if mode != "network":
        return int(lines[1].split()[0])
    return sum(int(line.split()[1]) for line in lines if line.startswith(".text"))


def limit(row, seconds, size):
    """The row's limit, and whether it is exceeded."""
    text = LIMITS.get(row, "")
    if not text:
        return ""
    most, unit = text.split()
    return text + (", exceeded" if (seconds if unit == "s" else size / 1024) > float(most) else "")


def main():
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--compilers", nargs="+", default=["g++", "clang++-19"])
    arguments.add_argument("--depths", nargs="+", type=int, default=[1, 10, 50, 100, 200])
    arguments.add_argument("--kinds", nargs="+", default=["dense", "residual", "lstm", "digits"])
    arguments.add_argument("--only", nargs="+", default=["check", "predict", "train", "network"], choices=HEADERS)
    arguments.add_argument("--networks", nargs="+", default=["mlp784", "digits_cnn", "resnet20", "mobilenet"])
    arguments.add_argument("--repeat", type=int, default=3)
    given = arguments.parse_args()
    print(f"{'compiler':12} {'what':8} {'network':9} {'depth':>5} {'seconds':>8} {'beyond':>7} {'MB':>6} {'beyond':>6} {'text kB':>8} limit")
    with tempfile.TemporaryDirectory() as folder:
        for compiler in given.compilers:
            for mode in given.only:
                bare = None
                rows = [(k, 1) for k in given.networks] if mode == "network" else \
                    [(k, n) for k in given.kinds for n in (given.depths if k != "digits" else [1])]
                for kind, n in [("include", 0)] + rows:
                    runs = [compile(compiler, source(kind, n, mode), mode, pathlib.Path(folder))
                            for _ in range(given.repeat if mode != "network" else 1)]
                    if isinstance(runs[0], str):
                        print(f"{compiler:12} {mode:8} {kind:9} {n:5} {runs[0][:160]}")
                        continue
                    seconds, memory, size = (min(r[i] for r in runs) for i in range(3))
                    bare = bare or (seconds, memory)
                    print(f"{compiler:12} {mode:8} {kind:9} {n:5} {seconds:8.2f} {seconds - bare[0]:7.2f} {memory:6.0f} "
                          f"{memory - bare[1]:6.0f} {size / 1024:8.1f} {limit((mode, kind, n), seconds, size)}".rstrip())
                    sys.stdout.flush()


main()
