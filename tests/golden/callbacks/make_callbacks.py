"""What real Keras' callbacks and progress bar do when they are fed with numbers: progress.json, decisions.json.

Made with keras 3.15.1, tensorflow-cpu 2.21.0, numpy 2.4.6, Python 3.11. Runs by itself: python make_callbacks.py
time.time is replaced by a clock that the script sets; nothing trains: the callbacks get logs that are made up here.
"""
import io
import json
import math
import os
import pathlib
import random
import sys
import tempfile
import time
import warnings

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
os.environ.setdefault("CUDA_VISIBLE_DEVICES", "")
os.environ["KERAS_BACKEND"] = "tensorflow"

import keras
import numpy as np
from keras.src.callbacks.callback_list import CallbackList

here = pathlib.Path(__file__).parent
assert keras.__version__ == "3.15.1", keras.__version__


def number(v):
    """JSON has no NaN and infinities."""
    return v if isinstance(v, int) or math.isfinite(v) else repr(float(v))


def numbers(logs):
    return [[k, number(v)] for k, v in logs.items()]


class Printed:
    """What is written to standard output."""

    def __enter__(self):
        self.before, sys.stdout = sys.stdout, io.StringIO()
        return self

    def __exit__(self, *_):
        self.text = sys.stdout.getvalue()
        sys.stdout = self.before

    def take(self):
        text = sys.stdout.getvalue()
        sys.stdout.seek(0)
        sys.stdout.truncate()
        return text


def f32(v):
    return float(np.float32(v))


# progress ---------------------------------------------------------------------------------------------------------
def progress_case(name, steps, epochs, verbose, events):
    """events: (time, member, arguments...); the last argument of those that take logs is a dict."""
    logger = keras.callbacks.ProgbarLogger()
    logger.set_params({"verbose": verbose, "epochs": epochs, "steps": steps})
    real = time.time
    rows = []
    with Printed() as out:
        for at, member, *rest in events:
            time.time = lambda at=at: at
            getattr(logger, member)(*[dict(sorted(a.items())) if isinstance(a, dict) else a for a in rest])
            row = {"time": at, "call": member, "printed": out.take()}
            for a in rest:
                row["logs" if isinstance(a, dict) else "number"] = numbers(a) if isinstance(a, dict) else a
            rows.append(row)
    time.time = real
    return {"name": name, "steps": steps or 0, "epochs": epochs, "verbose": verbose, "events": rows}


def fit_events(rng, steps, epochs, pace, names, extra=(), scale=1.0):
    at, events = 1000.0, [(1000.0, "on_train_begin")]
    for e in range(epochs):
        at += 0.01
        events.append((at, "on_epoch_begin", e))
        value = {}
        for b in range(steps):
            at += pace(b)
            value = {n: f32(scale * rng.uniform(0, 1) ** 6) for n in names}
            events.append((at, "on_train_batch_end", b, value))
        at += pace(1)
        events.append((at, "on_epoch_end", e, {**value, **{n: f32(scale * rng.uniform(0, 1)) for n in extra}}))
    return events


def make_progress():
    rng = random.Random(1)
    one = ["accuracy", "loss"]
    more = ["val_accuracy", "val_loss"]
    cases = []
    for verbose in (0, 1, 2):
        cases.append(progress_case(f"five steps, verbose {verbose}", 5, 2, verbose,
                                   fit_events(rng, 5, 2, lambda b: 0.06, one, more)))
    add = lambda name, steps, epochs, verbose, *a, target=True, **k: cases.append(
        progress_case(name, steps if target else None, epochs, verbose, fit_events(rng, steps, epochs, *a, **k)))
    add("many fast steps", 120, 1, 1, lambda b: 0.0034, one, more)
    add("microseconds", 40, 1, 1, lambda b: 0.000034, one)
    add("a slow first step", 12, 2, 1, lambda b: 2.5 if b == 0 else 0.031, one)
    add("seconds", 9, 1, 1, lambda b: 1.7, one)
    add("minutes", 20, 1, 1, lambda b: 9.3, one)
    add("hours", 15, 1, 1, lambda b: 977.0, one)
    add("no time at all", 3, 1, 1, lambda b: 0.0, one)
    add("one step", 1, 3, 1, lambda b: 0.4, one, more)
    add("ten steps", 10, 1, 1, lambda b: 0.08, ["loss"])
    thousand = fit_events(rng, 90, 1, lambda b: 0.011, ["loss"])
    cases.append(progress_case("thousand steps", 1000, 1, 1, thousand))
    add("unknown number of steps", 7, 2, 1, lambda b: 0.09, one, more, target=False)
    add("unknown number of steps, verbose 2", 7, 2, 2, lambda b: 0.09, one, more, target=False)
    add("negative and large numbers", 8, 1, 1, lambda b: 0.07, one, more, scale=-12345.0)
    add("negative and large numbers, verbose 2", 8, 1, 2, lambda b: 0.07, one, more, scale=-12345.0)
    add("learning rate at the end", 4, 1, 2, lambda b: 0.07, ["loss"], ["learning_rate"], scale=1e-3)
    special = [(5.0, "on_train_begin"), (5.0, "on_epoch_begin", 0)]
    odd = [math.nan, math.inf, -math.inf, 1e-3, 0.00100001, 0.0, -0.0, 1e300, -0.5, 123456.789, 5e-324, 99999.99996]
    for b, v in enumerate(odd):
        special.append((5.1 + b, "on_train_batch_end", b, {"loss": v, "b_metric": -v}))
    special.append((30.0, "on_epoch_end", 0, {"loss": math.nan, "val_loss": -1.0}))
    for verbose in (1, 2):
        cases.append(progress_case(f"odd numbers, verbose {verbose}", len(odd), 1, verbose, special))
    shorter = [(5.0, "on_train_begin"), (5.0, "on_epoch_begin", 0)]
    for b, v in enumerate([100.0, 10.0, 1.0, 1e-9, 0.5, 12345.0, 2.0]):
        shorter.append((5.0 + 100.0 * (b + 1), "on_train_batch_end", b, {"loss": v}))
    shorter.append((705.5, "on_epoch_end", 0, {"loss": 2.0}))
    cases.append(progress_case("lines that become shorter", 7, 1, 1, shorter))
    for verbose in (1, 2):
        for kind in ("test", "predict"):
            events = [(2.0, f"on_{kind}_begin")]
            for b in range(6):
                events.append((2.1 + 0.07 * b, f"on_{kind}_batch_end", b, {"accuracy": f32(b / 7), "loss": f32(0.3 / (b + 1))}))
            events.append((3.0, f"on_{kind}_end", {"accuracy": 0.5, "loss": 0.25}))
            cases.append(progress_case(f"{kind}, verbose {verbose}", 6, 1, verbose, events))
    inside = [(2.0, "on_train_begin"), (2.0, "on_epoch_begin", 0), (2.5, "on_train_batch_end", 0, {"loss": 0.5}),
              (2.6, "on_test_begin"), (2.7, "on_test_batch_end", 0, {"loss": 0.6}), (2.8, "on_test_end", {"loss": 0.6}),
              (2.9, "on_epoch_end", 0, {"loss": 0.5, "val_loss": 0.6})]
    cases.append(progress_case("validation inside fit is silent", 1, 1, 1, inside))
    return cases


# decisions --------------------------------------------------------------------------------------------------------
SCHEDULES = {"halve": lambda epoch, lr: lr * 0.5, "by_epoch": lambda epoch: 0.1 / (epoch + 1),
             "warm_up": lambda epoch, lr: lr if epoch < 2 else lr * 0.1}


def build(spec):
    arguments = dict(spec["arguments"])
    if spec["class"] == "LearningRateScheduler":
        arguments["schedule"] = SCHEDULES[arguments["schedule"]]
    return getattr(keras.callbacks, spec["class"])(**arguments)


def decision_case(name, specs, epochs, lr=0.1):
    """epochs: of each, the logs of its batches and its own."""
    model = keras.Sequential([keras.Input((2,)), keras.layers.Dense(1)])
    model.compile(keras.optimizers.SGD(learning_rate=lr), "mse", metrics=["accuracy", "mae"])
    model.train_on_batch(np.zeros((2, 2), "float32"), np.zeros((2, 1), "float32"))
    folder = tempfile.mkdtemp()
    before = os.getcwd()
    os.chdir(folder)
    saved = []
    model.save = lambda path, overwrite=True: saved.append(["save", path])
    model.save_weights = lambda path, overwrite=True: saved.append(["save_weights", path])
    rows = []
    with warnings.catch_warnings(record=True) as warned, Printed() as out:
        warnings.simplefilter("always")
        warnings.simplefilter("ignore", DeprecationWarning)  # numpy's, of Keras
        callbacks = CallbackList([build(s) for s in specs], add_history=True, model=model, epochs=len(epochs), steps=1,
                                 verbose=0)
        model.stop_training = False
        callbacks.on_train_begin()
        begin = out.take()
        for epoch, (batches, logs) in enumerate(epochs):
            callbacks.on_epoch_begin(epoch)
            for b, l in enumerate(batches):
                callbacks.on_train_batch_begin(b)
                callbacks.on_train_batch_end(b, dict(l))
                if model.stop_training:
                    break
            model.set_weights([np.full((2, 1), epoch + 1, "float32"), np.full((1,), epoch + 1, "float32")])
            callbacks.on_epoch_end(epoch, logs)
            row = {"batches": [numbers(l) for l in batches], "logs": numbers(logs), "printed": out.take(),
                   "stop": bool(model.stop_training), "learning_rate": float(model.optimizer.learning_rate.numpy()),
                   "saved": list(saved), "warnings": [str(w.message) for w in warned]}
            rows.append({k: v for k, v in row.items() if v})
            saved.clear()
            warned.clear()
            if model.stop_training:
                break
        callbacks.on_train_end(logs)
        end = out.take()
    files = {p.name: p.read_bytes().decode() for p in sorted(pathlib.Path(folder).glob("*.csv"))}
    os.chdir(before)
    return {"name": name, "callbacks": specs, "begin": begin, "end": end, "epochs": rows, "files": files,
            "learning_rate": lr, "weights": float(model.get_weights()[0][0, 0]),
            "history": [[k, [number(v) for v in vs]] for k, vs in model.history.history.items()],
            "history_epoch": model.history.epoch}


def spec(name, **arguments):
    return {"class": name, "arguments": arguments}


def losses(values, key="val_loss"):
    return [([], {"accuracy": f32(1 - v / 2), "loss": f32(v * 0.9), "val_accuracy": f32(1 - v / 3), key: f32(v)})
            for v in values]


def make_decisions():
    rng = random.Random(2)
    cases = []
    add = lambda name, specs, epochs, **k: cases.append(decision_case(name, specs, epochs, **k))

    def noisy(n, ties=False):
        level, out = rng.uniform(0.5, 1), []
        for _ in range(n):
            level *= rng.uniform(0.85, 1.05)
            out.append(round(level, 2) if ties else level + rng.uniform(-0.05, 0.05))
        return out

    for i in range(14):
        arguments = {"patience": rng.choice([0, 1, 2, 3]), "verbose": rng.choice([0, 1]),
                     "restore_best_weights": rng.random() < 0.6}
        if rng.random() < 0.5:
            arguments["min_delta"] = rng.choice([0.001, 0.01, 0.05, -0.02])
        if rng.random() < 0.3:
            arguments["baseline"] = rng.choice([0.3, 0.6])
        if rng.random() < 0.3:
            arguments["start_from_epoch"] = rng.choice([1, 3])
        if rng.random() < 0.4:
            arguments["monitor"], arguments["mode"] = rng.choice([("val_accuracy", "auto"), ("accuracy", "max"), ("loss", "min")])
        add(f"EarlyStopping {i}", [spec("EarlyStopping", **arguments)], losses(noisy(12, i % 3 == 0)))
    # differences that float32 decides
    tie = [0.5, 0.5 - 2.0**-25, 0.5 - 1e-4, 0.49990001320838928, 0.4999, 0.4998, 0.49979999661445618, 0.4997]
    for delta in (0.0, 1e-4, 1e-8):
        add(f"EarlyStopping, nearly equal, {delta}", [spec("EarlyStopping", patience=2, min_delta=delta, verbose=1)], losses(tie))
    nan = losses([0.5, 0.4, 0.6, 0.7])
    nan[0][1]["val_loss"] = math.nan
    add("EarlyStopping, NaN at first", [spec("EarlyStopping", patience=2, restore_best_weights=True, verbose=1)], nan)
    nan = losses([0.5, 0.4, 0.6, 0.7, 0.3, 0.2])
    nan[2][1]["val_loss"] = math.nan
    add("EarlyStopping, NaN later", [spec("EarlyStopping", patience=3, restore_best_weights=True, verbose=1)], nan)
    add("EarlyStopping, nothing to monitor", [spec("EarlyStopping", monitor="val_auc", mode="max")], losses([0.5, 0.4]))
    add("EarlyStopping, never", [spec("EarlyStopping", patience=5, restore_best_weights=True, verbose=1)], losses([0.5, 0.4, 0.45]))
    for i in range(10):
        arguments = {"factor": rng.choice([0.1, 0.5, 0.2]), "patience": rng.choice([0, 1, 2, 3]), "verbose": 1}
        if rng.random() < 0.5:
            arguments["cooldown"] = rng.choice([1, 2])
        if rng.random() < 0.5:
            arguments["min_lr"] = rng.choice([0.001, 0.02, 0.05])
        if rng.random() < 0.4:
            arguments["min_delta"] = rng.choice([0.0, 0.01])
        if rng.random() < 0.3:
            arguments["monitor"], arguments["mode"] = rng.choice([("val_accuracy", "auto"), ("val_mae", "min")])
        add(f"ReduceLROnPlateau {i}", [spec("ReduceLROnPlateau", **arguments)], losses(noisy(14, i % 2 == 0)),
            lr=rng.choice([0.1, 0.01, 0.3]))
    for schedule in SCHEDULES:
        for verbose in (0, 1):
            add(f"LearningRateScheduler {schedule} {verbose}",
                [spec("LearningRateScheduler", schedule=schedule, verbose=verbose)], losses(noisy(5)))
    for path in ("best.keras", "w/{epoch:02d}-{val_loss:.2f}.weights.h5", "{epoch}-{loss}-{accuracy:.3e}.weights.h5",
                 "{epoch:>5}_{val_loss:+.1%}_{{x}}_{accuracy:08.3f}.weights.h5", "{epoch:.1f}-{val_loss:.3}-{loss:g}.keras",
                 "{epoch:,}-{loss:*^12.4f}-{val_loss:<9}|.keras", "{epoch:03}{loss:#.3g}{accuracy:.0f}{val_loss:G}.keras"):
        for arguments in ({}, {"save_best_only": True, "verbose": 1}, {"verbose": 1},
                          {"save_best_only": True, "verbose": 1, "initial_value_threshold": 0.55},
                          {"save_best_only": True, "monitor": "val_accuracy", "mode": "max", "verbose": 1}):
            if arguments and not path.startswith(("best", "w/")):
                continue
            add(f"ModelCheckpoint {path} {sorted(arguments)}",
                [spec("ModelCheckpoint", filepath=path, save_weights_only=path.endswith(".weights.h5"), **arguments)],
                losses(noisy(6)))
    add("ModelCheckpoint, nothing to monitor", [spec("ModelCheckpoint", filepath="a.keras", monitor="val_auc", mode="max",
                                                     save_best_only=True, verbose=1)], losses(noisy(2)))
    batched = [([{"loss": f32(rng.random())} for _ in range(5)], l) for _, l in losses(noisy(4))]
    for every in (1, 2, 3, 7):
        add(f"ModelCheckpoint, every {every} batches",
            [spec("ModelCheckpoint", filepath="{epoch}-{batch:02d}-{loss:.2f}.keras", save_freq=every, verbose=1)], batched)
    # (save_freq in batches with save_best_only ends in a TypeError of Keras' own before the first epoch's end)
    bad = [([{"loss": 0.5}, {"loss": math.nan}, {"loss": 0.4}], {"loss": 0.45})]
    add("TerminateOnNaN", [spec("TerminateOnNaN")], bad)
    add("TerminateOnNaN, infinite", [spec("TerminateOnNaN")],
        [([{"loss": 0.5}], {"loss": 0.5}), ([{"loss": 0.5}, {"loss": math.inf}], {"loss": math.inf})])
    csv = losses(noisy(3) + [1e-5, 1e16, 123456789.0, 0.1])
    csv[2][1].pop("val_loss")
    csv[4][1]["loss"] = math.nan
    add("CSVLogger", [spec("CSVLogger", filename="a.csv")], csv)
    add("CSVLogger, semicolons", [spec("CSVLogger", filename="b.csv", separator=";", append=True)], csv)
    add("CSVLogger, no validation", [spec("CSVLogger", filename="c.csv")], [([], {"loss": 0.5, "a,b": 1.0, 'q"': 2.0})] * 2)
    add("several", [spec("ReduceLROnPlateau", patience=1, verbose=1), spec("EarlyStopping", patience=4, verbose=1,
                    restore_best_weights=True), spec("CSVLogger", filename="d.csv")], losses(noisy(12)))
    add("the scheduler's learning rate in the logs", [spec("CSVLogger", filename="e.csv"),
        spec("LearningRateScheduler", schedule="halve")], losses(noisy(3)))
    return cases


def formats():
    """Python's own formatting of numbers."""
    rows = []
    values = [0.0, -0.0, 1.0, 0.1, f32(0.1), 1e-5, 9.999e-5, 1e-4, 123456.789, 1e15, 1e16, 1e17, -2.5, 1 / 3, 5e-324, 1.7e308,
              100.0, 1234567.0, 0.5, 99.995]
    for v in values:
        rows.append([number(v), False, "", repr(v)])
        for s in (".2f", ".0f", "8.3f", "08.3f", "+.3e", "g", ".3g", ".3", ".10", "e", "%", ".1%", "<12.3f", "^12.3f", "*>12",
                  " .2f", "#.3g", ",.2f", "012.1f", "=+12.2f"):
            rows.append([number(v), False, s, format(v, s)])
    for v in (0, 1, 12, 123, 123456, 7):
        for s in ("", "d", "02d", "5", "05", "<5d", "^7", "+d", ".2f", "e", ",", "x>4d"):
            rows.append([v, True, s, format(v, s)])
    return rows


(here / "progress.json").write_text(json.dumps(make_progress(), ensure_ascii=True, separators=(",", ":")).replace('},{"name"', '},\n{"name"'))
(here / "decisions.json").write_text(json.dumps(make_decisions(), separators=(",", ":")).replace('},{"name"', '},\n{"name"'))
(here / "formats.json").write_text(json.dumps(formats(), separators=(",", ":")).replace("],[", "],\n["))
