"""Losses, metrics, optimizers and so on as ctnn writes them in config.json, read by real Keras. By hand:

    pip install keras==3.15.1 tensorflow-cpu==2.21.0
    python objects.py [--compiler g++]

Keras must make an object of that class of each line of objects.cpp, and know every argument of it by the same value.
"""
import argparse
import copy
import json
import os
import pathlib
import shlex
import subprocess
import sys
import tempfile

os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"
HERE = pathlib.Path(__file__).resolve().parent


def same(a, b):
    if isinstance(b, bool) or b is None or isinstance(b, str):
        return a == b
    if isinstance(b, (int, float)):
        return isinstance(a, (int, float)) and abs(a - b) <= 1e-6 * max(1, abs(b))
    if isinstance(b, list):
        return len(a) == len(b) and all(same(x, y) for x, y in zip(a, b))
    return all(same(a.get(k), v) for k, v in b.items())  # a registered object


def check(line):
    import keras
    made = keras.saving.deserialize_keras_object(copy.deepcopy(line["object"]))  # which changes what it is given
    if line["object"]["class_name"] == "function":
        return "" if made.__name__ == line["object"]["config"] else f"is {made}"
    if type(made).__name__ != line["object"]["class_name"]:
        return f"is a {type(made).__name__}"
    known = made.get_config()
    for key, value in line["object"]["config"].items():
        if key in known:
            found = known[key]
        elif key in getattr(made, "_fn_kwargs", {}):  # what Keras forgets to list, Huber's delta
            found = made._fn_kwargs[key]
        else:
            found = getattr(made, key)
        if value is None or (key, value) == ("dtype", "int"):  # the default, int64
            continue
        if not same(list(found) if isinstance(found, tuple) else found, value):
            return f"{key} is {found}, not {value}"
    return ""


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--compiler", default="g++")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        program = f"{folder}/objects"
        subprocess.run([*shlex.split(options.compiler), "-std=c++20", f"-I{HERE.parents[2] / 'include'}", HERE / "objects.cpp",
                        "-o", program, "-lzip", "-lz"], check=True)
        lines = [json.loads(s) for s in subprocess.run([program], capture_output=True, text=True, check=True).stdout.splitlines()]
    good = bad = 0
    for line in lines:
        try:
            wrong = check(line)
        except Exception as e:
            wrong = f"{type(e).__name__}: {str(e)[:300]}"
        good, bad = good + (not wrong), bad + bool(wrong)
        if wrong:
            print(f"{line}: {wrong}")
    print(f"{good} as they were written, {bad} not")
    return bad != 0


if __name__ == "__main__":
    sys.exit(main())
