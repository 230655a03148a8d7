"""Every golden case through the compiled path, compared with what Keras recorded.

    python cases.py --emit build/tests/emit_cases [--compiler g++] [--flags "-O1 -march=native"] [FILE.npz ...]

emit_cases writes each case as ctnn-import writes a network, about forty in one source, with weights and samples as data
that is read at run time. Each source is compiled and run: |a - b| <= 1e-5 + 1e-4 |b|, in memory that is full of NaN.
The environment's CASES, names or parts of names, chooses cases. --packed-for TARGET, which must be what --flags compile for:
weights are packed as by ctnn-import, and must be bit for bit what the program would compute itself.
"""

import argparse
import concurrent.futures
import os
import pathlib
import shlex
import shutil
import subprocess
import sys
import tempfile

HERE = pathlib.Path(__file__).resolve().parent
sys.path.append(str(HERE.parents[1] / "precompiled"))
from precompile import precompile


def run(command):
    """(whether it went well, what it said)"""
    done = subprocess.run([str(c) for c in command], capture_output=True, text=True)
    said = done.stdout + done.stderr
    if done.returncode and not said:
        said = f"{shlex.join(map(str, command))}: status {done.returncode}\n"
    return done.returncode == 0, said


def compile_and_run(source, compiler):
    program = source.with_suffix("")
    good, said = run([*compiler, source, "-o", program])
    return (good, said) if not good else run([program, source.with_suffix(".bin")])


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--emit", type=pathlib.Path, required=True)
    parser.add_argument("--compiler", default="g++")
    parser.add_argument("--flags", default="-O1 -march=native")
    parser.add_argument("--packed-for", choices=("sse2", "avx2", "avx512", "neon"))
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--sources", type=int, default=14)
    parser.add_argument("--include", type=pathlib.Path, default=HERE.parents[2] / "include")
    parser.add_argument("--keep", type=pathlib.Path, help="a folder for what is made, which stays")
    parser.add_argument("files", nargs="*", type=pathlib.Path)
    options = parser.parse_args()
    folder = options.keep or pathlib.Path(tempfile.mkdtemp(prefix="ctnn_cases_"))
    folder.mkdir(parents=True, exist_ok=True)
    for old in folder.glob("cases_*"):
        old.unlink()
    files = options.files or sorted(HERE.parent.glob("*.npz"))
    if options.packed_for:
        os.environ["PACKED_FOR"] = options.packed_for
        options.flags += " -ffp-contract=off"  # as the importer computes
    good, said = run([options.emit.resolve(), folder, options.sources, *files])
    print(said, end="", flush=True)
    flags = ["-std=c++20", *shlex.split(options.flags), f"-I{options.include}", f"-I{HERE}"]
    compiler = [*shlex.split(options.compiler), *flags]
    compiler += precompile(compiler, HERE / "check_case.hpp", folder / "headers")
    sources = sorted(folder.glob("cases_*.cpp"))
    with concurrent.futures.ThreadPoolExecutor(options.jobs) as pool:
        for went_well, said in pool.map(lambda source: compile_and_run(source, compiler), sources):
            good = good and went_well
            print(said[:6000], end="", flush=True)
    if not options.keep:
        shutil.rmtree(folder)
    return not good


if __name__ == "__main__":
    sys.exit(main())
