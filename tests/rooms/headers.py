"""Every header compiles without warnings: alone, or with --together, which is much sooner, all of them in one source.

Alone: a header that another one includes before anything else is compiled with nothing in front of it there.
"""
import argparse
import concurrent.futures
import pathlib
import re
import shlex
import subprocess
import sys

args = argparse.ArgumentParser()
args.add_argument("--compiler", default="c++")
args.add_argument("--jobs", type=int, default=2)
args.add_argument("--together", action="store_true")
args = args.parse_args()
root = pathlib.Path(__file__).parents[2] / "include"


def is_io(name):
    return name.parts[1] == "io"


def compile_these(names):
    """(what is wrong), of headers that all need exceptions or all do without."""
    flags = ["-std=c++20", "-Wall", "-Wextra", "-Wpedantic", "-Werror", "-fsyntax-only", f"-I{root}", "-x", "c++", "-"]
    if not is_io(names[0]):
        flags[:0] = ["-fno-exceptions", "-fno-rtti"]
    source = "".join(f"#include <{name}>\n" for name in names)
    r = subprocess.run(shlex.split(args.compiler) + flags, input=source, text=True, capture_output=True)
    return r.stderr[:2000] or f"status {r.returncode}" if r.returncode else ""


def first_include(name):
    """The header of ours that this one includes before anything else."""
    include = re.search(r'^#include\s+"(.*)"|^#include', (root / name).read_text(), re.M)
    if include and include[1]:
        return (root / name).parent.joinpath(include[1]).resolve().relative_to(root.resolve())


headers = [p.relative_to(root) for p in sorted(root.rglob("*.hpp"), reverse=True)]  # those that others need come last
in_front = {first_include(h) for h in headers}
sources = [[h] for h in headers if h not in in_front]
if args.together:
    sources = [[h for h in headers if not is_io(h)], [h for h in headers if is_io(h)]]
failed = 0
with concurrent.futures.ThreadPoolExecutor(args.jobs) as pool:
    for names, wrong in zip(sources, pool.map(compile_these, sources)):
        if wrong:
            failed += len(names)
            print(f"{names[0] if len(names) == 1 else 'together'}:\n{wrong}", flush=True)
print(f"{len(headers) - failed} headers compile{' together' if args.together else ' alone'}, {failed} do not")
sys.exit(bool(failed))
