"""Random chains of layers, fitting and not: does ctnn compile what Keras builds, and refuse what Keras refuses?

    python random_chains.py --count 100 --seed 1
    python random_chains.py --compiler "clang++ -std=c++20 -Iinclude" --layers Dense,Dropout,Flatten

About half of the chains are ones that Keras refuses. Chains that Keras builds are compiled many to a source, with their
output_shape and param_count asserted; those that it refuses one to a source, where the compiler must report exactly one
error. A disagreement is printed with its seed (`--seed N --count 1 --chain` makes that chain again), as Keras code and
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
from random_layers import KINDS, chance, draw

# What ctnn refuses on purpose though Keras builds it without a word. (name, does it apply to this layer on this input
# with this output, why); chains with such a layer take no part.
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
    ("even kernel of a transposed convolution, output_padding = 0, same", lambda s, x, y: "Transpose" in s.kind
        and s.arguments.get("output_padding") == 0 and s.arguments.get("padding") == "same",
     "Keras builds it, TensorFlow refuses to run it"),
    # Never drawn here: input_shape on a later layer (Keras ignores it, ctnn checks it), Concatenate of one input,
    # Embedding of numbers that are not whole, activation = glu (Keras' output_shape is wrong), targets that broadcast.
]


def all_ones(value):
    return all(v == 1 for v in (value if isinstance(value, tuple) else (value,)))


def negative(value):
    return any(negative(v) for v in value) if isinstance(value, tuple) else value < 0


def touches_batch(axis, rank):
    return any(a in (0, -rank - 1) for a in (axis if isinstance(axis, tuple) else (axis,)))


class Chain:
    """Layers on an input; `mistake` is what Keras says, None if it builds them."""

    def __init__(self, seed, wanted, kinds):
        rng = np.random.default_rng(seed)
        self.seed = seed
        rank = int(rng.integers(1, 5))
        self.input_shape = tuple(int(v) for v in rng.integers(1, [18, 12, 9, 6][rank - 1], rank))
        self.layers, self.mistake, self.excluded = [], None, None
        length = int(rng.integers(1, 6))
        wild_at = int(rng.integers(length)) if wanted == "refused" else -1
        keras.backend.clear_session()
        shape, model = self.input_shape, keras.Sequential([keras.Input(self.input_shape)])
        for i in range(length):
            spec = draw(rng, shape, wild=i == wild_at, kinds=kinds)
            self.layers.append(spec)
            try:
                model.add(spec.keras())
                before, shape = shape, tuple(model.output_shape[1:])
            except Exception as error:  # Keras raises many kinds
                self.mistake = " ".join(str(error).split())[:160]
                # What follows a mistake must not add another.
                self.layers += [draw(rng, shape, kinds=kinds) for _ in range(rng.integers(0, 3))]
                break
            self.excluded = self.excluded or self.on_purpose(spec, before, shape)
            if self.excluded or len(shape) > 4 or np.prod(shape) > 4000:
                break
        self.by_keyword = chance(rng, 0.5)
        if self.mistake is None:
            self.output_shape, self.param_count = shape, model.count_params()

    @staticmethod
    def on_purpose(spec, x, y):
        if spec.wrapped is not None and spec.kind == "TimeDistributed":
            inner = Chain.on_purpose(spec.wrapped, x[1:], y[1:])
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
        return [(chain, f"ctnn compiles what Keras refuses: {chain.mistake}", "")]
    if "not declared" in said or "undeclared" in said or "has not been" in said:
        return [(chain, "a layer or a word is missing in ctnn", said)]
    if len(errors(said)) != 1:
        return [(chain, f"{len(errors(said))} errors instead of one", said)]
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
            excluded[chain.excluded] = excluded.get(chain.excluded, 0) + 1
        elif chain.mistake is None and len(accepted) < options.count - options.count // 2:
            accepted.append(chain)
        elif chain.mistake is not None and len(refused) < options.count // 2:
            refused.append(chain)
    print(f"{len(accepted)} chains that Keras builds, {len(refused)} that it refuses", flush=True)
    for name, times in excluded.items():
        print(f"  left out, refused on purpose: {name} ({times})")

    disagreements = 0
    with concurrent.futures.ThreadPoolExecutor(options.jobs) as pool:
        batches = [accepted[i:i + options.batch] for i in range(0, len(accepted), options.batch)]
        work = [pool.submit(check_accepted, command, batch) for batch in batches]
        work += [pool.submit(check_refused, command, chain) for chain in refused]
        for done in work:
            for found in done.result():
                report(found)
                disagreements += 1
    print(f"\n{disagreements} disagreements")
    return disagreements != 0


if __name__ == "__main__":
    sys.exit(main())
