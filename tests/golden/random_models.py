"""Random Keras models, each through ctnn-import, a C++ compiler and a comparison with what Keras predicts.

    python random_models.py --ctnn-import build/tools/ctnn-import --count 50 --seed 1

For each model: saves it as .keras with samples beside it and runs `ctnn-import model.keras --output seed_N --name seed_N
--check samples.npz`. The headers of a batch are compiled into one program, which compares each model with its samples:
|a - b| <= 1e-5 + 1e-4 |b|. Where a batch does not compile, each of its models is compiled alone. A failure is printed
with its seed: `--seed N --count 1 --keep` makes that model again and leaves everything in a folder. The exit status is 1
if there was a failure.

Models are chains and graphs: branches that meet in Add, Multiply, Concatenate, Dot..., shared layers, nested models
that are called once or twice, recurrent layers that hand on their state, one or two inputs, one to three outputs.
"""

import argparse
import concurrent.futures
import pathlib
import shlex
import shutil
import subprocess
import sys
import tempfile

from golden import HERE, keras, np, predict, random_input, randomize
from random_layers import chance, draw, pick

L = keras.layers
ABSOLUTE, RELATIVE = 1e-5, 1e-4
MOST_ELEMENTS, MOST_WEIGHTS = 3000, 15000


class Unfit(Exception):
    """This draw gives no useful model; the next one may."""


def shape_of(x):
    return tuple(x.shape[1:])


def random_layer(rng, shape):
    """A layer that fits; those that do nothing when a network predicts are rarer."""
    spec = draw(rng, shape)
    if "Dropout" in spec.kind or spec.kind in ("Identity", "GaussianNoise"):
        spec = draw(rng, shape)
    return spec.keras()


def layer_on(rng, x):
    """A random layer, applied."""
    y = random_layer(rng, shape_of(x))(x)
    if np.prod(y.shape[1:]) > MOST_ELEMENTS or len(y.shape) > 5 or 0 in y.shape[1:]:
        raise Unfit("too large")
    return y


def keeping_shape(rng, shape):
    """A layer after which the shape is the same."""
    choices = [lambda: L.Dense(shape[-1], activation=pick(rng, None, "relu", "tanh"))]
    if len(shape) == 2:
        choices += [lambda: L.Conv1D(shape[-1], 3, padding=pick(rng, "same", "causal")),
                    lambda: L.GRU(shape[-1], return_sequences=True)]
    if len(shape) == 3:
        choices += [lambda: L.Conv2D(shape[-1], pick(rng, 1, 3), padding="same", activation=pick(rng, None, "relu")),
                    lambda: L.DepthwiseConv2D(3, padding="same")]
    return choices[rng.integers(len(choices))]()


def residual(rng, x):
    y = keeping_shape(rng, shape_of(x))(x)
    if chance(rng, 0.6):
        y = L.BatchNormalization()(y)
    if chance(rng, 0.5):
        y = L.Activation(pick(rng, "relu", "tanh", "gelu"))(y)
    return pick(rng, L.Add, L.Multiply, L.Average, L.Maximum, L.Minimum, L.Subtract, L.Concatenate)()([y, x])


def branches(rng, x):
    """Two or three ways from x that meet again."""
    ways = [keeping_shape(rng, shape_of(x))(x) for _ in range(rng.integers(2, 4))]
    return pick(rng, L.Add, L.Multiply, L.Average, L.Maximum, L.Minimum, L.Concatenate)()(ways)


def gate(rng, x):
    """What broadcasts: one number for each channel."""
    if len(x.shape) != 4:
        raise Unfit("no image")
    s = L.GlobalAveragePooling2D(keepdims=True)(x)
    return L.Multiply()([x, L.Conv2D(x.shape[-1], 1, activation="sigmoid")(s)])


def shared(rng, x):
    """One layer called two or three times."""
    layer = keeping_shape(rng, shape_of(x))
    for _ in range(rng.integers(2, 4)):
        x = layer(x)
    return x


def nested(rng, x):
    """A model inside, called once, or twice where shapes permit."""
    shape = shape_of(x)
    if chance(rng, 0.5):
        inner = keras.Sequential([keras.Input(shape), keeping_shape(rng, shape), L.LayerNormalization()])
        y = inner(x)
        return inner(y) if chance(rng, 0.5) else y
    a = keras.Input(shape)
    return keras.Model(a, residual(rng, layer_on(rng, a)))(x)


def with_state(rng, x):
    """A recurrent layer whose state starts another."""
    if len(x.shape) != 3:
        raise Unfit("no series")
    units = int(rng.integers(1, 8))
    layer = pick(rng, L.SimpleRNN, L.LSTM, L.GRU)
    y, *state = layer(units, return_sequences=True, return_state=True)(x)
    return layer(units, return_sequences=chance(rng, 0.5))(y, initial_state=state)


def attention(rng, x):
    if len(x.shape) != 3:
        raise Unfit("no series")
    return L.Dot(axes=(2, 1))([L.Softmax()(L.Dot(axes=2, normalize=chance(rng, 0.5))([x, x])), x])


def joined(rng, a, b):
    """Two tensors into one, whatever their shapes."""
    if shape_of(a) == shape_of(b) and chance(rng, 0.6):
        return pick(rng, L.Add, L.Subtract, L.Multiply, L.Average, L.Maximum, L.Concatenate)()([a, b])
    a, b = L.Flatten()(a), L.Flatten()(b)
    if a.shape[1] == b.shape[1] and chance(rng, 0.5):
        return L.Dot(axes=1, normalize=chance(rng, 0.5))([a, b])
    return L.Concatenate()([a, b])


def random_shape(rng):
    rank = int(pick(rng, 1, 2, 2, 3, 3, 3, 4))
    return tuple(int(v) for v in rng.integers(1, [34, 12, 10, 6][rank - 1], rank))


def sequential(rng):
    shape = random_shape(rng)
    model = keras.Sequential([keras.Input(shape)])
    for _ in range(rng.integers(2, 9)):
        model.add(random_layer(rng, shape))
        shape = tuple(model.output_shape[1:])
        if np.prod(shape) > MOST_ELEMENTS or len(shape) > 4:
            raise Unfit("too large")
    return model


def functional(rng):
    inputs, tensors, ends = [], [], []
    for _ in range(1 + chance(rng, 0.3)):
        x = keras.Input(random_shape(rng))
        inputs.append(x)
        for _ in range(rng.integers(2, 6)):
            step = layer_on if chance(rng, 0.6) else pick(
                rng, residual, branches, gate, shared, nested, with_state, attention)
            x = step(rng, x)
            tensors.append(x)
        ends.append(x)
    last = ends[0]
    if len(ends) == 2:
        last = joined(rng, *ends)
        if chance(rng, 0.5):
            last = layer_on(rng, last)
    outputs = [last]
    for t in tensors:
        if len(outputs) < 3 and chance(rng, 0.12) and all(t is not o for o in outputs):
            outputs.append(t)
    return keras.Model(inputs if len(inputs) > 1 else inputs[0], outputs if len(outputs) > 1 else last)


def random_model(seed):
    """(model, samples, outputs) of this seed; draws again, in a fixed order, until a model is fit for a comparison."""
    for attempt in range(100):
        rng = np.random.default_rng([seed, attempt])
        keras.backend.clear_session()
        keras.utils.set_random_seed(seed)
        try:
            model = sequential(rng) if chance(rng, 0.35) else functional(rng)
        except Unfit:
            continue
        if model.count_params() > MOST_WEIGHTS:
            continue
        randomize(rng, model)
        inputs = [random_input(rng, shape_of(t)) for t in model.inputs]
        outputs = predict(model, inputs)
        if all(np.isfinite(y).all() and np.abs(y).max() < 1e3 for y in outputs) and stable(model, inputs, outputs):
            return model, inputs, outputs
    raise RuntimeError(f"seed {seed}: no model in 100 draws")


def stable(model, inputs, outputs):
    """Whether the last bits of the samples move the outputs by less than a part of the tolerance (no step is near)."""
    for factor in (1 + 1e-6, 1 - 1e-6):
        moved = predict(model, [x * np.float32(factor) for x in inputs])
        if any((np.abs(a - b) > 0.2 * (ABSOLUTE + RELATIVE * np.abs(b))).any() for a, b in zip(moved, outputs)):
            return False
    return True


def save(folder, model, inputs, outputs, kind):
    folder.mkdir(parents=True)
    if kind == "weights":
        model.save_weights(folder / "model.weights.h5")
        (folder / "model.json").write_text(model.to_json())
    else:
        model.save(folder / f"model.{kind}")
    arrays = {f"inputs/{i}": x for i, x in enumerate(inputs)} | {f"outputs/{i}": y for i, y in enumerate(outputs)}
    np.savez_compressed(folder / "samples.npz", **arrays)


class Failed(Exception):
    pass


def run(what, command, folder, seconds):
    try:
        done = subprocess.run([str(part) for part in command], capture_output=True, text=True, timeout=seconds,
                              cwd=folder)
    except subprocess.TimeoutExpired:
        raise Failed(f"{what}: not done after {seconds} s")
    (folder / f"{what}.log").write_text(done.stdout + done.stderr)
    if done.returncode:
        said = (done.stderr or done.stdout).strip().splitlines()
        wrong = [line for line in said if "error" in line.lower()] or said
        raise Failed(f"{what}: status {done.returncode}: " + " | ".join(wrong[:2])[:600])


def import_model(folder, options):
    """None, or why the model cannot be imported."""
    name = folder.name
    try:
        file = ["model.weights.h5", "--config", "model.json"] if options.kind == "weights" else [f"model.{options.kind}"]
        run("import", [options.ctnn_import, *file, "--output", folder / name, "--name", name,
                       "--check", folder / "samples.npz"], folder, 120)
    except Failed as failure:
        return str(failure)
    return None


def source_of(names):
    includes = "".join(f'#include "{n}/{n}/{n}.hpp"\n#include "{n}/{n}/{n}_check.hpp"\n' for n in names)
    checks = "".join(f'    check<{n}::recorded>("{n}", {n}::model());\n' for n in names)
    return f"""{includes}#include <ctnn/io/predict_program.hpp>

template<class Recorded, class Model>
void check(const char* name, const Model& model) {{
    char program[] = "", option[] = "--check";
    char* arguments[] = {{program, option, nullptr}};
    std::cout << "== " << name << std::endl;
    std::cout << (ctnn::io::predict_program<Recorded>(model, 2, arguments) ? "bad" : "good") << std::endl;
}}

int main() {{
{checks}}}
"""


def check_batch(top, names, options):
    """What failed, by name."""
    source, program = top / f"{names[0]}.cpp", top / f"{names[0]}.program"
    source.write_text(source_of(names))
    try:
        run("compile", [*shlex.split(options.compiler), source, "-o", program, *shlex.split(options.link)], top, 1200)
    except Failed as failure:
        if len(names) == 1:
            return {names[0]: str(failure)}
        failures = {}
        for name in names:
            failures |= check_batch(top, [name], options)
        return failures
    done = subprocess.run([str(program)], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, timeout=600)
    said = {}
    for part in done.stdout.split("== ")[1:]:
        name, *lines = part.strip().splitlines()
        said[name] = lines
    failures = {}
    for name in names:
        lines = said.get(name, [])
        if not lines or lines[-1] != "good":
            failures[name] = "run: " + (" | ".join(lines) or f"status {done.returncode}, and nothing said")
    for path in (source, program, top / "compile.log"):
        path.unlink(missing_ok=True)
    return failures


def describe(model):
    shapes = [shape_of(t) for t in model.inputs]
    kinds = [layer.__class__.__name__ for layer in model.layers if layer.__class__.__name__ != "InputLayer"]
    return f"{' '.join(map(str, shapes))} {' '.join(kinds)}"


def main():
    root = HERE.parent.parent
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--ctnn-import", type=pathlib.Path, help="the program to test; without it models are only made")
    parser.add_argument("--count", type=int, default=20)
    parser.add_argument("--seed", type=int, default=1, help="of the first model; the others follow")
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--kind", choices=["keras", "h5", "weights"], default="keras",
                        help=".keras, a legacy .h5, or .weights.h5 and a configuration")
    parser.add_argument("--batch", type=int, default=8, help="models in one program")
    parser.add_argument("--compiler", default=f"g++ -std=c++20 -O1 -I{root / 'include'}")
    parser.add_argument("--link", default="", help="what comes after the source on the compiler's command line")
    parser.add_argument("--keep", action="store_true", help="leave every folder; otherwise only those of failures")
    parser.add_argument("--folder", type=pathlib.Path, help="where to work; a temporary folder if not given")
    options = parser.parse_args()
    if options.ctnn_import:
        options.ctnn_import = options.ctnn_import.resolve()
    top = (options.folder or pathlib.Path(tempfile.mkdtemp(prefix="random_models_"))).resolve()

    about, failures = {}, 0

    def finish(names, failed):
        nonlocal failures
        for name in names:
            if name in failed:
                failures += 1
                print(f"{name}: {failed[name]}\n    {about[name]}\n    {top / name}", flush=True)
            elif not options.keep:
                shutil.rmtree(top / name)

    def work(names):
        failed = {}
        for name in names:
            refusal = import_model(top / name, options)
            if refusal:
                failed[name] = refusal
        good = [name for name in names if name not in failed]
        if good:
            failed |= check_batch(top, good, options)
        return names, failed

    waiting, batch = [], []
    with concurrent.futures.ThreadPoolExecutor(options.jobs) as pool:
        for seed in range(options.seed, options.seed + options.count):
            model, inputs, outputs = random_model(seed)
            name = f"seed_{seed}"
            shutil.rmtree(top / name, ignore_errors=True)
            save(top / name, model, inputs, outputs, options.kind)
            about[name] = describe(model)
            if options.ctnn_import:
                batch.append(name)
                if len(batch) == options.batch or seed + 1 == options.seed + options.count:
                    waiting.append(pool.submit(work, batch))
                    batch = []
            else:
                print(f"seed {seed}: {describe(model)} -> {' '.join(str(y.shape[1:]) for y in outputs)}", flush=True)
        for future in waiting:
            finish(*future.result())
    if options.ctnn_import:
        print(f"{options.count} models, {failures} failures")
    if top.exists() and not any(top.iterdir()):
        top.rmdir()
    elif top.exists():
        print(f"in {top}")
    return failures != 0


if __name__ == "__main__":
    sys.exit(main())
