#!/usr/bin/env python3
"""Times training in ctnn next to other frameworks, on one core: what tools/benchmark --training runs.

    run.py PROGRAMS RESULTS [NAME...] [--python PYTHON] [--data FOLDER] [--core N] [--seconds S]

PROGRAMS: the folder that ninja built training_NAME in; RESULTS: where .md and .csv are written. PYTHON: of an environment
with the frameworks; without, ctnn alone is measured, with initial weights. NAME: a network, whole_fit or scale.

A network: its contestants take turns of about 0.1 s, each process waiting on a pipe while it is not its turn; S seconds
altogether, 5 rounds at least. Before, the losses of ten steps from the same weights must be Keras': to 1e-4, or as well as
Keras' own agree when its step is compiled by XLA or runs on JAX (Adam turns the last bits of small gradients into
steps, and a deep network with BatchNormalization makes much of it). PyTorch's optimizers add epsilon elsewhere: of its
losses the first one must be Keras'. Every process' own time counts, not the wall's.
"""
import argparse
import csv
import json
import os
import pathlib
import statistics
import subprocess
import sys
import time

HERE = pathlib.Path(__file__).resolve().parent
BATCH, BLOCK = 64, 0.1
OPTIMIZERS = {"mlp784": "Adam", "lstm_seed": "RMSprop", "mnist_cnn": "Adam", "resnet20": "Adam"}
KERAS = "Keras train_on_batch"
SCALE_BATCH, SCALES = 1024, (10854, 108542, 1085420)


class Process:
    """A program that answers a line with a line."""

    def __init__(self, *command):
        self.process = subprocess.Popen([str(c) for c in command], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                                        stderr=None if "-v" in sys.argv else subprocess.DEVNULL, text=True)
        self.command = command

    def read(self):
        line = self.process.stdout.readline()
        if not line:
            sys.exit(f"{' '.join(map(str, self.command))}: ended with {self.process.wait()}")
        return line

    def ask(self, line):
        print(line, file=self.process.stdin, flush=True)
        return [float(f) for f in self.read().split()]

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.process.stdin.close()
        self.process.wait()


def digits(v):
    return f"{v:.3f}" if v < 1 else f"{v:.2f}" if v < 10 else f"{v:.1f}" if v < 100 else f"{v:.0f}"


def difference(losses, keras):
    return max(abs(a - b) / abs(b) for a, b in zip(losses, keras))


def check(name, losses):
    """Each contestant's difference from Keras' losses; ends the program if one is wrong."""
    if KERAS not in losses:
        first, *_, last = losses["ctnn"]
        if not last < first:
            sys.exit(f"{name}: the loss rises from {first} to {last}")
        return {}
    keras = losses[KERAS]
    differences = {c: difference(l[:1] if c == "PyTorch" else l, keras) for c, l in losses.items()}
    own = [d for c, d in differences.items() if c not in ("ctnn", "PyTorch")]
    wrong = [c for c in ("ctnn", "PyTorch") if differences.get(c, 0) > max(1e-4, *own)]
    if wrong:
        sys.exit(f"{name}: {wrong[0]} differs from Keras by {differences[wrong[0]]:.2g}: {losses}")
    print(f"{name}: losses of 10 steps differ from Keras' by {differences['ctnn']:.2g}"
          f" (Keras' own on XLA or JAX: {max(own):.2g})")
    return differences


def network(name, given):
    """Rows of the results."""
    data = ["--data", given.data / name] if given.python else []
    if given.python:
        if not (given.data / name / "y.npy").exists():
            subprocess.run([given.python, HERE / "frameworks.py", "make", name, given.data], check=True,
                           stderr=subprocess.DEVNULL)
    commands = [[given.programs / f"training_{name}", *data, "--core", str(given.core)]]
    if given.python:
        commands += [[given.python, HERE / "frameworks.py", f, name, given.data, given.core]
                     for f in ("tensorflow", "jax", "torch")]
    processes = []
    contestants, losses, versions = [], {}, {}
    for c in commands:
        processes.append(Process(*c))
        head = json.loads(processes[-1].read())
        losses |= head["losses"] if given.python and len(processes) > 1 else {"ctnn": head["losses"]}
        if len(processes) == 1:
            macs = head["macs"]
        for which, contestant in enumerate(head["contestants"]):
            contestants.append((contestant, processes[-1], which))
            versions[contestant] = head["version"]
    differences = check(name, losses)

    once = []
    for _, process, which in contestants:
        best = process.ask(f"{which} 1")[0]
        for _ in range(2):
            best = min(best, process.ask(f"{which} {max(1, min(8, int(BLOCK * 1e6 / best)))}")[0])
        once.append(best)
    times, fma = [[] for _ in contestants], []
    end = time.monotonic() + given.seconds
    rounds = 0
    while rounds < 5 or time.monotonic() < end:
        for k in range(len(contestants)):
            i = (rounds + k) % len(contestants)
            if rounds >= 5 and once[i] > 10 * min(once):
                continue
            _, process, which = contestants[i]
            if once[i] < BLOCK * 1e6:
                process.ask(f"{which} 1")
            us, *rate = process.ask(f"{which} {max(1, int(BLOCK * 1e6 / once[i]))}")
            times[i].append(us)
            fma += rate
        rounds += 1
    for p in processes:
        p.__exit__()

    print(f"{name}, batch {BATCH}, {OPTIMIZERS[name]}: FMA {2 * max(fma):.0f} (median {2 * statistics.median(fma):.0f})"
          " GFLOP/s")
    rows = []
    for (contestant, _, _), t in zip(contestants, times):
        difference = differences.get("ctnn" if contestant.startswith("ctnn") else contestant, "")
        rows.append({"name": name, "contestant": contestant, "version": versions[contestant], "minimum_us": min(t),
                     "median_us": statistics.median(t), "rounds": len(t), "difference": difference,
                     "limit_us": 3 * macs * BATCH / max(fma) * 1e-3, "gmac_per_second": max(fma)})
        print(f"  {contestant:26} {min(t):11.1f} {statistics.median(t):11.1f} us/step, {len(t):4} rounds", flush=True)
    return rows


def whole_fit(given):
    program = given.programs / "training_whole_fit"
    keras = Process(given.python, HERE / "frameworks.py", "fit", given.core) if given.python else None
    version = json.loads(keras.read())["version"] if keras else ""
    times = {"ctnn": [], "Keras on JAX": []}
    end = time.monotonic() + given.seconds
    subprocess.run([program], stdout=subprocess.DEVNULL, check=True)
    while len(times["ctnn"]) < 5 or time.monotonic() < end:
        start = time.perf_counter()
        subprocess.run([program], stdout=subprocess.DEVNULL, check=True)
        times["ctnn"].append((time.perf_counter() - start) * 1e6)
        if keras:
            times["Keras on JAX"] += keras.ask("fit")
    if keras:
        keras.__exit__()
    rows = []
    for contestant, t in times.items():
        if t:
            rows.append({"name": "whole_fit", "contestant": contestant, "version": version if contestant != "ctnn" else "", "minimum_us": min(t),
                         "median_us": statistics.median(t), "rounds": len(t)})
            print(f"whole_fit, {contestant:14} {min(t) / 1e3:9.2f} {statistics.median(t) / 1e3:9.2f} ms, {len(t):4} rounds",
                  flush=True)
    return rows


def scale(given):
    rows = []
    program = given.programs / "training_scale"
    given.data.mkdir(parents=True, exist_ok=True)
    for n in SCALES if given.seconds >= 1 else SCALES[:1]:
        files = given.data / f"sequences_{n}"
        subprocess.run([program, "make", files, str(n)], check=True)
        commands = {"ctnn": [program, "run", files, SCALE_BATCH, given.core]}
        if given.python:
            commands["Keras"] = [given.python, HERE / "frameworks.py", "scale", files, SCALE_BATCH, given.core]
        for contestant, command in commands.items():
            with Process(*command) as p:
                f = json.loads(p.read())
            rows.append({"name": "scale", "contestant": contestant, "version": f.get("version", ""), "samples": n,
                         **{k: f[k] for k in ("fit", "predict", "private_MB", "loss", "accuracy")}})
            print(f"scale, {n:8} sequences, {contestant:6}: fit {n / f['fit']:9.0f}/s, predict {n / f['predict']:9.0f}/s,"
                  f" {f['private_MB']:6.0f} MB; loss {f['loss']:.4f}, accuracy {f['accuracy']:.4f}", flush=True)
    return rows


def processor():
    for line in open("/proc/cpuinfo"):
        if line.startswith("model name"):
            return line.split(":")[1].strip()
    return "unknown processor"


def table(rows):
    text = [f"{processor()}, one core.\n"]
    names = [n for n in dict.fromkeys(r["name"] for r in rows) if n in OPTIMIZERS]
    of = {n: {r["contestant"]: r for r in rows if r["name"] == n} for n in names}
    if names:
        contestants = list(dict.fromkeys(c for n in names for c in of[n]))
        ours, peers = ([c for c in contestants if c.startswith("ctnn") == own] for own in (True, False))
        text += [f"One step of training, batch {BATCH}: microseconds, minimum / median. Ratios are of medians: how many times"
                 " as fast as the framework ctnn is. The limit is three forward passes at the rate of multiply-adds that the"
                 " core reached in these rounds.\n",
                 "| | " + " | ".join(f"{n}, {OPTIMIZERS[n]}" for n in names) + " |", "|---" * (len(names) + 1) + "|"]

        def line(title, cell):
            text.append(f"| {title} | " + " | ".join(cell(of[n]) for n in names) + " |")

        def best(rows):
            return min(peers, key=lambda p: rows[p]["median_us"])

        line("limit", lambda rows: digits(next(iter(rows.values()))["limit_us"]))
        for c in contestants:
            line(c, lambda rows: f"{digits(rows[c]['minimum_us'])} / {digits(rows[c]['median_us'])}")
        for c in ours if peers else []:
            line(f"{c} to the fastest framework",
                 lambda rows: f"**{rows[best(rows)]['median_us'] / rows[c]['median_us']:.2f}** ({best(rows)})")
            line(f"{c} to {KERAS}", lambda rows: f"{rows[KERAS]['median_us'] / rows[c]['median_us']:.2f}")
        text.append("")
    fits = {r["contestant"]: r for r in rows if r["name"] == "whole_fit"}
    if fits:
        text += ["The stacked LSTM's whole training (lstm_seed, 1,000 samples, 5 epochs of 16 steps, validation data):"
                 " milliseconds of the wall's clock, minimum / median. ctnn is the whole program with its start, Keras a fit of"
                 " a model that has been fitted before.\n"]
        text += [f"- {c}: {r['minimum_us'] / 1e3:.1f} / {r['median_us'] / 1e3:.1f}" for c, r in fits.items()]
        if len(fits) > 1:
            text.append(f"- ctnn / Keras, medians: {fits['ctnn']['median_us'] / fits['Keras on JAX']['median_us']:.2f}")
        text.append("")
    scales = [r for r in rows if r["name"] == "scale"]
    if scales:
        text += [f"An LSTM(32) and a softmax of 25 on sequences of 31 codes from mapped .npy files, batch {SCALE_BATCH}, Adam:"
                 " sequences in a second of an epoch of fit and of predict; private memory.\n",
                 "| sequences | | fit | predict | MB | loss | accuracy |", "|---|---|---|---|---|---|---|"]
        text += [f"| {r['samples']:,} | {r['contestant']} | {r['samples'] / r['fit']:,.0f} | {r['samples'] / r['predict']:,.0f}"
                 f" | {r['private_MB']:.0f} | {r['loss']:.4f} | {r['accuracy']:.4f} |" for r in scales]
        text.append("")
    versions = dict.fromkeys(r["version"] for r in rows if r["version"])
    return "\n".join([*text, *(f"- {v}" for v in versions)]) + "\n"


def main():
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("programs", type=pathlib.Path)
    arguments.add_argument("results")
    arguments.add_argument("names", nargs="*", default=[*OPTIMIZERS, "whole_fit", "scale"])
    arguments.add_argument("--python")
    arguments.add_argument("--data", type=pathlib.Path)
    arguments.add_argument("--core", type=int, default=os.cpu_count() - 1)
    arguments.add_argument("--seconds", type=float, default=20)
    arguments.add_argument("-v", action="store_true", help="show what the programs say")
    given = arguments.parse_args()
    os.sched_setaffinity(0, {given.core})
    rows = []
    for name in given.names:
        rows += whole_fit(given) if name == "whole_fit" else scale(given) if name == "scale" else network(name, given)
    with open(given.results + ".csv", "w") as f:
        out = csv.DictWriter(f, list(dict.fromkeys(k for r in rows for k in r)))
        out.writeheader()
        out.writerows(rows)
    pathlib.Path(given.results + ".md").write_text(table(rows))


main()
