"""Trainings that ctnn begins, and real Keras goes on with. By hand, since it needs Keras:

    pip install keras==3.15.1 tensorflow-cpu==2.21.0
    python trainings.py [--compiler g++] [--flags "-O1 -march=native"]

trainings.cpp saves each before the first step and after the fifth. Keras loads these files, must predict and evaluate the
same, and is to make steps: all ten from the first file, five from the second, five with the .weights.h5; losses and final
weights must be ctnn's. |a - b| <= 1e-5 + 1e-4 |b|.
"""
import argparse
import json
import os
import pathlib
import shlex
import subprocess
import sys
import tempfile
import zipfile

os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"
HERE = pathlib.Path(__file__).resolve().parent


def check(stem):
    import keras
    import numpy as np
    npz = np.load(f"{stem}.npz")
    wrong = []

    def compare(what, a, b):
        a, b = np.asarray(a, "float32").ravel(), np.asarray(b).ravel()
        if a.shape != b.shape:
            wrong.append(f"{what}: {a.shape} is not {b.shape}")
        elif not np.allclose(a, b, rtol=1e-4, atol=1e-5):
            wrong.append(f"{what}: Keras has {a[:4]}, ctnn {b[:4]}, the difference is {np.abs(a - b).max()}")

    x, y = npz["x"], npz["y"]
    if "z" in npz.files:
        y = [y, npz["z"]]

    def go_on(what, model, losses):
        for i, expected in enumerate(losses):
            got = model.train_on_batch(x, y, return_dict=True)["loss"]
            compare(f"{what}: loss {i}", got, expected)
        for i, w in enumerate(model.get_weights()):
            compare(f"{what}: weight {i}", w, npz[f"f{i}"])

    go_on("from the start", keras.saving.load_model(f"{stem}.start.keras"), npz["loss"])
    model = keras.saving.load_model(f"{stem}.keras")
    p = model.predict_on_batch(x)
    for i, one in enumerate(p if isinstance(p, (list, tuple)) else [p]):
        compare("predict", one, npz[f"p{i}"])
    measured = model.evaluate(x, y, batch_size=32, verbose=0, return_dict=True)
    names = {k[2:] for k in npz.files if k.startswith("e_")}
    if names != set(measured):
        wrong.append(f"Keras measures {sorted(measured)}, ctnn {sorted(names)}")
    for name in names & set(measured):
        compare(f"evaluate {name}", measured[name], npz[f"e_{name}"])
    go_on("from .keras", model, npz["loss"][5:])
    again = keras.models.model_from_json(model.to_json())
    # not model.get_compile_config(): Keras' Huber forgets its delta
    again.compile_from_config(json.loads(zipfile.ZipFile(f"{stem}.keras").read("config.json"))["compile_config"])
    again.load_weights(f"{stem}.weights.h5")
    go_on("from .weights.h5", again, npz["loss"][5:])
    return wrong


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--compiler", default="g++")
    parser.add_argument("--flags", default="-O1 -march=native")
    parser.add_argument("--folder", type=pathlib.Path, help="for what is made, which stays")
    options = parser.parse_args()
    folder = (options.folder or pathlib.Path(tempfile.mkdtemp(prefix="ctnn_trainings_"))).resolve()
    folder.mkdir(parents=True, exist_ok=True)
    for old in (*folder.glob("*.keras"), *folder.glob("*.npz")):
        old.unlink()
    subprocess.run([*shlex.split(options.compiler), "-std=c++20", *shlex.split(options.flags), f"-I{HERE.parents[2] / 'include'}",
                    HERE / "trainings.cpp", "-o", folder / "trainings", "-lzip", "-lz"], check=True)
    subprocess.run([folder / "trainings", folder], check=True)
    good = bad = 0
    for npz in sorted(folder.glob("*.npz")):
        try:
            wrong = check(npz.with_suffix(""))
        except Exception as e:
            wrong = [f"{type(e).__name__}: {str(e)[:800]}"]
        good, bad = good + (not wrong), bad + bool(wrong)
        print(f"{npz.stem}: {'; '.join(wrong[:4]) or 'as in ctnn'}", flush=True)
    print(f"{good} go on as in ctnn, {bad} do not")
    return bad != 0


if __name__ == "__main__":
    sys.exit(main())
