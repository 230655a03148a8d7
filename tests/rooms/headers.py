"""Every header compiles alone, without warnings."""
import argparse
import concurrent.futures
import pathlib
import shlex
import subprocess
import sys

args = argparse.ArgumentParser()
args.add_argument("--compiler", default="c++")
args.add_argument("--jobs", type=int, default=2)
args = args.parse_args()
root = pathlib.Path(__file__).parents[2] / "include"


def compile_alone(path):
    name = path.relative_to(root)
    flags = ["-std=c++20", "-Wall", "-Wextra", "-Wpedantic", "-Werror", "-fsyntax-only", f"-I{root}", "-x", "c++", "-"]
    if name.parts[1] not in ("io",):
        flags[:0] = ["-fno-exceptions", "-fno-rtti"]
    r = subprocess.run(shlex.split(args.compiler) + flags, input=f"#include <{name}>\n", text=True, capture_output=True)
    return name, r.returncode, r.stderr


failed = 0
with concurrent.futures.ThreadPoolExecutor(args.jobs) as pool:
    results = list(pool.map(compile_alone, sorted(root.rglob("*.hpp"))))
for name, code, output in results:
    if code:
        failed += 1
        print(f"{name}:\n{output[:2000]}")
print(f"{len(results) - failed} headers compile alone, {failed} do not")
sys.exit(bool(failed))
