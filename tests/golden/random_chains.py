"""Random chains of layers, and pairs of chains that are merged, fitting and not: does ctnn compile what Keras builds, and
refuse what Keras refuses?

    python random_chains.py --count 100 --seed 1
    python random_chains.py --compiler "clang++ -std=c++20 -Iinclude" --layers Dense,Dropout,Flatten

About half of the chains are ones that Keras refuses. Chains that Keras builds are compiled many to a source, with their
output_shape and param_count asserted; those that it refuses one to a source, where the compiler must report exactly one
error, which is a sentence; those that ctnn refuses on purpose must be refused. What Keras builds but cannot run on one
sample takes no part. A disagreement is printed with its seed (`--seed N --count 1 --chain` makes that chain again), as Keras code and
as the C++ that was compiled. The exit status is 1 if there was one.
"""

import argparse
import concurrent.futures
import pathlib
import shlex
import subprocess
import sys
import tempfile

from golden import HERE, keras, np
from random_layers import ACTIVATIONS, KINDS, Spec, chance, draw, maybe, pick

# What ctnn refuses on purpose though Keras builds it without a word. (name, does it apply to this layer on this input
# with this output, why).
REFUSED_ON_PURPOSE = [
    ("strides with dilation", lambda s, x, y: s.kind.startswith(("DepthwiseConv", "SeparableConv"))
        and not all_ones(s.arguments.get("strides", 1)) and not all_ones(s.arguments.get("dilation_rate", 1)),
     "Conv2D refuses the pair; DepthwiseConv and SeparableConv build, and mean something else on each backend"),
    ("negative ZeroPadding2D", lambda s, x, y: s.kind == "ZeroPadding2D" and negative(s.arguments["padding"]),
     "Keras refuses it in one dimension only"),
    ("axis of Softmax out of range", lambda s, x, y: s.kind == "Softmax"
        and not -len(x) <= s.arguments.get("axis", -1) <= len(x),
     "Keras finds it when the network runs"),
    ("axis of the batch", lambda s, x, y: s.kind in ("Softmax", "BatchNormalization", "LayerNormalization")
        and touches_batch(s.arguments.get("axis", -1), len(x)),
     "Keras would mix the samples of a batch"),
    ("an empty result", lambda s, x, y: 0 in y, "no sample can pass through a layer without elements"),
    ("noise_shape that does not fit", lambda s, x, y: any(n not in (None, 1, extent)
        for n, extent in zip((s.arguments.get("noise_shape") or ())[1:], x)),
     "Keras finds it when it trains"),
    ("shared_axes of the batch or from the end", lambda s, x, y: s.kind == "PReLU"
        and any(a < 1 for a in s.arguments.get("shared_axes") or ()),
     "Keras counts them from the wrong end"),
    ("negative variance", lambda s, x, y: s.kind == "Normalization"
        and any(v < 0 for v in s.arguments.get("variance") or ()),
     "Keras takes the root of it, the result is NaN"),
    ("softmax or glu inside a recurrent layer", lambda s, x, y: s.kind in RECURRENT
        and not {s.arguments.get("activation"), s.arguments.get("recurrent_activation")} <= {None, *ELEMENTWISE},
     "a limit of ctnn: what runs in a cell acts on each number by itself"),
    ("Embedding of what is not whole", lambda s, x, y: s.kind == "Embedding" and s.after_weights,
     "Keras cuts off the fractions of what a layer with weights computes"),
    ("merging one input", lambda s, x, y: s.kind in MERGES and len(x) == 1,
     "nothing is merged"),
    ("epsilon or momentum out of range", lambda s, x, y: s.arguments.get("epsilon", 0) < 0
        or not 0 <= s.arguments.get("momentum", 0) <= 1,
     "Keras divides by the root of a negative number"),
    # Never drawn here: input_shape on a later layer (Keras ignores it, ctnn checks it), input_dim = 0, activation = glu
    # (Keras' output_shape is wrong), targets that broadcast.
]
CANNOT_RUN = "Keras builds it and cannot run it"
RECURRENT = ("SimpleRNN", "LSTM", "GRU")
ELEMENTWISE = [a for a in ACTIVATIONS if a not in ("softmax", "log_softmax")]
MERGES = ("Add", "Subtract", "Multiply", "Average", "Maximum", "Minimum", "Concatenate", "Dot")


def all_ones(value):
    return all(v == 1 for v in (value if isinstance(value, tuple) else (value,)))


def negative(value):
    return any(negative(v) for v in value) if isinstance(value, tuple) else value < 0


def touches_batch(axis, rank):
    return any(a in (0, -rank - 1) for a in (axis if isinstance(axis, tuple) else (axis,)))


# ---- layers and mistakes that random models have no use for ----

def numbers(rng, n, low=-2.0):
    return tuple(round(float(v), 2) for v in rng.uniform(low, 2, n))


def normalization(rng, shape, wild):
    arguments = {}
    if chance(rng, 0.7):
        n = shape[-1] if not (wild and chance(rng, 0.5)) else int(rng.integers(1, 7))
        arguments["mean"] = numbers(rng, n)
        if not (wild and chance(rng, 0.3)):
            arguments["variance"] = numbers(rng, n, -0.2 if wild else 0.1)
    elif chance(rng, 0.5):
        arguments["axis"] = int(rng.integers(-len(shape) - 1, len(shape) + 2)) if wild else -1
    return Spec("Normalization", maybe(rng, arguments, 0.3, invert=True))


def embedding(rng, shape, wild):
    low = -1 if wild else 1
    return Spec("Embedding", {"input_dim": int(rng.integers(low, 9)), "output_dim": int(rng.integers(low, 6))})


def value_out_of_range(rng, shape, wild):
    """A layer for this input with one argument that may be out of its range."""
    n = int(rng.integers(-2, 3)) if wild else int(rng.integers(1, 3))
    x = float(pick(rng, -0.5, 0.0, 0.5, 1.0, 1.5)) if wild else 0.5
    rank = len(shape)
    choices = [
        Spec("LeakyReLU", {"negative_slope": x}),
        Spec("ReLU", {pick(rng, "max_value", "negative_slope", "threshold"): x}),
        Spec("BatchNormalization", {"epsilon": abs(x) if not wild else x}),
        Spec("PReLU", {"shared_axes": (int(rng.integers(-1 if wild else 1, rank + (2 if wild else 1))),)}),
        Spec("Dense", {"units": n, "kernel_initializer": pick(rng, "orthogonal", "identity", "he_normal")}),
        Spec("Dense", {"units": abs(n) + 1,
                       "bias_initializer": pick(rng, "orthogonal", "identity", "ones") if wild else "ones"}),
        Spec("Dropout", {"rate": x, "noise_shape": (None, *(int(pick(rng, 1, e, *([e + 1] if wild else []))) for e in shape))}),
        Spec("GaussianNoise", {"stddev": x}),
        Spec("RepeatVector", {"n": n}),
        Spec("Reshape", {"target_shape": (-1, n, *([-1] if wild and chance(rng, 0.3) else []))}),
        Spec("Permute", {"dims": tuple(int(d) for d in rng.integers(0 if wild else 1, rank + 1, rank))}),
    ]
    if rank == 2:
        choices += [
            Spec("UpSampling1D", {"size": n}),
            Spec("ZeroPadding1D", {"padding": pick(rng, n, (n, 1), *([(1, 1, 1)] if wild else []))}),
            Spec("Cropping1D", {"cropping": pick(rng, (0, 1), (n, 0))}),
            Spec("Conv1D", {"filters": n, "kernel_size": pick(rng, 1, n, *([(1, 1)] if wild else [])), "strides": pick(rng, 1, n)}),
            Spec("SeparableConv1D", {"filters": 2, "kernel_size": 1, "depth_multiplier": n}),
            Spec("MaxPooling1D", {"pool_size": pick(rng, 1, n), "strides": pick(rng, None, n)}),
            Spec("LSTM", {"units": n, "dropout": x, "activation": pick(rng, "tanh", *(["softmax"] if wild else []))}),
            Spec("GRU", {"units": 2, "recurrent_initializer": pick(rng, "orthogonal", "identity", "glorot_normal")}),
        ]
    if rank == 3:
        choices += [
            Spec("UpSampling2D", {"size": pick(rng, n, (n, 1))}),
            Spec("ZeroPadding2D", {"padding": pick(rng, (n, 1), ((0, 1), (n, 0)))}),
            Spec("Cropping2D", {"cropping": pick(rng, (n, 0), ((0, n), (0, 0)))}),
            Spec("Conv2D", {"filters": 2, "kernel_size": pick(rng, 1, (1, n), *([(1, 1, 1)] if wild else [])),
                            "strides": pick(rng, 1, (n, 1))}),
            Spec("DepthwiseConv2D", {"kernel_size": 1, "depth_multiplier": n}),
            Spec("Conv2DTranspose", {"filters": n, "kernel_size": pick(rng, 2, (2, 2, 2) if wild else 2), "strides": 2}),
            Spec("AveragePooling2D", {"pool_size": pick(rng, n, (n, 1))}),
        ]
    return choices[rng.integers(len(choices))]


MORE = (normalization, embedding, value_out_of_range)


def draw_any(rng, shape, wild=False, kinds=tuple(KINDS)):
    if len(kinds) == len(KINDS) and chance(rng, 0.4 if wild else 0.15):
        return MORE[rng.integers(len(MORE)) if chance(rng, 0.5) else 2](rng, shape, wild)
    return draw(rng, shape, wild=wild, kinds=kinds)


def merge(rng, shapes):
    """A layer that merges inputs of these shapes, with arguments that often fit."""
    kind = pick(rng, *MERGES, "Concatenate", "Dot")
    rank = max(map(len, shapes))
    if kind == "Concatenate":
        return Spec(kind, maybe(rng, {}, 0.7, axis=int(rng.integers(-rank - 1, rank + 2))))
    if kind == "Dot":
        axes = int(rng.integers(-1, rank + 1)) if chance(rng, 0.5) else tuple(int(a) for a in rng.integers(1, rank + 1, 2))
        return Spec(kind, maybe(rng, {"axes": axes}, 0.3, normalize=True))
    return Spec(kind)


class Chain:
    """Layers on an input; `mistake` is what Keras says, None if it builds them."""

    def __init__(self, seed, wanted, kinds, rank=None):
        self.rng = rng = np.random.default_rng(seed)
        self.seed = seed
        rank = rank or int(rng.integers(1, 5))
        self.input_shape = tuple(int(v) for v in rng.integers(1, [18, 12, 9, 6][rank - 1], rank))
        self.layers, self.mistake, self.excluded = [], None, None
        length = int(rng.integers(1, 6))
        wild_at = int(rng.integers(length)) if wanted == "refused" else -1
        keras.backend.clear_session()
        self.build(length, wild_at, kinds)
        self.by_keyword = chance(rng, 0.5)

    def build(self, length, wild_at, kinds):
        rng, weights = self.rng, False
        shape, model = self.input_shape, keras.Sequential([keras.Input(self.input_shape)])
        for i in range(length):
            spec = draw_any(rng, shape, wild=i == wild_at, kinds=kinds)
            spec.after_weights = weights
            self.layers.append(spec)
            try:
                model.add(spec.keras())
                before, shape = shape, tuple(model.output_shape[1:])
                weights = bool(model.layers[-1].weights)
            except Exception as error:  # Keras raises many kinds
                self.mistake = " ".join(str(error).split())[:160]
                # What follows a mistake must not add another.
                self.layers += [draw(rng, shape, kinds=kinds) for _ in range(rng.integers(0, 3))]
                break
            self.excluded = self.excluded or self.on_purpose(spec, before, shape)
            if self.excluded or len(shape) > 4 or np.prod(shape) > 4000:
                break
        if self.mistake is None:
            self.output_shape, self.param_count = shape, model.count_params()
            if not self.excluded:
                self.excluded = self.cannot_run(model, [self.input_shape])

    @staticmethod
    def cannot_run(model, shapes):
        try:
            x = [np.zeros((1, *s), "float32") for s in shapes]
            model(x if len(x) > 1 else x[0])
        except Exception:
            return CANNOT_RUN
        return None

    @staticmethod
    def on_purpose(spec, x, y):
        if spec.wrapped is not None:
            spec.wrapped.after_weights = False
            step = spec.kind == "TimeDistributed"
            inner = Chain.on_purpose(spec.wrapped, x[1:] if step else x, y[1:] if step else y)
            if inner:
                return inner
        return next((name for name, applies, _ in REFUSED_ON_PURPOSE if applies(spec, x, y)), None)

    def python(self):
        return f"Sequential([Input({self.input_shape}), {', '.join(s.python() for s in self.layers)}])"

    def cpp(self):
        shape = f"shape<{', '.join(map(str, self.input_shape))}>"
        first, rest = self.layers[0], self.layers[1:]
        if self.by_keyword:
            parts = [first.cpp([f"input_shape = {shape}"]), *(s.cpp() for s in rest)]
        else:
            parts = [f"Input({shape})", *(s.cpp() for s in self.layers)]
        return f"constexpr auto chain_{self.seed} = Sequential({', '.join(parts)});\n"

    def cpp_checked(self):
        shape = f"shape<{', '.join(map(str, self.output_shape))}>"
        name = f"chain_{self.seed}"
        return self.cpp() + (f"static_assert({name}.output_shape == {shape});\n"
                             f"static_assert({name}.param_count == {self.param_count});\n")


class Fork(Chain):
    """Two inputs, a few layers on each, one that merges them, and sometimes one behind it."""

    def build(self, length, wild_at, kinds):
        rng = self.rng
        second = self.input_shape if chance(rng, 0.5) else tuple(int(v) for v in rng.integers(1, 6, rng.integers(1, 4)))
        self.shapes = [self.input_shape, second]
        if chance(rng, 0.3):  # one extent differs, or is stretched
            other = list(self.input_shape)
            other[rng.integers(len(other))] = int(pick(rng, 1, 2, 3))
            self.shapes[1] = tuple(other)
        self.branches, ends = [[], []], []
        try:
            inputs = [keras.Input(s) for s in self.shapes]
            for x, branch in zip(inputs, self.branches):
                if chance(rng, 0.4):
                    spec = draw(rng, tuple(x.shape[1:]), kinds=kinds)
                    spec.after_weights = False
                    branch.append(spec)
                    before, x = tuple(x.shape[1:]), spec.keras()(x)
                    self.excluded = self.excluded or self.on_purpose(spec, before, tuple(x.shape[1:]))
                ends.append(x)
            shapes = [tuple(x.shape[1:]) for x in ends]
            self.spec = merge(rng, shapes)
            self.tail = None
            y = self.spec.keras()(ends)
            touched = self.spec.arguments.get("axes")
            touched = (touched, touched) if isinstance(touched, int) else touched or ()
            if any(a in (0, -len(s) - 1) for a, s in zip(touched, shapes)) or (
                    self.spec.kind == "Concatenate" and touches_batch(self.spec.arguments.get("axis", -1), len(shapes[0]))):
                self.excluded = "axis of the batch"
            before = tuple(y.shape[1:])
            if chance(rng, 0.5):
                self.tail = draw(rng, before, kinds=kinds)
                self.tail.after_weights = False
                y = self.tail.keras()(y)
                self.excluded = self.excluded or self.on_purpose(self.tail, before, tuple(y.shape[1:]))
            self.output_shape = tuple(y.shape[1:])
            if 0 in self.output_shape:
                self.excluded = "an empty result"
            model = keras.Model(inputs, y)
            self.param_count = model.count_params()
            self.excluded = self.excluded or self.cannot_run(model, self.shapes)
        except Exception as error:
            self.mistake = " ".join(str(error).split())[:160]
            self.excluded = None if hasattr(self, "spec") else CANNOT_RUN

    def python(self):
        branches = "; ".join(f"{s}: {', '.join(l.python() for l in b) or '-'}" for s, b in zip(self.shapes, self.branches))
        return f"{branches} -> {self.spec.python()} -> {self.tail.python() if self.tail else '-'}"

    def cpp(self):
        lines = []
        for name, shape, branch in zip("ab", self.shapes, self.branches):
            call = name
            for layer in branch:
                call = f"{layer.cpp()}({call})"
            lines += [f"    const auto {name} = Input(shape<{', '.join(map(str, shape))}>);",
                      f"    const auto {name}1 = {call};"]
        out = f"{self.spec.cpp()}(a1, b1)"
        if self.tail:
            out = f"{self.tail.cpp()}({out})"
        body = "\n".join([*lines, f"    return Model(inputs = tuple(a, b), outputs = {out});"])
        return f"constexpr auto chain_{self.seed} = functional([] {{\n{body}\n}});\n"


HEADER = "#include <ctnn/architecture.hpp>\nusing namespace ctnn;\nusing namespace ctnn::literals;\n"


def compile_source(command, text):
    """(does it compile, what the compiler says)"""
    with tempfile.TemporaryDirectory() as folder:
        source = pathlib.Path(folder) / "chains.cpp"
        source.write_text(HEADER + text)
        done = subprocess.run([*command, "-fsyntax-only", str(source)], capture_output=True, text=True, timeout=600)
        return done.returncode == 0, done.stderr


def errors(said):
    return [line for line in said.splitlines() if "error:" in line]


def check_accepted(command, chains):
    """Disagreements among chains that Keras builds: all at once, one by one only if that fails."""
    if compile_source(command, "".join(c.cpp_checked() for c in chains))[0]:
        return []
    found = []
    for chain in chains:
        compiles, said = compile_source(command, chain.cpp_checked())
        if not compiles:
            what = "output_shape or param_count differ" if compile_source(command, chain.cpp())[0] else \
                "ctnn refuses what Keras builds"
            found.append((chain, what, said))
    return found


def check_refused(command, chain):
    compiles, said = compile_source(command, chain.cpp())
    if compiles:
        return [(chain, f"ctnn compiles what it must refuse: {chain.mistake or chain.excluded}", "")]
    if "not declared" in said or "undeclared" in said or "has not been" in said:
        return [(chain, "a layer or a word is missing in ctnn", said)]
    if len(errors(said)) != 1:
        return [(chain, f"{len(errors(said))} errors instead of one", said)]
    if "MODEL_ERROR" not in said and "static assertion failed: layer" not in said:
        return [(chain, "an error that is no sentence", said)]
    return []


def report(found):
    chain, what, said = found
    print(f"\nseed {chain.seed}: {what}\n  {chain.python()}\n  {chain.cpp().strip()}")
    if chain.mistake is None:
        print(f"  Keras: {chain.output_shape}, {chain.param_count} parameters")
    for line in errors(said)[:3]:
        print(f"  {line}")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--count", type=int, default=60, help="chains in all")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--batch", type=int, default=20, help="accepted chains in one source")
    parser.add_argument("--compiler", default=f"g++ -std=c++20 -I{HERE.parent.parent / 'include'}")
    parser.add_argument("--layers", help="only these, separated by commas")
    parser.add_argument("--chain", action="store_true", help="print the chain of this seed and what the compiler says")
    options = parser.parse_args()
    command = shlex.split(options.compiler)
    kinds = tuple(options.layers.split(",")) if options.layers else tuple(KINDS)

    def chain_of(seed):
        # Even seeds ask for a chain that fits, odd ones for one with a mistake; Keras has the last word.
        if seed % 5 == 0 and not options.layers:
            return Fork(seed, "built", kinds, rank=seed // 5 % 3 + 1)
        return Chain(seed, "refused" if seed % 2 else "built", kinds)

    if options.chain:
        chain = chain_of(options.seed)
        print(chain.python(), chain.cpp(), f"Keras: {chain.mistake or 'builds it'}", sep="\n")
        print(*compile_source(command, chain.cpp()), sep="\n")
        return 0

    accepted, refused, excluded, seed = [], [], {}, options.seed
    while len(accepted) + len(refused) < options.count:
        chain = chain_of(seed)
        seed += 1
        if chain.excluded:
            excluded.setdefault(chain.excluded, []).append(chain)
        elif chain.mistake is None and len(accepted) < options.count - options.count // 2:
            accepted.append(chain)
        elif chain.mistake is not None and len(refused) < options.count // 2:
            refused.append(chain)
    print(f"{len(accepted)} chains that Keras builds, {len(refused)} that it refuses", flush=True)
    on_purpose = []
    for name, chains in excluded.items():
        if name != CANNOT_RUN:
            on_purpose += chains
        print(f"  {'left out' if name == CANNOT_RUN else 'must be refused though Keras builds it'}: {name} ({len(chains)})")

    disagreements = 0
    with concurrent.futures.ThreadPoolExecutor(options.jobs) as pool:
        batches = [accepted[i:i + options.batch] for i in range(0, len(accepted), options.batch)]
        work = [pool.submit(check_accepted, command, batch) for batch in batches]
        work += [pool.submit(check_refused, command, chain) for chain in refused + on_purpose]
        for done in work:
            for found in done.result():
                report(found)
                disagreements += 1
    print(f"\n{disagreements} disagreements")
    return disagreements != 0


if __name__ == "__main__":
    sys.exit(main())
