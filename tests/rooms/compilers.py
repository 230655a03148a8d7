"""A compiler that is too old, or C++17, gets one sentence first."""
import argparse
import pathlib
import shlex
import subprocess
import sys

args = argparse.ArgumentParser()
args.add_argument("--compiler", default="c++")
args = args.parse_args()
root = pathlib.Path(__file__).resolve().parents[2]


def first_error(*flags):
    command = shlex.split(args.compiler) + [f"-I{root / 'include'}", "-fsyntax-only", *flags, "-x", "c++", "-"]
    r = subprocess.run(command, input="#include <ctnn/ctnn.hpp>\n", text=True, capture_output=True)
    return next((line for line in r.stderr.splitlines() if "error: " in line), "no error")


clang = "clang" in args.compiler
old = ["-U__clang_major__", "-D__clang_major__=18"] if clang else ["-U__GNUC__", "-D__GNUC__=11"]
wrong = [
    f"{flags} says: {said}"
    for flags, sentence in ((["-std=c++20", "-Wno-builtin-macro-redefined", *old], " or newer"), (["-std=c++17"], "ctnn needs C++20"))
    if "ctnn needs" not in (said := first_error(*flags)) or sentence not in said
]
print("\n".join(wrong) or "compilers that are too old hear it first")
sys.exit(bool(wrong))
