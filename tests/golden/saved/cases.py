"""Every golden case, saved by ctnn as .keras and loaded by real Keras. By hand, since it needs Keras:

    pip install keras==3.15.1 tensorflow-cpu==2.21.0
    python cases.py --emit build/tests/emit_cases [--compiler g++] [--flags "-O0"] [FILE.npz ...]

emit_cases writes each case as ctnn-import writes a network; check_case.hpp, here, makes each save itself. Keras loads the
file, must predict what was recorded, |a - b| <= 1e-5 + 1e-4 |b|, and makes a training step. CASES: names or parts of names.
"""
import argparse
import concurrent.futures
import os
import pathlib
import shlex
import subprocess
import sys
import tempfile

os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"
HERE = pathlib.Path(__file__).resolve().parent


def make(source, compiler, folder):
    program = source.with_suffix("")
    for command in ([*compiler, source, "-o", program, "-lzip", "-lz"], [program, source.with_suffix(".bin")]):
        done = subprocess.run([str(c) for c in command], capture_output=True, text=True,
                              env={**os.environ, "SAVE_TO": str(folder)})
        if done.returncode:
            break
    return (done.stdout + done.stderr)[:4000]


def check(path, npz):
    import keras
    import numpy as np
    name = path.stem.split("__", 1)[1]
    model = keras.saving.load_model(path)
    inputs, outputs = ([npz[f"{name}/{kind}/{i}"] for i in range(len(of))]
                       for kind, of in (("inputs", model.inputs), ("outputs", model.outputs)))
    y = model.predict_on_batch(inputs if len(inputs) > 1 else inputs[0])
    for a, b in zip(y if isinstance(y, (list, tuple)) else [y], outputs):
        a = np.asarray(a).reshape(b.shape)
        if not np.allclose(a, b, rtol=1e-4, atol=1e-5, equal_nan=True):
            return f"predicts something else, by {np.nanmax(np.abs(a - b))}"
    if not model.trainable_variables:
        return ""
    model.compile("adam", "mse")
    model.train_on_batch(inputs if len(inputs) > 1 else inputs[0], outputs if len(outputs) > 1 else outputs[0])
    return ""


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--emit", type=pathlib.Path, required=True)
    parser.add_argument("--compiler", default="g++")
    parser.add_argument("--flags", default="-O0")
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--sources", type=int, default=14)
    parser.add_argument("--folder", type=pathlib.Path, help="for what is made, which stays")
    parser.add_argument("files", nargs="*", type=pathlib.Path)
    options = parser.parse_args()
    folder = (options.folder or pathlib.Path(tempfile.mkdtemp(prefix="ctnn_saved_"))).resolve()
    folder.mkdir(parents=True, exist_ok=True)
    for old in (*folder.glob("cases_*"), *folder.glob("*.keras")):
        old.unlink()
    files = options.files or sorted(HERE.parent.glob("*.npz"))
    subprocess.run([options.emit.resolve(), folder, str(options.sources), *files], check=True)
    compiler = [*shlex.split(options.compiler), "-std=c++20", *shlex.split(options.flags),
                f"-I{HERE.parents[2] / 'include'}", f"-I{HERE}"]
    with concurrent.futures.ThreadPoolExecutor(options.jobs) as pool:
        for said in pool.map(lambda s: make(s, compiler, folder), sorted(folder.glob("cases_*.cpp"))):
            print(said, end="", flush=True)
    import numpy as np
    good = bad = 0
    for path in sorted(folder.glob("*.keras")):
        npz = np.load(HERE.parent / (path.stem.split("__")[0] + ".npz"))
        try:
            wrong = check(path, npz)
        except Exception as e:
            wrong = f"{type(e).__name__}: {str(e)[:600]}"
        good, bad = good + (not wrong), bad + bool(wrong)
        if wrong:
            print(f"{path.stem}: {wrong}", flush=True)
    print(f"{good} as recorded, {bad} not")
    return bad != 0


if __name__ == "__main__":
    sys.exit(main())
